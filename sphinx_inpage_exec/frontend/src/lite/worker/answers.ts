/** How a cell waits for what the reader answers to `input()`. */

import type { Shared } from "../messages";

const HEADER_BYTES = 8;
const PATIENCE_MS = 100;
const INTERRUPT = 2;

/** In shared memory, in a computation that the browser puts aside, or not at all. */
export type WayToWait = "shared" | "suspended" | "none";

/** The best way that this browser offers on this page. */
export function wayToWait(shared: Shared | null): WayToWait {
  if (shared) return "shared";
  return "Suspending" in WebAssembly ? "suspended" : "none";
}

/** Block until the page has written an answer; null when the reader interrupts. */
export function waitForAnswer({ answers, interrupts }: Shared): string | null {
  const lengths = new Int32Array(answers, 0, 2);
  while (Atomics.wait(lengths, 0, 0, PATIENCE_MS) === "timed-out") {
    if (takeInterrupt(interrupts)) return null;
  }
  const bytes = new Uint8Array(answers, HEADER_BYTES, Atomics.load(lengths, 1)).slice();
  Atomics.store(lengths, 0, 0);
  return new TextDecoder().decode(bytes);
}

/** Whether there is an interrupt that Python has not seen yet; it is taken back. */
export function takeInterrupt(interrupts: SharedArrayBuffer): boolean {
  return Atomics.exchange(new Uint8Array(interrupts), 0, 0) === INTERRUPT;
}

/** Give an answer to the worker that waits for it. What does not fit is cut off. */
export function writeAnswer({ answers }: Shared, answer: string): void {
  const lengths = new Int32Array(answers, 0, 2);
  const bytes = new TextEncoder().encode(answer).subarray(0, answers.byteLength - HEADER_BYTES);
  new Uint8Array(answers, HEADER_BYTES).set(bytes);
  Atomics.store(lengths, 1, bytes.length);
  Atomics.store(lengths, 0, 1);
  Atomics.notify(lengths, 0);
}

/** The answer that comes by message. */
export class NextAnswer {
  give: (answer: string) => void = () => undefined;

  next(): Promise<string> {
    return new Promise((resolve) => {
      this.give = resolve;
    });
  }
}
