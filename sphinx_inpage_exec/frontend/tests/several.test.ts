import { beforeEach, describe, expect, test } from "vitest";
import type { Connecting } from "../src/backends/backend";
import { Failure } from "../src/failure";
import type { Kernel, KernelEvent, KernelListener, Kernels } from "../src/kernel";
import { connectSeveral, type Start } from "../src/several";

/** One kernel in memory. */
class MemoryKernels implements Kernels {
  readonly capacity = Infinity;
  readonly missing = "";
  ended = false;
  restarts = 0;
  #listener: KernelListener = () => undefined;

  constructor(readonly displayName: string) {}

  of(): Kernel {
    return this as unknown as Kernel;
  }
  hasEnded(): boolean {
    return false;
  }
  async revive(): Promise<void> {}
  async interrupt(): Promise<boolean> {
    return true;
  }
  async restart(): Promise<void> {
    this.restarts += 1;
  }
  async shutdown(): Promise<void> {
    this.ended = true;
  }
  abandon(): void {
    this.ended = true;
  }
  onEvent(listener: KernelListener): void {
    this.#listener = listener;
  }
  async reach(): Promise<boolean> {
    return true;
  }
  async launchUrl(): Promise<null> {
    return null;
  }
  emit(event: KernelEvent): void {
    this.#listener(event);
  }
}

const connecting = {
  payload: {
    settings: { kernelName: "python" },
    kernels: [{ id: "language-bash", language: "bash" }],
    cells: [{ source: "" }, { source: "", kernel: "language-bash" }],
  },
  progress: () => undefined,
} as unknown as Connecting;

let started: MemoryKernels[];
let told: [KernelEvent, string | undefined][];
let kernels: Kernels;

async function open(start: Start): Promise<void> {
  kernels = await connectSeveral(connecting, new AbortController().signal, start);
  kernels.onEvent((event, _, one) => told.push([event, one?.displayName]));
}

const start: Start = async ({ name, language = "" }) => {
  const made = new MemoryKernels(name ?? language);
  started.push(made);
  return made;
};
const part = (number: number): MemoryKernels => started[number] as MemoryKernels;

beforeEach(async () => {
  started = [];
  told = [];
  await open(start);
});

describe("one of several kernels that dies", () => {
  test("is told of by its name, and is not there until it is started again", async () => {
    part(1).emit("dead");
    expect(told).toEqual([["dead", "bash"]]);
    expect([kernels.of("language-bash"), kernels.hasEnded("language-bash"), kernels.hasEnded()]).toEqual([
      null,
      true,
      false,
    ]);
    expect(kernels.displayName).toBe("python");
    await kernels.revive();
    expect(kernels.of("language-bash")).toBe(started[2]);
    part(2).emit("dead");
    expect(told.at(-1)).toEqual(["dead", "bash"]);
  });

  test("is started again by a restart, which restarts the others", async () => {
    part(1).emit("gone");
    await kernels.restart();
    expect(started.map(({ displayName, restarts }) => [displayName, restarts])).toEqual([
      ["python", 1],
      ["bash", 0],
      ["bash", 0],
    ]);
  });

  test("is the end of all when it is the last", () => {
    part(1).emit("gone");
    part(0).emit("dead");
    expect(told).toEqual([
      ["gone", "bash"],
      ["dead", undefined],
    ]);
  });

  test("lets the others be back that were lost with it", () => {
    for (const each of started) each.emit("lost");
    part(0).emit("back");
    part(1).emit("gone");
    expect(told).toEqual([
      ["lost", undefined],
      ["back", undefined],
      ["gone", "bash"],
    ]);
  });

  test("does not outlive a shutdown that comes while it starts again", async () => {
    let arrive: (late: Kernels) => void = () => undefined;
    await open((wanted, ...means) =>
      started.length < 4 ? start(wanted, ...means) : new Promise((resolve) => (arrive = resolve)),
    );
    part(3).emit("dead");
    const reviving = kernels.revive();
    await kernels.shutdown();
    const late = new MemoryKernels("late");
    arrive(late);
    await reviving;
    expect(late.ended).toBe(true);
  });
});

test("the only kernel of a page whose others are missing is not one of several", async () => {
  await open(async (wanted, ...means) => {
    if (wanted.id) throw new Failure("kernelLanguageUnknown");
    return start(wanted, ...means);
  });
  part(2).emit("autorestarted");
  expect(told).toEqual([["autorestarted", undefined]]);
});
