/**
 * The engine's way in: with `thebe-kernel.ts`, all that knows thebe-core, and where its faults are mended.
 *
 * The session is started with a request of our own (see `rest.ts`) while this chunk still loads; here thebe-core
 * takes it over. A start that never ends, a socket that is refused and a server that goes away end in a `Failure` or
 * a `KernelEvent`, where thebe-core alone would wait.
 */

import { KernelManager, ServerConnection, SessionManager } from "@jupyterlab/services";
import { Config, ThebeEvents, ThebeServer, ThebeSession } from "thebe-core";
import type { LiteSettings, Payload, Settings } from "./contract";
import { Failure } from "./failure";
import type { Kernel } from "./kernel";
import { makeRendering } from "./rendering";
import {
  endSession,
  interfaceUrl,
  isReachable,
  kernelDisplayName,
  type ServerAddress,
  type SessionModel,
} from "./rest";
import { SocketWatch } from "./sockets";
import { connectionOf, ThebeKernel } from "./thebe-kernel";

/** A kernel that has not answered for so long is taken for silent. Slow images on a Binder need more than a minute. */
const SILENCE_MS = 150_000;

/** What a kernel on a server is for: a page's settings, and its source as the server knows it. */
export interface Purpose {
  settings: Settings;
  file: string;
}

/**
 * Take over a session that a Jupyter server has started.
 *
 * @throws Failure when the kernel dies, stays silent, or its socket is refused.
 */
export async function attach(
  address: ServerAddress,
  model: SessionModel,
  { settings, file }: Purpose,
  signal: AbortSignal,
): Promise<Kernel> {
  const sockets = new SocketWatch(() => isReachable(address));
  const serverSettings = ServerConnection.makeSettings({
    baseUrl: address.url,
    wsUrl: address.url.replace(/^http/, "ws"),
    token: address.token,
    appendToken: true,
    WebSocket: sockets.WebSocket,
  });
  const sessions = new SessionManager({
    kernelManager: new KernelManager({ serverSettings }),
    serverSettings,
  });
  const rendering = makeRendering(settings);
  const session = new ThebeSession(makeServer(), sessions.connectTo({ model }), rendering);
  const displayName = kernelDisplayName(address, model.kernel.name);
  const end = (): void => endSession(address, model.id);
  try {
    await answered(session, model.kernel.name, signal, sockets.refused(address.url));
  } catch (error) {
    end();
    session.dispose();
    sessions.dispose();
    throw error;
  }
  return new ThebeKernel(session, rendering, {
    displayName: await displayName,
    launchUrl: () => interfaceUrl(address, file),
    isReachable: () => isReachable(address),
    end,
    dispose: () => sessions.dispose(),
  });
}

/**
 * Start a kernel in the browser, through the hook that thebe-core has for it.
 *
 * @throws Failure when the kernel does not come up.
 */
export async function startLite(
  settings: LiteSettings,
  payload: Payload,
  signal: AbortSignal,
): Promise<Kernel> {
  const server = makeServer();
  await server.connectToJupyterLiteServer({ ...settings });
  const rendering = makeRendering(payload.settings);
  const { kernelName } = payload.settings;
  const session = await server.startNewSession(rendering, { path: `/${payload.path}`, kernelName });
  if (!session) throw new Failure("liteMissing", {}, "none");
  await answered(session, kernelName, signal);
  return new ThebeKernel(session, rendering, {
    displayName: kernelName,
    launchUrl: () => Promise.resolve(null),
    isReachable: () => Promise.resolve(true),
    end: () => void session.shutdown(),
    dispose: () => server.dispose(),
  });
}

function makeServer(): ThebeServer {
  return new ThebeServer(new Config({}, { events: new ThebeEvents() }));
}

/** Resolves when the kernel has answered for the first time, and rejects when it never will. */
async function answered(
  session: ThebeSession,
  kernel: string,
  signal: AbortSignal,
  ...failures: Promise<never>[]
): Promise<void> {
  const connection = connectionOf(session);
  const lifetime = new AbortController();
  const fate = new Promise<never>((_, reject) => {
    connection.statusChanged.connect((_, status) => {
      if (status === "dead") reject(new Failure("kernelDied"));
    });
    const silence = setTimeout(() => reject(new Failure("kernelSilent", { kernel })), SILENCE_MS);
    lifetime.signal.addEventListener("abort", () => clearTimeout(silence));
    signal.addEventListener("abort", () => reject(signal.reason), { signal: lifetime.signal });
  });
  try {
    await Promise.race([connection.info, fate, ...failures]);
  } finally {
    lifetime.abort();
  }
}
