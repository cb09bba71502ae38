/** Whether a kernel can be reached, asked until there is an answer. */

/** What has become of a kernel: it is there, its server does not have it any more or refuses the page, or is away. */
export type Fate = "there" | "gone" | "refused" | "away";

/** What a server says of a kernel. */
export interface Finding {
  fate: Fate;
  /** Whether the kernel has nothing to do. */
  idle: boolean;
}

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 5_000;

export class Reach {
  #asking: Promise<Fate> | null = null;
  #examining: Promise<Finding> | null = null;
  #hurry: () => void = () => undefined;
  readonly #life = new AbortController();

  constructor(private readonly ask: () => Promise<Finding>) {
    const { signal } = this.#life;
    // When a network is found or a page is looked at again, a server may be there that was not before.
    addEventListener("online", () => this.#hurry(), { signal });
    document.addEventListener("visibilitychange", () => document.hidden || this.#hurry(), { signal });
  }

  /** Ask once. */
  async now(): Promise<Fate> {
    return (await this.examine()).fate;
  }

  /** Ask once, for all that there is to know. Whoever asks while there is no answer gets the same. */
  examine(): Promise<Finding> {
    this.#examining ??= this.ask().finally(() => {
      this.#examining = null;
    });
    return this.#examining;
  }

  /** Ask until the server answers, in growing intervals, and not while nobody sees the page; never resolves to "away". */
  answer(): Promise<Fate> {
    this.#hurry();
    this.#asking ??= this.#insist().finally(() => {
      this.#asking = null;
    });
    return this.#asking;
  }

  /** Nobody wants to know any more. */
  dispose(): void {
    this.#life.abort();
  }

  async #insist(): Promise<Fate> {
    for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 1.5, LONGEST_PAUSE_MS)) {
      const fate = await this.now();
      if (fate !== "away") return fate;
      await this.#pause(pause);
    }
  }

  /** Ends early when there is a reason to hurry, and never when nobody wants to know. */
  #pause(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      this.#hurry = resolve;
      setTimeout(() => document.hidden || this.#life.signal.aborted || resolve(), milliseconds);
    });
  }
}
