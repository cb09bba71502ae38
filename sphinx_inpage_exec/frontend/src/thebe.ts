/**
 * The engine's way in: with `thebe-kernel.ts`, all that knows thebe-core, and where its faults are mended.
 *
 * The session is started with a request of our own (see `rest.ts`) while this chunk still loads; here thebe-core
 * takes it over. A start that never ends, a socket that is refused and a server that goes away end in a `Failure` or
 * a `KernelEvent`, where thebe-core alone would wait.
 */

import {
  type Kernel as LabKernel,
  KernelManager,
  ServerConnection,
  type Session as LabSession,
  SessionManager,
} from "@jupyterlab/services";
import { Config, ThebeEvents, ThebeServer, ThebeSession } from "thebe-core";
import type { Settings } from "./contract";
import { Failure } from "./failure";
import { Reach } from "./reach";
import { makeRendering } from "./rendering";
import { explain, fateOf, impatientFetch, type ServerAddress, type SessionModel, strict } from "./rest";
import type { ServerSession } from "./server-session";
import { SocketWatch } from "./sockets";
import { connectionOf, type Surroundings, ThebeKernel } from "./thebe-kernel";

/** A kernel that has not answered for so long is taken for silent. Slow images on a Binder need more than a minute. */
const SILENCE_MS = 150_000;
/** So often a server is asked whether it still has a kernel that has not answered yet. */
const ASKING_MS = 3_000;

/** What a kernel on a server is for: a page's settings, and its source as the server knows it. */
export interface Purpose {
  settings: Settings;
  file: string;
}

/** How the engine reaches a kernel, and what it needs of the place that it comes from. */
export interface Connection {
  model: SessionModel;
  serverSettings: ServerConnection.ISettings;
  /** What takes the place of a server's REST API, where there is none. */
  kernelAPIClient?: LabKernel.IKernelAPIClient;
  sessionAPIClient?: LabSession.ISessionAPIClient;
  /** Rejects when the kernel can not be reached. */
  refused?: Promise<never>;
  surroundings: Omit<Surroundings, "dispose" | "displayName"> & { displayName: Promise<string> };
}

/**
 * Take over a session that a Jupyter server has started.
 *
 * @throws Failure when the kernel dies, stays silent, or its socket is refused.
 */
export function attach(
  started: ServerSession,
  { settings, file }: Purpose,
  signal: AbortSignal,
): Promise<ThebeKernel> {
  const { address, model, displayName } = started;
  const reach = new Reach(() => fateOf(address, model.kernel.id));
  const sockets = new SocketWatch(reach);
  const serverSettings = makeServerSettings({
    baseUrl: address.url,
    wsUrl: address.url.replace(/^http/, "ws"),
    token: address.token,
    appendToken: true,
    WebSocket: sockets.WebSocket,
    fetch: impatientFetch(address),
    init: { ...strict, credentials: "same-origin" },
  });
  const surroundings = {
    displayName,
    capacity: Infinity,
    launchUrl: () => launchUrl(address, file),
    reach,
    whyAway: (kernel: string) => whyAway(address, kernel),
    end: () => started.end(),
    leave: () => started.leave(),
  };
  const refused = sockets.refused(() => explain(address, ({ refusedSockets }) => refusedSockets(address)));
  return open({ model, serverSettings, refused, surroundings }, settings, signal);
}

async function launchUrl(address: ServerAddress, file: string): Promise<string | null> {
  const own = await import("./interface").catch(() => null);
  return own?.interfaceUrl(address, file) ?? null;
}

async function whyAway(address: ServerAddress, kernel: string): Promise<Failure | null> {
  const probes = await import("./diagnosis").catch(() => null);
  return probes?.whyAway(address, kernel) ?? null;
}

export { makeRendering };

/** The engine's settings of a connection, with its own for all that is not given. */
export const makeServerSettings = ServerConnection.makeSettings;

/**
 * Take over a session that has been started. It is ended where that fails.
 *
 * @throws Failure when the kernel dies, stays silent, or can not be reached.
 */
export async function open(
  { model, surroundings, refused, sessionAPIClient, ...connection }: Connection,
  settings: Settings,
  signal: AbortSignal,
): Promise<ThebeKernel> {
  const kernels = new KernelManager({ ...connection, standby });
  const sessions = new SessionManager({
    standby,
    kernelManager: kernels,
    serverSettings: connection.serverSettings,
    ...(sessionAPIClient && { sessionAPIClient }),
  });
  const dispose = (): void => {
    sessions.dispose();
    kernels.dispose();
    surroundings.reach?.dispose();
  };
  const connected = sessions.connectTo({ model });
  const rendering = makeRendering(settings, connected.kernel);
  const session = new ThebeSession(makeServer(), connected, rendering);
  try {
    await answered(session, model.kernel.name, signal, surroundings.reach, ...(refused ? [refused] : []));
  } catch (error) {
    surroundings.end().catch(() => undefined);
    session.dispose();
    dispose();
    throw error;
  }
  return new ThebeKernel(session, rendering, {
    ...surroundings,
    displayName: await surroundings.displayName,
    dispose: () => {
      dispose();
      surroundings.leave?.();
    },
  });
}

/** The engine does not ask for all kernels and sessions every few seconds: the pulse of a kernel asks for the one that there is. */
function standby(): boolean {
  return true;
}

function makeServer(): ThebeServer {
  return new ThebeServer(new Config({}, { events: new ThebeEvents() }));
}

/** Resolves when the kernel has answered for the first time, and rejects when it never will. */
async function answered(
  session: ThebeSession,
  kernel: string,
  signal: AbortSignal,
  reach?: Reach,
  ...failures: Promise<never>[]
): Promise<void> {
  const connection = connectionOf(session);
  const lifetime = new AbortController();
  const fate = new Promise<never>((_, reject) => {
    connection.statusChanged.connect((_, status) => {
      if (status === "dead") reject(new Failure("kernelDied"));
    });
    const silence = setTimeout(() => reject(new Failure("kernelSilent", { kernel })), SILENCE_MS);
    // A server that has given a kernel up does not tell those who wait for its first word.
    const asking = setInterval(() => {
      void reach
        ?.now()
        .then((found) => found === "gone" && reject(new Failure("kernelDoesNotStart", { kernel })));
    }, ASKING_MS);
    lifetime.signal.addEventListener("abort", () => {
      clearTimeout(silence);
      clearInterval(asking);
    });
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener("abort", () => reject(signal.reason), { signal: lifetime.signal });
  });
  try {
    await Promise.race([connection.info, fate, ...failures]);
  } finally {
    lifetime.abort();
  }
}
