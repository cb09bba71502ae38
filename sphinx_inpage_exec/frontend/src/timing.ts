/** Waiting that has an end. */

/** Resolves after a time. */
export function after(milliseconds: number): Promise<null> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds, null));
}

/** A signal that is aborted after a time; by the timers of the page, unlike `AbortSignal.timeout`. */
export function endAfter(milliseconds: number): AbortSignal {
  const end = new AbortController();
  setTimeout(() => end.abort(), milliseconds);
  return end.signal;
}
