import type { Payload } from "../contract";
import type { Kernel } from "../kernel";
import { endSession, type ServerAddress, serverAddress, startSession } from "../rest";
import { type Connect, type Connecting, settingsOf } from "./backend";
import { savedToken } from "./token";

/** A kernel from the Jupyter server that the settings name. */
export const connect: Connect = async (connecting) => {
  const { url, token } = settingsOf(connecting.payload.settings, "server");
  const address = serverAddress(url);
  return connectTo({ ...address, token: savedToken(address.url) ?? token ?? address.token }, connecting);
};

/** A kernel of its own for this page, from any Jupyter server that answers at `address`. */
export async function connectTo(address: ServerAddress, connecting: Connecting): Promise<Kernel> {
  const { payload, progress, signal } = connecting;
  const { kernelName } = payload.settings;
  progress("connecting", { server: address.url });
  const model = await startSession(address, sessionOf(payload), signal);
  progress("kernelStarted", { kernel: kernelName });
  const engine = await connecting.engine.catch((error) => {
    endSession(address, model.id);
    throw error;
  });
  return engine.attach(address, model, payload, signal);
}

/**
 * The session to ask for. Sessions of one path share one kernel, so the path carries a random part; it stays in
 * the folder of the page's source, so that relative paths of data files work.
 */
function sessionOf({ docname, path, settings }: Payload): { path: string; name: string; kernelName: string } {
  const stem = path.replace(/\.[^./]*$/, "");
  return {
    path: `${stem}-${randomPart()}.ipynb`,
    name: settings.sessionName ?? docname,
    kernelName: settings.kernelName,
  };
}

/** Not `crypto.randomUUID`, which pages served by plain http from another machine do not have. */
function randomPart(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(4)), (byte) =>
    byte.toString(16).padStart(2, "0"),
  ).join("");
}
