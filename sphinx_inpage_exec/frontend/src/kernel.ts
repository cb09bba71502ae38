/** What the rest of the page knows of its kernels; only `thebe.ts` knows how one is made. */

import type { IOutput } from "@jupyterlab/nbformat";
import type { Failure } from "./failure";

/**
 * What happens to a kernel unasked: it died and its server started it again, or it died for good. The connection to it
 * broke and is tried again, can not be made for now, came back, or never will; the server does not have the kernel any
 * more.
 */
export type KernelEvent = "autorestarted" | "dead" | "lost" | "away" | "back" | "refused" | "gone";

/** One kernel of several, to which something happens that leaves the others as they are. */
export interface OneKernel {
  /** What its cells ask for; undefined for the page's own. */
  readonly id: string | undefined;
  readonly displayName: string;
}

/** Called with a failure where the event alone does not say why, and with the kernel where it is one of several. */
export type KernelListener = (event: KernelEvent, why?: Failure, one?: OneKernel) => void;

export interface RunResult {
  ok: boolean;
  executionCount: number | null;
  /** The kernel gave the code back without having run it, because code before it failed. */
  aborted: boolean;
  /** The answer was lost with a connection, so nobody knows whether the code has run. */
  missed?: boolean;
  /** What the expressions of the request are after the run, by their names; left out where it failed. */
  values?: Readonly<Record<string, Value>>;
}

/** One thing in several formats, by their MIME types. */
export interface MimeBundle {
  data: Readonly<Record<string, unknown>>;
  metadata: Readonly<Record<string, unknown>>;
}

/** What an expression is, or why it is nothing. */
export interface Value extends MimeBundle {
  ok: boolean;
  reason: string;
}

/** Code for the kernel to run. */
export interface RunRequest {
  source: string;
  /** Whether the kernel goes on with what it holds after it, where it fails. */
  mayFail: boolean;
  /** What to ask for when it has run, by names. */
  expressions?: Readonly<Record<string, string>> | undefined;
  /** Called when the kernel takes the code up. Returns where the outputs go; null for nowhere. */
  begin(): LiveOutput | null;
}

/** The live output of one cell. */
export interface LiveOutput {
  /** Called after each change of what is shown. */
  onChange(listener: () => void): void;
  /** What a prompt would show: standard output, the result as text, and the last line of an error. */
  text(): string;
  /** What is shown, as a notebook has it. */
  outputs(): IOutput[];
  /** What the cell has put aside for the text of the page, by MyST-NB's `glue`. */
  glued(): ReadonlyMap<string, MimeBundle>;
  /** Remove what is shown. */
  clear(): void;
  /** Give back what the output holds; it is of no use afterwards. */
  dispose(): void;
}

/** What can take the place of a part of some code, which is given by its indices. */
export interface Completion {
  readonly start: number;
  readonly end: number;
  readonly matches: readonly string[];
}

/** One kernel, as the cells that it runs know it. */
export interface Kernel {
  /** A live output inside `element`, which it fills. */
  createOutput(element: HTMLElement): LiveOutput;
  /**
   * Run code.
   *
   * @throws Error when the kernel stops before it has answered.
   */
  run(request: RunRequest): Promise<RunResult>;
  /** What can stand at the cursor, which is an index into the code. */
  complete(code: string, cursor: number): Promise<Completion>;
  /** The signature and documentation of what stands at the cursor; null where there is none. */
  inspect(code: string, cursor: number): Promise<string | null>;
  /**
   * What an expression is, when the kernel comes to it.
   *
   * @throws Error when the kernel stops before it has answered.
   */
  evaluate(expression: string): Promise<Value>;
  /** Show something in `element`, which is on the page. */
  show(bundle: MimeBundle, element: HTMLElement): Promise<void>;
}

/** All kernels of a page, which are started, stopped and ended together. Most pages have one. */
export interface Kernels {
  /**
   * So many requests may be with the kernels at once. They are run in order, and those behind one that failed are
   * given back; kernels that can not do so take one.
   */
  readonly capacity: number;
  /** The names of the kernels, as their server displays them. */
  readonly displayName: string;
  /** What cells ask for and is not there, in words; empty where nothing is missing. */
  readonly missing: string;
  /** The kernel of the cells that ask for `id`, or for none in particular; null where it is missing or has ended. */
  of(id?: string): Kernel | null;
  /** Whether that kernel has ended while others go on. */
  hasEnded(id?: string): boolean;
  /**
   * Start again those that have ended.
   *
   * @throws Failure of the first that does not start.
   */
  revive(): Promise<void>;
  /** Interrupt what runs. False where that is not possible, and the kernels have to be restarted. */
  interrupt(): Promise<boolean>;
  /** Resolves when all kernels are ready again, those that had ended, too; what they were running is given up. */
  restart(): Promise<void>;
  /** End the kernels and give back what they hold. */
  shutdown(): Promise<void>;
  /** End the kernels without waiting, for a page that goes away. */
  abandon(): void;
  onEvent(listener: KernelListener): void;
  /** Ask at once for kernels that were "away". True when they are there, and "back" is to come. */
  reach(): Promise<boolean>;
  /** Where the kernels' own Jupyter interface shows the page's file; null where there is none. */
  launchUrl(): Promise<string | null>;
}
