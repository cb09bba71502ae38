/**
 * One page's life with its kernels, as a state machine. It knows neither the document nor the engine.
 */

import type { PageState } from "./contract";
import { asFailure, Failure, reasonOf } from "./failure";
import type { KernelEvent, Kernels } from "./kernel";
import { type QueuedCell, RunQueue } from "./queue";
import type { Parameters, StringKey } from "./strings";

/** A cell that still runs so long after an interrupt does not listen to it. */
const DEAF_MS = 3_000;

/** What the session needs of a cell. */
export interface SessionCell extends QueuedCell {
  /** Whether it runs as soon as there is a kernel. */
  readonly runsOnConnect: boolean;
  /** Forget what belongs to a kernel that has ended; what it put out stays to be read. */
  detach(): void;
}

/** Whom the session tells. */
export interface SessionListener {
  onState(state: PageState): void;
  onMessage(key: StringKey, parameters?: Parameters): void;
  onFailure(failure: Failure): void;
}

/** Brings up the page's kernels, unless `signal` is aborted first. */
export type Opener = (signal: AbortSignal) => Promise<Kernels>;

export class Session<Cell extends SessionCell> {
  #state: PageState = "idle";
  #kernels: Kernels | null = null;
  /** A kernel that can not be reached for now, and may still run. */
  #away: Kernels | null = null;
  /** The cells that have run as they should in this kernel, and in the one before it. */
  #ran = new Set<Cell>();
  #ranEarlier: readonly Cell[] = [];
  #opening: AbortController | null = null;
  /** Whether the reader has been told something that "ready" must not cover up. */
  #told = false;
  /** Whether the cells that go first have run in this kernel, or wait to. */
  #initialised = false;
  readonly #queue = new RunQueue<Cell>({
    onStart: () => this.#enter("busy"),
    onRun: ({ number }) => this.listener.onMessage("running", { cell: number, cells: this.cells.length }),
    onFail: ({ number, turn }) => {
      if (turn === "first") this.#initialised = false;
      this.#warn("cellFailed", { cell: number });
    },
    onMiss: ({ number }) => this.#warn("cellMissed", { cell: number }),
    onDone: (cell) => this.#ran.add(cell),
    onEnd: () => this.#settle(),
  });

  constructor(
    private readonly cells: readonly Cell[],
    private readonly listener: SessionListener,
  ) {}

  get state(): PageState {
    return this.#state;
  }

  get kernels(): Kernels | null {
    return this.#kernels;
  }

  /**
   * Bring up a kernel, and run the cells that run then, unless others are named. A kernel that was away is taken up again
   * where it can be reached, with nothing run. Does nothing while there is one, or while one is on its way.
   */
  async connect(open: Opener, cells?: readonly Cell[]): Promise<void> {
    if (this.#kernels || this.#opening) return;
    const opening = new AbortController();
    this.#opening = opening;
    this.#enter("connecting");
    try {
      if (this.#away && (await this.#reach(this.#away))) return;
      if (opening.signal.aborted) return;
      const kernels = await open(opening.signal);
      if (opening.signal.aborted) await kernels.shutdown();
      else this.#adopt(kernels, cells);
    } catch (error) {
      if (!opening.signal.aborted) this.#fail(asFailure(error));
    } finally {
      if (this.#opening === opening) this.#opening = null;
    }
  }

  /** Stop connecting. */
  cancel(): void {
    this.#opening?.abort(new Failure("cancelled"));
    this.#opening = null;
    this.#enter("idle");
    this.listener.onMessage("cancelled");
  }

  runAll(): void {
    this.run(this.#all);
  }

  get #all(): readonly Cell[] {
    return this.cells.filter(({ turn }) => turn !== "on-request");
  }

  /** Run again what had run in the kernel before this one; bring up a kernel where there is none. */
  async runAgain(open: Opener): Promise<void> {
    if (this.#kernels) this.run(this.#ranEarlier);
    else await this.connect(open, this.#ranEarlier);
  }

  /** Run cells in order, after those that wait already, and after those that go first in every kernel. */
  run(cells: readonly Cell[]): void {
    const kernels = this.#kernels;
    if (!kernels) return;
    this.#told = false;
    const first = (this.#initialised ? cells : this.cells).filter(({ turn }) => turn === "first");
    this.#initialised = true;
    const all = [...first, ...cells.filter(({ turn }) => turn !== "first")];
    const [able, unable] = split(all, ({ kernel }) => kernels.of(kernel) !== null);
    for (const cell of unable) cell.enter("idle", "notRunNoKernel");
    this.#queue.add(kernels, able);
  }

  /** Interrupt what runs; the cells that wait are not run. */
  async interrupt(): Promise<void> {
    this.#queue.empty("notRun");
    if (!this.#queue.running) return;
    this.listener.onMessage("interrupting");
    await this.#attempt("interruptFailed", async (kernels) => {
      const { run } = this.#queue;
      if (!(await kernels.interrupt())) await this.restart("restartingToInterrupt", "restartedToInterrupt");
      else setTimeout(() => run && this.#queue.run === run && this.#sayIgnored(), DEAF_MS);
    });
  }

  #sayIgnored(): void {
    const cell = this.#queue.running?.number ?? 0;
    if (this.#kernels) this.listener.onFailure(new Failure("interruptIgnored", { cell }, "restart"));
  }

  /** Take a cell out of the queue, or interrupt it where it runs. */
  async stop(cell: Cell): Promise<void> {
    if (cell === this.#queue.running) await this.interrupt();
    else this.#queue.remove(cell);
  }

  /** Restart the kernel. Its variables are lost; outputs stay. */
  async restart(before: StringKey = "restarting", after: StringKey = "restarted"): Promise<void> {
    this.#queue.empty("notRunStopped");
    this.#forgetRuns();
    this.#enter("connecting");
    this.listener.onMessage(before);
    await this.#attempt("restartFailed", async (kernels) => {
      await kernels.restart();
      this.#warn(after);
    });
    if (this.#state === "connecting") this.#enter(this.#queue.running ? "busy" : "ready");
  }

  /** End the kernel; the page is as before the press, with the outputs it has. */
  async shutdown(): Promise<void> {
    const kernels = this.#release();
    this.#enter("idle");
    if (!kernels) return;
    this.listener.onMessage("shuttingDown");
    await kernels.shutdown().catch(() => kernels.abandon());
    this.listener.onMessage("shutDown");
  }

  /** The page goes away: end the kernel without waiting. */
  abandon(): void {
    this.#opening?.abort(new Failure("cancelled"));
    this.#kernels?.abandon();
    this.#away?.abandon();
  }

  #adopt(kernels: Kernels, cells?: readonly Cell[]): void {
    const former = this.#away;
    if (former) {
      this.#release();
      former.shutdown().catch(() => undefined);
    }
    this.#kernels = kernels;
    this.#initialised = false;
    kernels.onEvent((event, why) => {
      if (kernels === this.#kernels || kernels === this.#away) this.#onKernelEvent(kernels, event, why);
    });
    this.#enter("ready");
    this.#sayReady(kernels);
    const wanted = cells ?? this.#all.filter(({ runsOnConnect }) => runsOnConnect);
    if (wanted.length > 0) this.run(wanted);
  }

  /** The kernel can not be reached for now. The page lets go of it, and takes it up again when it can. */
  #suspend(kernels: Kernels): void {
    if (this.#away) return;
    this.#away = kernels;
    this.#kernels = null;
    this.#queue.suspend();
    this.#fail(new Failure("connectionAway", { kernel: kernels.displayName }));
  }

  #reach(kernels: Kernels): Promise<boolean> {
    this.listener.onMessage("connectionLost", { kernel: kernels.displayName });
    return kernels.reach();
  }

  #resume(kernels: Kernels): void {
    if (this.#away) {
      this.#opening?.abort(new Failure("cancelled"));
      this.#opening = null;
      this.#away = null;
      this.#kernels = kernels;
      this.#queue.resume();
      this.#enter(this.#queue.running ? "busy" : "ready");
    }
    this.listener.onMessage("connectionBack", { kernel: kernels.displayName });
  }

  #sayReady({ displayName: kernel, missing }: Kernels): void {
    this.listener.onMessage(missing ? "readyWithout" : "ready", { kernel, missing });
  }

  /** Everything has run: the page is ready, unless it is on its way to something else. */
  #settle(): void {
    if (this.#state !== "busy" || !this.#kernels) return;
    this.#enter("ready");
    if (!this.#told) this.#sayReady(this.#kernels);
  }

  #onKernelEvent(kernels: Kernels, event: KernelEvent, why?: Failure): void {
    const name = { kernel: kernels.displayName };
    switch (event) {
      case "autorestarted":
        this.#forgetRuns();
        this.#queue.empty("notRunStopped");
        this.#told = true;
        return this.listener.onFailure(this.#gone("kernelRestartedItself"));
      case "dead":
        return this.#lose(this.#gone("kernelDied"));
      case "lost":
        return this.listener.onMessage("connectionLost", name);
      case "away":
        return this.#suspend(kernels);
      case "back":
        return this.#resume(kernels);
      case "gone":
        return this.#lose(this.#gone("connectionGone", name));
      case "refused":
        return this.#lose(why ?? this.#gone("connectionGone", name));
    }
  }

  /** The failure for a kernel whose variables are lost; what had run in it can be run again. */
  #gone(key: StringKey, parameters: Parameters = {}): Failure {
    const ran = this.#ran.size > 0 ? [...this.#ran] : this.#ranEarlier;
    return new Failure(key, parameters, ran.length > 0 ? "run-again" : "retry");
  }

  #lose(failure: Failure): void {
    this.#release();
    this.#fail(failure);
  }

  #release(): Kernels | null {
    const kernels = this.#kernels;
    this.#kernels = null;
    this.#away = null;
    this.#forgetRuns();
    this.#queue.release();
    for (const cell of this.cells) cell.detach();
    return kernels;
  }

  #forgetRuns(): void {
    this.#initialised = false;
    if (this.#ran.size > 0) this.#ranEarlier = [...this.#ran];
    this.#ran = new Set();
  }

  async #attempt(failure: StringKey, action: (kernels: Kernels) => Promise<void>): Promise<void> {
    if (!this.#kernels) return;
    try {
      await action(this.#kernels);
    } catch (error) {
      this.listener.onFailure(new Failure(failure, { reason: reasonOf(error) }, "none"));
    }
  }

  #warn(key: StringKey, parameters?: Parameters): void {
    this.#told = true;
    this.listener.onMessage(key, parameters);
  }

  #fail(failure: Failure): void {
    this.#enter("failed");
    this.listener.onFailure(failure);
  }

  #enter(state: PageState): void {
    if (this.#state === state) return;
    this.#state = state;
    this.listener.onState(state);
  }
}

/** Those that pass a test, and those that do not. */
function split<Item>(items: readonly Item[], passes: (item: Item) => boolean): [Item[], Item[]] {
  return [items.filter(passes), items.filter((item) => !passes(item))];
}
