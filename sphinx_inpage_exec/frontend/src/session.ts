/**
 * One page's life with its kernels, as a state machine. It knows neither the document nor the engine.
 */

import type { PageState } from "./contract";
import { asFailure, Failure, reasonOf } from "./failure";
import type { KernelEvent, Kernels } from "./kernel";
import { type QueuedCell, RunQueue } from "./queue";
import type { Parameters, StringKey } from "./strings";

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

  /** Bring up a kernel, and run the cells that run then. Does nothing while there is one, or one is on its way. */
  async connect(open: Opener): Promise<void> {
    if (this.#kernels || this.#opening) return;
    const opening = new AbortController();
    this.#opening = opening;
    this.#enter("connecting");
    try {
      const kernels = await open(opening.signal);
      if (opening.signal.aborted) await kernels.shutdown();
      else this.#adopt(kernels);
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
      if (!(await kernels.interrupt())) await this.restart("restartingToInterrupt", "restartedToInterrupt");
    });
  }

  /** Take a cell out of the queue, or interrupt it where it runs. */
  async stop(cell: Cell): Promise<void> {
    if (cell === this.#queue.running) await this.interrupt();
    else this.#queue.remove(cell);
  }

  /** Restart the kernel. Its variables are lost; outputs stay. */
  async restart(before: StringKey = "restarting", after: StringKey = "restarted"): Promise<void> {
    this.#queue.empty("notRunStopped");
    this.#initialised = false;
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
  }

  #adopt(kernels: Kernels): void {
    this.#kernels = kernels;
    this.#initialised = false;
    kernels.onEvent((event) => {
      if (this.#kernels === kernels) this.#onKernelEvent(kernels.displayName, event);
    });
    this.#enter("ready");
    this.#sayReady(kernels);
    const wanted = this.#all.filter(({ runsOnConnect }) => runsOnConnect);
    if (wanted.length > 0) this.run(wanted);
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

  #onKernelEvent(kernel: string, event: KernelEvent): void {
    switch (event) {
      case "autorestarted":
        this.#initialised = false;
        this.#queue.empty("notRunStopped");
        this.#told = true;
        return this.listener.onFailure(new Failure("kernelRestartedItself", {}, "run-all"));
      case "dead":
        return this.#lose(new Failure("kernelDied"));
      case "lost":
        return this.listener.onMessage("connectionLost", { kernel });
      case "back":
        return this.listener.onMessage("connectionBack", { kernel });
      case "gone":
        return this.#lose(new Failure("connectionGone", { kernel }));
      case "stopped":
        return this.#lose(new Failure("hubEndedServer", { kernel }));
    }
  }

  #lose(failure: Failure): void {
    this.#release();
    this.#fail(failure);
  }

  #release(): Kernels | null {
    const kernels = this.#kernels;
    this.#kernels = null;
    this.#queue.release();
    for (const cell of this.cells) cell.detach();
    return kernels;
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
