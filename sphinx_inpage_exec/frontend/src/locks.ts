/**
 * What the pages of one origin agree on by Web Locks, which a page loses whatever way it goes.
 *
 * Pages of plain http from another machine have no locks, and neither have pages whose storage is blocked.
 *
 * @see https://w3c.github.io/web-locks/
 */

/** Hold a lock until what this resolves with is called, or the page is gone; null where there are no locks. */
export function hold(name: string): Promise<(() => void) | null> {
  return new Promise((resolve) => {
    const held = (): Promise<void> => new Promise((release) => resolve(release));
    requestLock(name, {}, held).catch(() => resolve(null));
  });
}

/** Do something if no page holds the lock, which must not fail. */
export async function ifFree(name: string, action: () => Promise<void>): Promise<void> {
  await requestLock(name, { ifAvailable: true }, async (lock) => {
    if (lock) await action();
  }).catch(() => undefined);
}

/**
 * Do something in one page after the other; at once where there are no locks.
 *
 * `onWait` is called when another page is at it, and `action` told whether there was one. Aborting `signal` ends the wait.
 */
export async function inTurn<Result>(
  name: string,
  signal: AbortSignal,
  onWait: () => void,
  action: (waited: boolean) => Promise<Result>,
): Promise<Result> {
  let begun = false;
  const begin = (waited: boolean): Promise<Result> => {
    begun = true;
    return action(waited);
  };
  try {
    const ifAvailable = { ifAvailable: true };
    const first = await requestLock(name, ifAvailable, async (lock) => (lock ? [await begin(false)] : null));
    if (first) return first[0] as Result;
    onWait();
    return await requestLock(name, { signal }, () => begin(true));
  } catch (error) {
    if (begun || signal.aborted) throw error;
    return action(false);
  }
}

async function requestLock<Result>(
  name: string,
  options: LockOptions,
  action: (lock: Lock | null) => Promise<Result>,
): Promise<Result> {
  return (await navigator.locks.request(name, options, action)) as Result;
}
