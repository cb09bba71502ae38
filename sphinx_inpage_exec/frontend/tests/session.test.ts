import { beforeEach, describe, expect, test, vi } from "vitest";
import type { CellState, PageState } from "../src/contract";
import { Failure } from "../src/failure";
import type {
  Completion,
  Kernel,
  KernelEvent,
  KernelListener,
  Kernels,
  LiveOutput,
  RunRequest,
  RunResult,
  Value,
} from "../src/kernel";
import { Session, type SessionCell } from "../src/session";
import type { StringKey } from "../src/strings";

/** A request that the kernel holds. */
type Held = RunRequest & { resolve: (result: RunResult) => void; reject: (error: Error) => void };

/** A kernel in memory, whose runs end when the test says so. */
class MemoryKernel implements Kernel, Kernels {
  readonly displayName = "Memory";
  /** What it has taken up. */
  readonly ran: string[] = [];
  interrupts = 0;
  canInterrupt = true;
  ended = 0;
  restartFailure: Error | null = null;
  /** Whether it can be reached after it was away. */
  isThere = false;
  #held: Held[] = [];
  /** The ids of those that have died while the others go on. */
  readonly dead = new Set<string>();
  reviveFailure: Error | null = null;
  #listener: KernelListener = () => undefined;

  missing = "";

  constructor(readonly capacity = Infinity) {}

  of(id?: string): Kernel | null {
    return id === "missing" || this.hasEnded(id) ? null : this;
  }

  hasEnded(id?: string): boolean {
    return id !== undefined && this.dead.has(id);
  }

  async revive(): Promise<void> {
    if (this.reviveFailure) throw this.reviveFailure;
    this.dead.clear();
  }

  /** One of several dies, in what it runs or with nothing to do. */
  async lose(id: string, { running = false, event = "dead" as KernelEvent } = {}): Promise<void> {
    if (event !== "autorestarted") this.dead.add(id);
    if (running) this.#stop();
    this.#listener(event, undefined, { id, displayName: id });
    await settled();
  }

  createOutput(): LiveOutput {
    return {
      onChange: () => undefined,
      text: () => "",
      outputs: () => [],
      glued: () => new Map(),
      clear: () => undefined,
      dispose: () => undefined,
    };
  }

  async complete(): Promise<Completion> {
    return { start: 0, end: 0, matches: [] };
  }

  async inspect(): Promise<string | null> {
    return null;
  }

  async evaluate(): Promise<Value> {
    return { ok: false, reason: "", data: {}, metadata: {} };
  }

  async show(): Promise<void> {}

  run(request: RunRequest): Promise<RunResult> {
    return new Promise((resolve, reject) => {
      this.#held.push({ ...request, resolve, reject });
      if (this.#held.length > this.capacity) throw new Error("The kernel holds more than it takes.");
      if (this.#held.length === 1) this.#begin();
    });
  }

  /** End the run of what it has taken up. A failure gives back all that it holds behind it. */
  async finish(ok = true): Promise<void> {
    const [first, ...others] = this.#held;
    const fails = !ok && !first?.mayFail;
    this.#held = fails ? [] : others;
    first?.resolve({ ok, executionCount: this.ran.length, aborted: false });
    if (fails) for (const other of others) other.resolve({ ok: false, executionCount: null, aborted: true });
    else this.#begin();
    await settled();
  }

  #begin(): void {
    const [first] = this.#held;
    if (!first) return;
    this.ran.push(first.source);
    first.begin();
  }

  #stop(): void {
    for (const { reject } of this.#held.splice(0)) reject(new Error("Canceled"));
  }

  async emit(event: KernelEvent): Promise<void> {
    if (!["lost", "away", "back"].includes(event)) this.#stop();
    this.#listener(event);
    await settled();
  }

  async interrupt(): Promise<boolean> {
    this.interrupts += 1;
    return this.canInterrupt;
  }

  async restart(): Promise<void> {
    if (this.restartFailure) throw this.restartFailure;
    this.#stop();
  }

  async shutdown(): Promise<void> {
    this.ended += 1;
    this.#stop();
  }

  abandon(): void {
    this.ended += 1;
  }

  async reach(): Promise<boolean> {
    if (this.isThere) queueMicrotask(() => void this.emit("back"));
    return this.isThere;
  }

  /** Answer nothing that it holds. */
  async miss(): Promise<void> {
    const answer = { ok: false, executionCount: null, aborted: false, missed: true };
    for (const { resolve } of this.#held.splice(0)) resolve(answer);
    await settled();
  }

  async launchUrl(): Promise<null> {
    return null;
  }

  onEvent(listener: KernelListener): void {
    this.#listener = listener;
  }
}

class MemoryCell implements SessionCell {
  state: CellState = "idle";
  note: StringKey | undefined;
  readonly expressions = undefined;
  constructor(
    readonly number: number,
    readonly mayFail = false,
    readonly turn: SessionCell["turn"] = "in-order",
    readonly kernel: string | undefined = undefined,
    readonly runsOnConnect = true,
  ) {}
  get code(): string {
    return `cell ${this.number}`;
  }
  outputOf(kernel: Kernel): LiveOutput {
    return kernel.createOutput({} as HTMLElement);
  }
  enter(state: CellState, note?: StringKey): void {
    this.state = state;
    this.note = note;
  }
  finish({ ok }: RunResult): void {
    this.enter(ok ? "done" : "error");
  }
  detach(): void {}
}

/** Lets everything that was promised happen. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
}

let kernel: MemoryKernel;
let cells: MemoryCell[];
let states: PageState[];
let messages: StringKey[];
let failures: Failure[];
let lost: number[][];
let session: Session<MemoryCell>;

beforeEach(() => {
  kernel = new MemoryKernel();
  cells = [1, 2, 3].map((number) => new MemoryCell(number));
  states = [];
  messages = [];
  failures = [];
  lost = [];
  session = new Session(cells, {
    onState: (state) => states.push(state),
    onMessage: (key) => messages.push(key),
    onFailure: (failure) => failures.push(failure),
    onLost: (those) => lost.push(those.map(({ number }) => number)),
  });
});

const cellStatesNow = () => cells.map((cell) => cell.state);
const connect = async () => {
  void session.connect(async () => kernel);
  await settled();
};

describe("connecting", () => {
  test("runs every cell in order, one at a time", async () => {
    await connect();
    expect(cellStatesNow()).toEqual(["running", "queued", "queued"]);
    await kernel.finish();
    expect(cellStatesNow()).toEqual(["done", "running", "queued"]);
    await kernel.finish();
    await kernel.finish();
    expect(cellStatesNow()).toEqual(["done", "done", "done"]);
    expect(kernel.ran).toEqual(["cell 1", "cell 2", "cell 3"]);
    expect(states).toEqual(["connecting", "ready", "busy", "ready"]);
  });

  test("without a kernel that cells ask for runs the others, and says what is missing", async () => {
    cells[1] = new MemoryCell(2, false, "in-order", "missing");
    kernel.missing = "R";
    await connect();
    expect(cellStatesNow()).toEqual(["running", "idle", "queued"]);
    expect(cells[1].note).toBe("notRunNoKernel");
    await kernel.finish();
    await kernel.finish();
    expect(kernel.ran).toEqual(["cell 1", "cell 3"]);
    expect(messages.at(-1)).toBe("readyWithout");
  });

  test("twice at once brings up one kernel", async () => {
    let opened = 0;
    const open = async () => {
      opened += 1;
      return kernel;
    };
    void session.connect(open);
    void session.connect(open);
    await settled();
    expect(opened).toBe(1);
  });

  test("that fails can be tried again", async () => {
    await session.connect(() => Promise.reject(new Failure("kernelDied")));
    expect(states).toEqual(["connecting", "failed"]);
    expect(failures.map(({ key }) => key)).toEqual(["kernelDied"]);
    await connect();
    expect(session.state).toBe("busy");
  });

  test("that is cancelled ends a kernel which comes too late", async () => {
    let arrive: (late: Kernels) => void = () => undefined;
    void session.connect(
      () =>
        new Promise((resolve) => {
          arrive = resolve;
        }),
    );
    session.cancel();
    arrive(kernel);
    await settled();
    expect(session.state).toBe("idle");
    expect(kernel.ended).toBe(1);
    expect(failures).toEqual([]);
  });
});

const kernels = [
  ["one request at a time", 1],
  ["all requests at once", Infinity],
] as const;

describe.each(kernels)("a cell that fails, in a kernel that takes %s,", (_, capacity) => {
  beforeEach(() => {
    kernel = new MemoryKernel(capacity);
  });

  test("keeps the cells after it from running, and they say so", async () => {
    await connect();
    await kernel.finish(false);
    expect(cellStatesNow()).toEqual(["error", "idle", "idle"]);
    expect(cells[1]?.note).toBe("notRun");
    expect(kernel.ran).toEqual(["cell 1"]);
    expect(messages.at(-1)).toBe("cellFailed");
    expect(session.state).toBe("ready");
  });

  test("and is the last says no more than that it failed", async () => {
    await connect();
    await kernel.finish();
    await kernel.finish();
    await kernel.finish(false);
    expect(messages.at(-1)).toBe("cellFailedAlone");
    session.run([cells[0] as MemoryCell]);
    await kernel.finish(false);
    expect(messages.at(-1)).toBe("cellFailedAlone");
  });

  test("does not stop the others where it may fail", async () => {
    cells[0] = new MemoryCell(1, true);
    await connect();
    await kernel.finish(false);
    expect(cellStatesNow()).toEqual(["error", "running", "queued"]);
  });
});

describe("cells that go first", () => {
  beforeEach(async () => {
    cells[0] = new MemoryCell(1, false, "on-request");
    cells[2] = new MemoryCell(3, false, "first");
    await connect();
  });

  test("run before the others, and a cell that is skipped only by itself", async () => {
    await kernel.finish();
    await kernel.finish();
    expect(kernel.ran).toEqual(["cell 3", "cell 2"]);
    session.run([cells[0] as MemoryCell]);
    expect(kernel.ran.at(-1)).toBe("cell 1");
  });

  test("run again before any other cell of a kernel that was restarted", async () => {
    await session.restart();
    await settled();
    session.run([cells[1] as MemoryCell]);
    await kernel.finish();
    await kernel.finish();
    expect(kernel.ran).toEqual(["cell 3", "cell 3", "cell 2"]);
  });

  test("run again after they have failed", async () => {
    await kernel.finish(false);
    session.run([cells[1] as MemoryCell]);
    expect(kernel.ran).toEqual(["cell 3", "cell 3"]);
  });
});

describe.each(kernels)("the reader of a kernel that takes %s", (_, capacity) => {
  beforeEach(() => {
    kernel = new MemoryKernel(capacity);
    return connect();
  });

  test("is restarted instead by a kernel that can not interrupt, and the reader is told", async () => {
    kernel.canInterrupt = false;
    await session.interrupt();
    expect(messages).toContain("restartingToInterrupt");
    expect(cellStatesNow()[0]).toBe("error");
    expect(messages.at(-1)).toBe("restartedToInterrupt");
    expect(session.state).toBe("ready");
  });

  test("interrupts: the running cell is interrupted, the others are not run", async () => {
    await session.interrupt();
    expect(kernel.interrupts).toBe(1);
    expect(cellStatesNow()).toEqual(["running", "idle", "idle"]);
    await kernel.finish(false);
    expect(session.state).toBe("ready");
    expect(messages.at(-1)).toBe("cellFailed");
  });

  test("is offered a restart where a cell does not listen to an interrupt", async () => {
    vi.useFakeTimers();
    await session.interrupt();
    vi.advanceTimersByTime(3_000);
    vi.useRealTimers();
    expect(failures.map(({ key, remedy }) => [key, remedy])).toEqual([["interruptIgnored", "restart"]]);
  });

  test("takes a waiting cell out of the queue, and the others run", async () => {
    await session.stop(cells[1] as MemoryCell);
    await kernel.finish();
    expect(cells[1]?.state).toBe("idle");
    // A kernel that had the cell already is interrupted in it, and gives the others back.
    if (kernel.interrupts > 0) await kernel.finish(false);
    expect(cellStatesNow()).toEqual(["done", "idle", "running"]);
    await kernel.finish();
    expect(cellStatesNow()).toEqual(["done", "idle", "done"]);
    expect(session.state).toBe("ready");
  });

  test("runs a cell again that was taken out, after those that wait", async () => {
    await session.stop(cells[1] as MemoryCell);
    session.run([cells[1] as MemoryCell]);
    await kernel.finish();
    if (kernel.interrupts > 0) await kernel.finish(false);
    await kernel.finish();
    await kernel.finish();
    expect(cellStatesNow()).toEqual(["done", "done", "done"]);
    expect(kernel.ran.slice(-2)).toEqual(["cell 3", "cell 2"]);
  });

  test("can not queue a cell twice", async () => {
    session.run([cells[2] as MemoryCell]);
    for (let end = 0; end < 3; end += 1) await kernel.finish();
    expect(kernel.ran).toEqual(["cell 1", "cell 2", "cell 3"]);
  });

  test("restarts: no cell is left running or queued, and cells run again", async () => {
    await session.restart();
    await settled();
    expect(cellStatesNow()).toEqual(["error", "idle", "idle"]);
    expect(session.state).toBe("ready");
    session.run([cells[1] as MemoryCell]);
    await kernel.finish();
    expect(cells[1]?.state).toBe("done");
  });

  test("is told when a restart fails, and keeps the page", async () => {
    kernel.restartFailure = new Error("no such kernel");
    await session.restart();
    expect(failures.map(({ key }) => key)).toEqual(["restartFailed"]);
    expect(session.state).not.toBe("connecting");
  });

  test("shuts down: the page is as before the press", async () => {
    await session.shutdown();
    await settled();
    expect(session.state).toBe("idle");
    expect(session.kernels).toBeNull();
    expect(kernel.ended).toBe(1);
    expect(cellStatesNow()).not.toContain("running");
    expect(cellStatesNow()).not.toContain("queued");
  });
});

describe("a kernel that", () => {
  beforeEach(connect);

  test.each([
    ["dead", "kernelDied"],
    ["gone", "connectionGone"],
  ] as const)("is %s fails the page and settles every cell", async (event, key) => {
    await kernel.emit(event);
    expect(session.state).toBe("failed");
    expect(failures.map((failure) => failure.key)).toEqual([key]);
    expect(cellStatesNow()).toEqual(["error", "idle", "idle"]);
    expect(cells.map((cell) => cell.note)).toEqual(["cellStopped", "notRunStopped", "notRunStopped"]);
  });

  test("restarts itself leaves the page ready, and says that variables are lost", async () => {
    await kernel.emit("autorestarted");
    expect(session.state).toBe("ready");
    expect(failures.map(({ key, remedy }) => [key, remedy])).toEqual([["kernelRestartedItself", "retry"]]);
    expect(messages.at(-1)).not.toBe("ready");
  });

  test("is lost for a moment goes on", async () => {
    await kernel.emit("lost");
    await kernel.emit("back");
    await kernel.finish();
    expect(cellStatesNow()).toEqual(["done", "running", "queued"]);
    expect(messages).toContain("connectionBack");
  });

  test("answers nothing of what it was asked leaves each cell saying so", async () => {
    await kernel.emit("lost");
    await kernel.emit("back");
    await kernel.miss();
    expect(cells.map(({ state, note }) => [state, note])).toEqual(cells.map(() => ["error", "answerMissed"]));
    expect(messages.at(-1)).toBe("cellMissed");
    expect(session.state).toBe("ready");
  });

  test("is away fails the page, and no cell looks as if it ran", async () => {
    await kernel.emit("away");
    expect(session.state).toBe("failed");
    expect(session.kernels).toBeNull();
    expect(cells.map(({ note }) => note)).toEqual(["cellCutOff", "notRunCutOff", "notRunCutOff"]);
    expect(cellStatesNow()).toEqual(["error", "idle", "idle"]);
  });

  test("is away goes on where it was when it comes back", async () => {
    await kernel.emit("away");
    await kernel.emit("back");
    expect(session.state).toBe("busy");
    expect(cellStatesNow()).toEqual(["running", "queued", "queued"]);
    for (let end = 0; end < 3; end += 1) await kernel.finish();
    expect(cellStatesNow()).toEqual(["done", "done", "done"]);
    expect(kernel.ran).toEqual(["cell 1", "cell 2", "cell 3"]);
  });

  test("is away and there again is taken up with the next press", async () => {
    await kernel.emit("away");
    kernel.isThere = true;
    await session.connect(() => Promise.reject(new Failure("serverUnreachable")));
    await settled();
    expect(session.state).toBe("busy");
    expect(session.kernels).toBe(kernel);
  });

  test("stays away is kept while the reader tries again, and ended when there is another", async () => {
    await kernel.emit("away");
    await session.connect(() => Promise.reject(new Failure("serverUnreachable")));
    expect(session.state).toBe("failed");
    expect(kernel.ended).toBe(0);
    const another = new MemoryKernel();
    await session.connect(async () => another);
    expect(kernel.ended).toBe(1);
    expect(session.kernels).toBe(another);
    await kernel.emit("back");
    expect(session.kernels).toBe(another);
  });

  test("comes back while another is on its way is preferred", async () => {
    await kernel.emit("away");
    let arrive: (late: Kernels) => void = () => undefined;
    void session.connect(() => new Promise((resolve) => (arrive = resolve)));
    await settled();
    await kernel.emit("back");
    const late = new MemoryKernel();
    arrive(late);
    await settled();
    expect(late.ended).toBe(1);
    expect(session.kernels).toBe(kernel);
  });

  test("is gone after some cells had run offers to run those again in another", async () => {
    await kernel.finish();
    await kernel.emit("gone");
    expect(failures.map(({ remedy }) => remedy)).toEqual(["run-again"]);
    const another = new MemoryKernel();
    await session.runAgain(async () => another);
    await another.finish();
    expect(another.ran).toEqual(["cell 1"]);
    expect(session.state).toBe("ready");
  });

  test("restarts itself can run again what had run in it", async () => {
    await kernel.finish();
    await kernel.emit("autorestarted");
    await session.runAgain(() => Promise.reject(new Failure("serverUnreachable")));
    await kernel.finish();
    expect(kernel.ran).toEqual(["cell 1", "cell 2", "cell 1"]);
  });

  test("was replaced is not listened to any more", async () => {
    const former = kernel;
    await session.shutdown();
    kernel = new MemoryKernel();
    await connect();
    await former.emit("dead");
    expect(session.state).toBe("busy");
    expect(failures).toEqual([]);
  });
});

describe("one of several kernels that dies", () => {
  beforeEach(async () => {
    kernel = new MemoryKernel(1);
    cells[1] = new MemoryCell(2, false, "in-order", "bash");
    cells.push(new MemoryCell(4, false, "in-order", "bash"));
    await connect();
    await kernel.finish();
  });

  const finishAll = async () => {
    while (session.state === "busy") await kernel.finish();
  };

  test("stops its own cells, and those of the others go on", async () => {
    await kernel.lose("bash", { running: true });
    expect(cells.map(({ state, note }) => [state, note])).toEqual([
      ["done", undefined],
      ["error", "cellStopped"],
      ["running", undefined],
      ["idle", "notRunStopped"],
    ]);
    expect(failures.map(({ key, message }) => [key, message])).toEqual([
      ["oneKernelDied", expect.stringContaining("bash")],
    ]);
    expect(lost).toEqual([[2, 4]]);
    await finishAll();
    expect(kernel.ran).toEqual(["cell 1", "cell 2", "cell 3"]);
    expect(session.state).toBe("ready");
  });

  test("is still told of when what went on has run", async () => {
    await kernel.lose("bash", { running: true });
    const before = messages.length;
    await finishAll();
    expect(messages.slice(before)).toEqual([]);
  });

  test("is started again with the cells that had run in it, and only those", async () => {
    await finishAll();
    await kernel.lose("bash");
    expect(failures.map(({ remedy }) => remedy)).toEqual(["run-again"]);
    await session.runAgain(() => Promise.reject(new Failure("serverUnreachable")));
    await settled();
    await finishAll();
    expect(kernel.dead.size).toBe(0);
    expect(kernel.ran.slice(4)).toEqual(["cell 2", "cell 4"]);
    expect(states.slice(-3)).toEqual(["ready", "busy", "ready"]);
  });

  test("is started again for any of its cells, and not for those of the others", async () => {
    await finishAll();
    await kernel.lose("bash");
    session.run([cells[0] as MemoryCell]);
    await finishAll();
    expect(kernel.dead.size).toBe(1);
    session.run([cells[3] as MemoryCell]);
    await settled();
    await finishAll();
    expect(kernel.ran.slice(4)).toEqual(["cell 1", "cell 4"]);
  });

  test("and does not start says why, and keeps the page", async () => {
    await finishAll();
    await kernel.lose("bash");
    kernel.reviveFailure = new Failure("serverUnreachable");
    session.run([cells[1] as MemoryCell]);
    await settled();
    expect(failures.at(-1)?.key).toBe("serverUnreachable");
    expect(session.state).toBe("ready");
    expect(kernel.ran).toHaveLength(4);
  });

  test("and is started again by its server loses only what its cells have left in it", async () => {
    await finishAll();
    await kernel.lose("bash", { event: "autorestarted" });
    expect(failures.map(({ key, remedy }) => [key, remedy])).toEqual([
      ["oneKernelRestartedItself", "run-again"],
    ]);
    expect(lost).toEqual([[2, 4]]);
  });

  test("leaves what the others have run to be run again when they die, too", async () => {
    await finishAll();
    await kernel.lose("bash");
    await kernel.emit("dead");
    const another = new MemoryKernel(1);
    await session.runAgain(async () => another);
    for (let end = 0; end < 4; end += 1) await another.finish();
    expect(another.ran).toEqual(["cell 1", "cell 2", "cell 3", "cell 4"]);
  });
});
