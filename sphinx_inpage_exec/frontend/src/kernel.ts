/** What the rest of the page knows of a kernel; only `thebe.ts` knows how it is made. */

/**
 * What happens to a kernel unasked: it died and its server started it again, it died for good, the
 * connection to it broke and is tried again, came back, or is gone for good; or a hub stopped its server.
 */
export type KernelEvent = "autorestarted" | "dead" | "lost" | "back" | "gone" | "stopped";

export interface RunResult {
  ok: boolean;
  executionCount: number | null;
  /** The kernel gave the code back without having run it, because code before it failed. */
  aborted: boolean;
}

/** Code for the kernel to run. */
export interface RunRequest {
  source: string;
  /** Whether the kernel goes on with what it holds after it, where it fails. */
  mayFail: boolean;
  /** Called when the kernel takes the code up. Returns where the outputs go; null for nowhere. */
  begin(): LiveOutput | null;
}

/** The live output of one cell. */
export interface LiveOutput {
  /** Called after each change of what is shown. */
  onChange(listener: () => void): void;
  /** What a prompt would show: standard output, the result as text, and the last line of an error. */
  text(): string;
  /** Remove what is shown. */
  clear(): void;
  /** Give back what the output holds; it is of no use afterwards. */
  dispose(): void;
}

export interface Kernel {
  /**
   * So many requests may be with the kernel at once. It runs them in order, and gives back those behind one that
   * failed; a kernel that can not do so takes one.
   */
  readonly capacity: number;
  /** The name of the kernel, as its server displays it. */
  readonly displayName: string;
  /** A live output inside `element`, which it fills. */
  createOutput(element: HTMLElement): LiveOutput;
  /**
   * Run code.
   *
   * @throws Error when the kernel stops before it has answered.
   */
  run(request: RunRequest): Promise<RunResult>;
  /** Interrupt what runs. False where this kernel can not, and has to be restarted. */
  interrupt(): Promise<boolean>;
  /** Resolves when the kernel is ready again; what it was running is given up. */
  restart(): Promise<void>;
  /** End the kernel and give back what it holds. */
  shutdown(): Promise<void>;
  /** End the kernel without waiting, for a page that goes away. */
  abandon(): void;
  onEvent(listener: (event: KernelEvent) => void): void;
  /** Where the kernel's own Jupyter interface shows the page's file; null where there is none. */
  launchUrl(): Promise<string | null>;
}
