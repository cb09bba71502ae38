/** The cells that run and wait to run, one at a time, in order. */

import type { CellState } from "./contract";
import type { Kernel, LiveOutput, RunResult } from "./kernel";
import type { StringKey } from "./strings";

/** What the queue needs of a cell. */
export interface QueuedCell {
  /** When it runs: before the others, in its place, or only when the reader asks for it alone. */
  readonly turn: "first" | "in-order" | "on-request";
  /** Its place on the page, from 1. */
  readonly number: number;
  /** The code that runs: the author's, or what the reader made of it. */
  readonly code: string;
  /** Whether the cells after it run even where it fails. */
  readonly mayFail: boolean;
  outputOf(kernel: Kernel): LiveOutput;
  /** Shows the state, with a note where there is something to explain. */
  enter(state: CellState, note?: StringKey): void;
  finish(result: RunResult): void;
}

/** Whom the queue tells. */
export interface QueueListener<Cell> {
  onStart(): void;
  onRun(cell: Cell): void;
  /** A cell failed, so that those after it are not run. */
  onFail(cell: Cell): void;
  /** All that was queued has run, or was taken out. */
  onEnd(): void;
}

export class RunQueue<Cell extends QueuedCell> {
  #waiting: Cell[] = [];
  #running: Cell | null = null;
  /** Counts the kernels: what a former one still answers is not listened to. */
  #generation = 0;

  constructor(private readonly listener: QueueListener<Cell>) {}

  get running(): Cell | null {
    return this.#running;
  }

  /** Run cells after those that wait already; one that waits or runs is not queued again. */
  add(kernel: Kernel, cells: readonly Cell[]): void {
    const added = cells.filter((cell) => cell !== this.#running && !this.#waiting.includes(cell));
    for (const cell of added) cell.enter("queued");
    this.#waiting.push(...added);
    if (!this.#running && this.#waiting.length > 0) void this.#drain(kernel, this.#generation);
  }

  /** Take one cell out. */
  remove(cell: Cell): void {
    if (!this.#waiting.includes(cell)) return;
    this.#waiting = this.#waiting.filter((waiting) => waiting !== cell);
    cell.enter("idle");
  }

  /** Take out all that wait; they say why. */
  empty(note: StringKey): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const cell of waiting) cell.enter("idle", note);
  }

  /** The kernel has gone: nothing waits for it any more. */
  release(): void {
    this.empty("notRunStopped");
    this.#running?.enter("error", "cellStopped");
    this.#running = null;
    this.#generation += 1;
  }

  async #drain(kernel: Kernel, generation: number): Promise<void> {
    this.listener.onStart();
    for (let cell = this.#waiting.shift(); cell; cell = this.#waiting.shift()) {
      this.#running = cell;
      await this.#run(kernel, cell, generation);
      if (generation !== this.#generation) return;
      this.#running = null;
    }
    this.listener.onEnd();
  }

  async #run(kernel: Kernel, cell: Cell, generation: number): Promise<void> {
    cell.enter("running");
    this.listener.onRun(cell);
    try {
      const result = await kernel.run(cell.code, cell.outputOf(kernel));
      if (generation !== this.#generation) return;
      cell.finish(result);
      if (result.ok || cell.mayFail) return;
      this.empty("notRun");
      this.listener.onFail(cell);
    } catch {
      // The kernel stopped under the cell; whoever stopped it tells the reader why.
      if (generation === this.#generation) cell.enter("error", "cellStopped");
    }
  }
}
