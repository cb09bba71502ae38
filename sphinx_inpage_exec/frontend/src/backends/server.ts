import type { Payload } from "../contract";
import { arrived } from "../failure";
import type { Kernels } from "../kernel";
import { endLeftovers } from "../leftovers";
import { type ServerAddress, type SessionRequest, serverAddress } from "../rest";
import { ServerSession } from "../server-session";
import { type Connect, type Connecting, settingsOf, sourceFile } from "./backend";
import { savedToken } from "./token";

/** A kernel that takes so long is late, or nobody has heard that it is wanted. */
const LATE_MS = 30_000;

/** A kernel from the Jupyter server that the settings name. */
export const connect: Connect = async (connecting) => {
  const { url, token, folder } = settingsOf(connecting.payload.settings, "server");
  const address = serverAddress(url);
  const file = sourceFile(connecting.payload, folder);
  return connectTo(
    { ...address, token: savedToken(address.url) ?? token ?? address.token },
    file,
    connecting,
  );
};

/**
 * Kernels of its own for this page, from any Jupyter server at `address`, which has the page's source as `file`.
 * Sessions that pages of this browser have left on the server are ended. Aborting `asking` gives the server up until it
 * has started the session.
 */
export async function connectTo(
  address: ServerAddress,
  file: string,
  connecting: Connecting,
  asking = connecting.signal,
): Promise<Kernels> {
  const { kernels, settings } = connecting.payload;
  if (!kernels) return startKernel(address, file, settings.kernelName, connecting, asking);
  const { connectSeveral, kernelFor } = await arrived(import("../several"));
  return connectSeveral(connecting, asking, async (wanted, ...means) =>
    startKernel(address, file, await kernelFor(wanted, address), ...means),
  );
}

async function startKernel(
  address: ServerAddress,
  file: string,
  kernelName: string,
  { payload, progress, signal, engine: arriving }: Connecting,
  asking: AbortSignal,
): Promise<Kernels> {
  const { settings } = payload;
  const keeping = settings.disableSessionSaving ? "sessionStorage" : "localStorage";
  progress("connecting", { server: address.url });
  const request = sessionOf(payload, file, kernelName);
  const late = setTimeout(progress, LATE_MS, "kernelLate", { server: address.url, kernel: kernelName });
  const session = await ServerSession.start(address, request, keeping, asking).finally(() =>
    clearTimeout(late),
  );
  void endLeftovers(keeping, address);
  progress("kernelStarted", { kernel: kernelName });
  const engine = await arriving.catch((error) => {
    session.end().catch(() => undefined);
    throw error;
  });
  return engine.attach(session, { settings, file }, signal);
}

/**
 * The session to ask for. Sessions of one path share one kernel, so the path carries a random part; it stays in
 * the folder of the page's source, so that relative paths of data files work. A server that has no such folder starts
 * the kernel in the nearest one above.
 */
function sessionOf({ docname, settings }: Payload, file: string, kernelName: string): SessionRequest {
  const stem = file.replace(/\.[^./]*$/, "");
  return {
    path: `${stem}-${randomPart()}.ipynb`,
    name: settings.sessionName ?? docname,
    kernelName,
  };
}

/** Not `crypto.randomUUID`, which pages served by plain http from another machine do not have. */
function randomPart(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(4)), (byte) =>
    byte.toString(16).padStart(2, "0"),
  ).join("");
}
