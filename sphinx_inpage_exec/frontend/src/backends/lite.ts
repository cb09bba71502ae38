import type { CellData, LiteSettings, Payload } from "../contract";
import { arrived, Failure } from "../failure";
import type { Kernels } from "../kernel";
import { kernelClient, sessionClient } from "../lite/clients";
import { Host } from "../lite/host";
import type { Making } from "../lite/messages";
import { serializer, socketOf } from "../lite/socket";
import type { Amount } from "../status";
import { type StringKey, text } from "../strings";
import type * as Engine from "../thebe";
import { type Connect, type Connecting, settingsOf } from "./backend";

declare const __LITE_WORKER__: string;

const MEGABYTE = 1e6;
/** The sentences that a cell may see. */
const toldInCells: readonly StringKey[] = [
  "liteCannotAsk",
  "liteContentMissing",
  "litePackageFailed",
  "litePackageUnknown",
  "litePackagePlatform",
  "litePipUnknown",
  "litePipDone",
];

/** Kernels that run in workers of the page, from the runtime that the site carries. */
export const connect: Connect = async (connecting) => {
  const { payload } = connecting;
  if (!payload.kernels) return startKernel(connecting, payload.cells);
  const { connectSeveral } = await arrived(import("../several"));
  return connectSeveral(connecting, connecting.signal, ({ cells }, means) => startKernel(means, cells));
};

/** A kernel for these cells. */
async function startKernel(
  { payload, base, engine, progress, signal }: Connecting,
  cells: readonly CellData[],
): Promise<Kernels> {
  const other = cells.find(({ language }) => language !== "python");
  if (other) throw new Failure("liteOnlyPython", { language: other.language });
  const making = makingOf(settingsOf(payload.settings, "lite"), base);
  const onStep = (key: StringKey, amount?: Amount): void => progress(key, inMegabytes(amount), amount);
  const host = new Host(new URL(__LITE_WORKER__, base).href, making, { onStep });
  progress("liteConnecting");
  await host.start(signal);
  const { open, makeServerSettings } = await engine.catch((error: unknown) => {
    host.end();
    throw error;
  });
  return open(connectionTo(host, payload, makeServerSettings), payload.settings, signal);
}

/** The settings of the page, whole, and with addresses that do not depend on where they are used. */
function makingOf(settings: LiteSettings, base: string): Omit<Making, "shared"> {
  const {
    runtime,
    packages = [],
    wheels = [],
    contents = [],
    folder = "",
    pyodideUrl,
    index = false,
  } = settings;
  if (!runtime) throw new Failure("liteMissing", {}, "none");
  const absolute = (url: string): string => new URL(url, base).href;
  return {
    runtime: absolute(runtime),
    distribution: pyodideUrl ? absolute(pyodideUrl).replace(/\/*$/, "/") : null,
    packages,
    wheels: wheels.map(absolute),
    contents: contents.map((file) => ({ ...file, url: absolute(file.url) })),
    folder,
    index,
    texts: Object.fromEntries(toldInCells.map((key) => [key, text(key)])),
  };
}

function connectionTo(
  host: Host,
  payload: Payload,
  makeServerSettings: typeof Engine.makeServerSettings,
): Engine.Connection {
  const kernel = { id: "lite", name: payload.settings.kernelName };
  const model = { id: "lite", path: payload.path, name: payload.docname, type: "notebook", kernel };
  const serverSettings = makeServerSettings({ WebSocket: socketOf(host), serializer });
  return {
    model,
    serverSettings,
    kernelAPIClient: kernelClient(host, kernel, serverSettings),
    sessionAPIClient: sessionClient(host, model, serverSettings),
    surroundings: {
      displayName: Promise.resolve(text("backendLite")),
      // It would run what comes after a cell that failed.
      capacity: 1,
      launchUrl: () => Promise.resolve(null),
      interrupt: () => host.interrupt(),
      end: () => Promise.resolve(host.end()),
    },
  };
}

function inMegabytes(amount?: Amount): Record<string, string> {
  if (!amount) return {};
  const written = (bytes: number): string => (bytes / MEGABYTE).toFixed(1);
  return { done: written(amount.done), total: written(amount.total) };
}
