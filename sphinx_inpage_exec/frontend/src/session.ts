/**
 * One page's life with its kernels, as a state machine. It knows neither the document nor the engine.
 */

import type { PageState } from "./contract";
import { asFailure, Failure, reasonOf } from "./failure";
import type { KernelEvent, Kernels, OneKernel } from "./kernel";
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
export interface SessionListener<Cell> {
  onState(state: PageState): void;
  onMessage(key: StringKey, parameters?: Parameters): void;
  onFailure(failure: Failure): void;
  /** The kernels of these cells are started again, or are others now: variables are lost. */
  onLost(cells: readonly Cell[]): void;
}

/** Brings up the page's kernels, unless `signal` is aborted first. */
export type Opener = (signal: AbortSignal) => Promise<Kernels>;

export class Session<Cell extends SessionCell> {
  #state: PageState = "idle";
  #kernels: Kernels | null = null;
  /** A kernel that can not be reached for now, and may still run. */
  #away: Kernels | null = null;
  /** The cells that have run as they should in their kernels, and in those before them. */
  #ran = new Set<Cell>();
  #ranEarlier: readonly Cell[] = [];
  #opening: AbortController | null = null;
  /** Whether the reader has been told something that "ready" must not cover up. */
  #told = false;
  /** The cells that go first and have run in their kernels, or wait to. */
  readonly #initialised = new Set<Cell>();
  #reviving: Promise<boolean> | null = null;
  readonly #queue = new RunQueue<Cell>({
    onStart: () => this.#enter("busy"),
    onRun: ({ number }) => {
      // What has been told of a kernel that died stays while cells of others go on.
      if (!this.#told) this.listener.onMessage("running", { cell: number, cells: this.cells.length });
    },
    onFail: ({ number, turn }, dropped) => {
      if (turn === "first") this.#initialised.clear();
      this.#warn(dropped ? "cellFailed" : "cellFailedAlone", { cell: number });
    },
    onMiss: ({ number }) => this.#warn("cellMissed", { cell: number }),
    onDone: (cell) => this.#ran.add(cell),
    onEnd: () => this.#settle(),
  });

  constructor(
    private readonly cells: readonly Cell[],
    private readonly listener: SessionListener<Cell>,
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

  /**
   * Run cells in order, after those that wait already, and after those that go first in every kernel. A kernel of
   * theirs that has ended is started again before.
   */
  run(cells: readonly Cell[]): void {
    const kernels = this.#kernels;
    if (!kernels || !cells.some(({ kernel }) => kernels.hasEnded(kernel))) return this.#enqueue(cells);
    void this.#revive(kernels).then((revived) => revived && this.#enqueue(cells));
  }

  #enqueue(cells: readonly Cell[]): void {
    const kernels = this.#kernels;
    if (!kernels) return;
    this.#told = false;
    const goesFirst = (cell: Cell): boolean => cell.turn === "first";
    const first = this.cells.filter(
      (cell) => goesFirst(cell) && (cells.includes(cell) || !this.#initialised.has(cell)),
    );
    for (const cell of first) this.#initialised.add(cell);
    const all = [...first, ...cells.filter((cell) => !goesFirst(cell))];
    const [able, unable] = split(all, ({ kernel }) => kernels.of(kernel) !== null);
    for (const cell of unable) cell.enter("idle", "notRunNoKernel");
    this.#queue.add(kernels, able);
  }

  /** Start the kernels again that have ended; false where they do not start, which is told, or are not wanted any more. */
  #revive(kernels: Kernels): Promise<boolean> {
    this.#reviving ??= this.#tryToRevive(kernels).finally(() => (this.#reviving = null));
    return this.#reviving;
  }

  async #tryToRevive(kernels: Kernels): Promise<boolean> {
    this.#enter("connecting");
    this.listener.onMessage("reviving");
    try {
      await kernels.revive();
      this.#ranEarlier = [];
      return kernels === this.#kernels;
    } catch (error) {
      if (kernels === this.#kernels) this.listener.onFailure(asFailure(error));
      return false;
    } finally {
      this.#endConnecting();
    }
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
    this.#loseRuns();
    this.#enter("connecting");
    this.listener.onMessage(before);
    await this.#attempt("restartFailed", async (kernels) => {
      await kernels.restart();
      this.#warn(after);
    });
    this.#endConnecting();
  }

  #endConnecting(): void {
    if (this.#state === "connecting" && this.#kernels) this.#enter(this.#queue.running ? "busy" : "ready");
  }

  /** End the kernel; the page is as before the press, with the outputs it has. */
  async shutdown(): Promise<void> {
    const kernels = this.#release();
    this.#enter("idle");
    if (!kernels) return;
    this.listener.onMessage("shuttingDown");
    const ended = await kernels.shutdown().then(
      () => true,
      () => false,
    );
    if (!ended) kernels.abandon();
    this.listener.onMessage(ended ? "shutDown" : "shutDownLater");
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
    this.#initialised.clear();
    kernels.onEvent((event, why, one) => {
      if (kernels !== this.#kernels && kernels !== this.#away) return;
      if (one) this.#onLoss(one, event, why);
      else this.#onKernelEvent(kernels, event, why);
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
        this.#queue.empty("notRunStopped");
        return this.#tellLoss(this.cells, "kernelRestartedItself");
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

  /** One of several kernels has died: the cells of the others go on. */
  #onLoss(one: OneKernel, event: KernelEvent, why?: Failure): void {
    const cells = this.cells.filter(({ kernel }) => kernel === one.id);
    this.#queue.drop(cells, "notRunStopped");
    if (event !== "autorestarted") for (const cell of cells) cell.detach();
    this.#tellLoss(cells, losses[event] ?? "connectionGone", { kernel: one.displayName }, why);
  }

  #tellLoss(cells: readonly Cell[], key: StringKey, name: Parameters = {}, why?: Failure): void {
    this.#loseRuns(cells);
    this.#told = true;
    this.listener.onFailure(why ?? this.#gone(key, name, this.#ranEarlier));
  }

  /** The failure for a kernel whose variables are lost; what had run in it can be run again. */
  #gone(
    key: StringKey,
    parameters: Parameters = {},
    ran: readonly Cell[] = [...this.#ran, ...this.#ranEarlier],
  ): Failure {
    return new Failure(key, parameters, ran.length > 0 ? "run-again" : "retry");
  }

  #lose(failure: Failure): void {
    this.#release();
    this.#fail(failure);
  }

  #release(): Kernels | null {
    const kernels = this.#kernels;
    this.#forgetRuns();
    this.#kernels = null;
    this.#away = null;
    this.#queue.release();
    for (const cell of this.cells) cell.detach();
    return kernels;
  }

  #loseRuns(cells = this.cells): void {
    this.#forgetRuns(cells);
    this.listener.onLost(cells);
  }

  /** What had run in a kernel that is gone can be run again, also where another is gone since and not started again. */
  #forgetRuns(cells = this.cells): void {
    const lost = cells.filter((cell) => this.#ran.delete(cell));
    const kernels = this.#kernels ?? this.#away;
    const waiting = this.#ranEarlier.filter(({ kernel }) => kernels?.hasEnded(kernel));
    if (lost.length > 0 || cells !== this.cells) {
      const again = new Set([...waiting, ...lost]);
      this.#ranEarlier = this.cells.filter((cell) => again.has(cell));
    }
    for (const cell of cells) this.#initialised.delete(cell);
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

/** What is told of one of several kernels that dies. */
const losses: Readonly<Partial<Record<KernelEvent, StringKey>>> = {
  autorestarted: "oneKernelRestartedItself",
  dead: "oneKernelDied",
};

/** Those that pass a test, and those that do not. */
function split<Item>(items: readonly Item[], passes: (item: Item) => boolean): [Item[], Item[]] {
  return [items.filter(passes), items.filter((item) => !passes(item))];
}
