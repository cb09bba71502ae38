/** What the page and the worker of a WebAssembly kernel say to each other. */

import type { Parameters, StringKey } from "../strings";

/** A file of the site that cells can open. `path` starts where the project's sources do. */
export interface ContentFile {
  readonly path: string;
  readonly url: string;
  readonly size: number;
}

/** What a kernel is made of. All URLs are absolute; a folder's ends with a slash. */
export interface Making {
  readonly runtime: string;
  /** Where the Pyodide distribution is; null for the one that the runtime was made for. */
  readonly distribution: string | null;
  readonly packages: readonly string[];
  readonly wheels: readonly string[];
  readonly contents: readonly ContentFile[];
  /** The folder that the kernel works in, from where the project's sources start. */
  readonly folder: string;
  /** Whether packages may come from an index. */
  readonly index: boolean;
  /** The sentences that cells may see, in the reader's language. */
  readonly texts: Readonly<Record<string, string>>;
  /** Memory that page and worker share, on pages that browsers allow it on. */
  readonly shared: Shared | null;
}

/** Memory that both sides see at once: while Python computes or waits, a worker takes no messages. */
export interface Shared {
  /** Python looks into its first byte again and again; 2 interrupts. */
  readonly interrupts: SharedArrayBuffer;
  readonly answers: SharedArrayBuffer;
}

export type ToWorker =
  | { kind: "make"; making: Making }
  | { kind: "message"; text: string; buffers: ArrayBuffer[] }
  | { kind: "answer"; answer: string }
  | { kind: "interrupt" };

export type FromWorker =
  /** The worker's program runs. */
  | { kind: "up" }
  | { kind: "loading"; done: number; total: number }
  | { kind: "starting" }
  | { kind: "installing" }
  | { kind: "ready" }
  | { kind: "failed"; key: StringKey; parameters: Parameters }
  | { kind: "message"; text: string; buffers: ArrayBuffer[] }
  | { kind: "interrupted" }
  | { kind: "died" };
