/** The cells that run and wait to run, in order; as many of them as it takes are with the kernel already. */

import type { CellState } from "./contract";
import type { Kernel, Kernels, LiveOutput, RunResult } from "./kernel";
import type { StringKey } from "./strings";

/** What the queue needs of a cell. */
export interface QueuedCell {
  /** When it runs: before the others, in its place, or only when the reader asks for it alone. */
  readonly turn: "first" | "in-order" | "on-request";
  /** Its place on the page, from 1. */
  readonly number: number;
  /** The code that runs: the author's, or what the reader made of it. */
  readonly code: string;
  /** The kernel that it asks for; undefined for the page's own. */
  readonly kernel: string | undefined;
  /** What the page asks for after its run. */
  readonly expressions: Readonly<Record<string, string>> | undefined;
  /** Whether the cells after it run even where it fails. */
  readonly mayFail: boolean;
  outputOf(kernel: Kernel): LiveOutput;
  /** Shows the state, with a note where there is something to explain. */
  enter(state: CellState, note?: StringKey): void;
  /** Shows the result of code. */
  finish(result: RunResult, code: string): void;
}

/** Whom the queue tells. */
export interface QueueListener<Cell> {
  onStart(): void;
  onRun(cell: Cell): void;
  /** A cell failed, so that those after it are not run: whether any were `dropped`. */
  onFail(cell: Cell, dropped: boolean): void;
  /** The answer to a cell was lost with a connection. Those after it are not run. */
  onMiss(cell: Cell): void;
  /** A cell has run as it should. */
  onDone(cell: Cell): void;
  /** All that was queued has run, or was taken out. */
  onEnd(): void;
}

/** A cell that is to run. */
interface Job<Cell> {
  readonly cell: Cell;
  /** Whether it is the first that the kernel holds: what it runs, or will as soon as it has read it. */
  begun: boolean;
  wanted: boolean;
  /** Resolves when the kernel has been interrupted in it. */
  interrupted: Promise<unknown> | null;
  /** Whether cells that waited behind it have been taken out since. */
  cutOff: boolean;
}

function newJob<Cell>(cell: Cell): Job<Cell> {
  return { cell, begun: false, wanted: true, interrupted: null, cutOff: false };
}

export class RunQueue<Cell extends QueuedCell> {
  #jobs: Job<Cell>[] = [];
  /** What is with the kernel, also where nobody wants it any more. */
  readonly #held = new Set<Job<Cell>>();
  /** Whether the kernel holds what it gives back, or what is not wanted: nothing is sent until it has let go. */
  #stalled = false;
  /** Counts the kernels: what a former one still answers is not listened to. */
  #generation = 0;

  constructor(private readonly listener: QueueListener<Cell>) {}

  get running(): Cell | null {
    return this.#jobs.find((job) => job.begun)?.cell ?? null;
  }

  /** What runs now, another for each run; null for nothing. */
  get run(): object | null {
    return this.#jobs.find((job) => job.begun) ?? null;
  }

  /** Run cells after those that wait already; one that waits or runs is not queued again. */
  add(kernels: Kernels, cells: readonly Cell[]): void {
    const known = new Set(this.#jobs.map((job) => job.cell));
    const added = cells.filter((cell) => !known.has(cell));
    if (added.length === 0) return;
    for (const cell of added) cell.enter("queued");
    this.#jobs.push(...added.map(newJob));
    if (known.size === 0) this.listener.onStart();
    this.#send(kernels);
  }

  /**
   * Take one cell out.
   *
   * What the kernel holds behind it is sent again: where it begins the cell, it is interrupted and gives that back.
   */
  remove(cell: Cell): void {
    const at = this.#jobs.findIndex((job) => job.cell === cell && !job.begun);
    if (at < 0) return;
    const [, ...behind] = this.#giveUp(this.#jobs.splice(at));
    cell.enter("idle");
    this.#jobs.push(...behind.map((job) => newJob(job.cell)));
    this.#endWhereDone();
  }

  /** Take out all that wait; they say why. */
  empty(note: StringKey): void {
    const dropped = this.#drop(note);
    for (const job of this.#jobs) job.cutOff ||= dropped;
    this.#endWhereDone();
  }

  /** Take these out where they wait; they say why. */
  drop(cells: readonly Cell[], note: StringKey): void {
    this.#drop(note, ({ cell }) => cells.includes(cell));
    this.#endWhereDone();
  }

  /** The kernel can not be reached for now: what it has been given stays its own, and does not look as if it ran. */
  suspend(): void {
    for (const { cell, begun } of this.#jobs) {
      if (begun) cell.enter("error", "cellCutOff");
      else cell.enter("idle", "notRunCutOff");
    }
  }

  /** The kernel can be reached again. */
  resume(): void {
    for (const { cell, begun } of this.#jobs) cell.enter(begun ? "running" : "queued");
  }

  /** The kernel has gone: nothing waits for it any more. */
  release(): void {
    for (const { cell, begun } of this.#jobs) leave(cell, begun);
    this.#jobs = [];
    this.#held.clear();
    this.#stalled = false;
    this.#generation += 1;
  }

  #drop(note: StringKey, isMeant: (job: Job<Cell>) => boolean = () => true): boolean {
    const dropped = this.#jobs.filter((job) => !job.begun && isMeant(job));
    for (const { cell } of this.#giveUp(dropped)) cell.enter("idle", note);
    this.#jobs = this.#jobs.filter((job) => !dropped.includes(job));
    return dropped.length > 0;
  }

  #giveUp(jobs: Job<Cell>[]): Job<Cell>[] {
    for (const job of jobs) job.wanted = false;
    this.#stalled ||= jobs.some((job) => this.#held.has(job));
    return jobs;
  }

  #send(kernels: Kernels): void {
    if (this.#held.size === 0) this.#stalled = false;
    if (this.#stalled) return;
    const waiting = this.#jobs.filter((job) => !this.#held.has(job));
    for (const job of waiting.slice(0, kernels.capacity - this.#held.size)) void this.#run(kernels, job);
    this.#begin();
  }

  #begin(): void {
    const [first] = this.#jobs;
    if (!first || first.begun || !this.#held.has(first)) return;
    first.begun = true;
    first.cell.enter("running");
    this.listener.onRun(first.cell);
  }

  async #run(kernels: Kernels, job: Job<Cell>): Promise<void> {
    const generation = this.#generation;
    this.#held.add(job);
    const { code: source, mayFail, expressions, kernel: id } = job.cell;
    const kernel = kernels.of(id);
    const begin = (): LiveOutput | null => kernel && this.#outputOf(kernels, kernel, job);
    // Where the kernel stops under the cell, whoever stopped it tells the reader why.
    const result = (await kernel?.run({ source, mayFail, expressions, begin }).catch(() => null)) ?? null;
    // An interrupt that comes late would hit what is sent next.
    await job.interrupted;
    if (generation !== this.#generation) return;
    this.#held.delete(job);
    this.#stalled ||= !result || result.aborted;
    if (job.wanted && !result?.aborted) this.#settle(job, result, source);
    this.#send(kernels);
  }

  /** Where the output of a job goes that the kernel has begun; one that is not wanted any more is interrupted. */
  #outputOf(kernels: Kernels, kernel: Kernel, job: Job<Cell>): LiveOutput | null {
    if (job.wanted) return job.cell.outputOf(kernel);
    job.interrupted = kernels.interrupt().catch(() => undefined);
    return null;
  }

  #settle(job: Job<Cell>, result: RunResult | null, code: string): void {
    const { cell } = job;
    this.#jobs = this.#jobs.filter((each) => each !== job);
    if (!result) leave(cell, job.begun);
    else if (result.missed) this.#miss(cell);
    else this.#finish(job, result, code);
    this.#endWhereDone();
  }

  #finish({ cell, cutOff }: Job<Cell>, result: RunResult, code: string): void {
    cell.finish(result, code);
    if (result.ok || cell.mayFail) return this.listener.onDone(cell);
    this.listener.onFail(cell, this.#drop("notRun") || cutOff);
  }

  /** What the kernel still holds has an answer of its own, or misses it as well; what it gave back is not run. */
  #miss(cell: Cell): void {
    cell.enter("error", "answerMissed");
    this.listener.onMiss(cell);
    for (const job of this.#jobs) if (!this.#held.has(job)) job.cell.enter("idle", "notRun");
    this.#jobs = this.#jobs.filter((job) => this.#held.has(job));
  }

  #endWhereDone(): void {
    if (this.#jobs.length === 0) this.listener.onEnd();
  }
}

/** What becomes of a cell whose kernel has stopped. */
function leave(cell: QueuedCell, begun: boolean): void {
  if (begun) cell.enter("error", "cellStopped");
  else cell.enter("idle", "notRunStopped");
}
