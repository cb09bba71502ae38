/** The server of a launched Binder, kept in the browser for the pages of the site. */

import { Entries } from "../entries";
import { Failure } from "../failure";
import type { Kernels } from "../kernel";
import { inTurn } from "../locks";
import type { ServerAddress } from "../rest";
import type { StringKey } from "../strings";
import type { Connecting } from "./backend";
import { isWebAddress } from "./binder-event";

/** A kept server that has not started a session after so long is taken for dead. */
const DEAD_MS = 30_000;

/** Failures on a kept server that a new one would not mend. */
const noFaultOfServers = new Set<StringKey>(["kernelUnknown", "kernelLanguageUnknown", "engineMissing"]);

const prefix = "inpage-exec-server:";
const entries = new Entries<ServerAddress>(
  "localStorage",
  prefix,
  ({ url, token }) => typeof url === "string" && isWebAddress(url) && typeof token === "string",
);

/** How to come by a server, and from a server to a kernel; aborting `asking` gives up one that does not answer. */
export interface Means {
  launch(): Promise<ServerAddress>;
  open(address: ServerAddress, asking?: AbortSignal): Promise<Kernels>;
}

/**
 * A kernel from the server that is kept under `name`; where none is, or it is dead, from one that is launched and kept,
 * if it may be. Pages that launch at the same time launch one server, where the browser has locks.
 */
export async function connectSaved(name: string, means: Means, connecting: Connecting): Promise<Kernels> {
  const kernels = await reopen(name, means, connecting);
  if (!kernels && !connecting.mayLaunch) throw new Failure("savedGone");
  return kernels ?? launchInTurn(name, means, connecting);
}

/** Whether a server is kept under this name. */
export function isSaved(name: string): boolean {
  return entries.read(name) !== null;
}

async function reopen(name: string, { open }: Means, connecting: Connecting): Promise<Kernels | null> {
  const address = entries.read(name);
  if (!address) return null;
  const asking = AbortSignal.any([connecting.signal, AbortSignal.timeout(DEAD_MS)]);
  try {
    return await keeping(name, address, true, connecting, () => open(address, asking));
  } catch (error) {
    if (!showsDead(error, connecting.signal)) throw error;
    return null;
  }
}

async function launchInTurn(name: string, { launch, open }: Means, connecting: Connecting): Promise<Kernels> {
  const { progress, signal } = connecting;
  const wait = (): void => progress("binderElsewhere");
  const { address, reused } = await inTurn(prefix + name, signal, wait, async (waited) => {
    const kept = waited ? await entries.readArriving(name) : entries.read(name);
    signal.throwIfAborted();
    if (kept) return { address: kept, reused: true };
    const launched = await launch();
    entries.write(name, launched);
    return { address: launched, reused: false };
  });
  return keeping(name, address, reused, connecting, () => open(address));
}

/** Open a kept server: the page is told that it is kept, unless storage keeps nothing; a dead one is forgotten. */
async function keeping(
  name: string,
  address: ServerAddress,
  reused: boolean,
  { onSaved, signal }: Connecting,
  open: () => Promise<Kernels>,
): Promise<Kernels> {
  try {
    const kernel = await open();
    if (entries.read(name)) onSaved({ reused, forget: () => entries.remove(name) });
    return kernel;
  } catch (error) {
    if (showsDead(error, signal)) forget(name, address);
    throw error;
  }
}

/** Whether a kept server is of no use any more, after what went wrong with it. */
function showsDead(error: unknown, signal: AbortSignal): boolean {
  return !signal.aborted && !(error instanceof Failure && noFaultOfServers.has(error.key));
}

/** Forget a server, unless another page has kept another one by now. */
function forget(name: string, { url, token }: ServerAddress): void {
  const kept = entries.read(name);
  if (kept?.url === url && kept.token === token) entries.remove(name);
}
