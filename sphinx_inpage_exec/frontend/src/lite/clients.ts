/** What a Jupyter server's REST API does for the engine, done for the one kernel of a worker. */

import type { Kernel, ServerConnection, Session } from "@jupyterlab/services";
import type { Host } from "./host";

type Settings = ServerConnection.ISettings;

/** The kernels that there are: one. */
export function kernelClient(
  host: Host,
  model: Kernel.IModel,
  serverSettings: Settings,
): Kernel.IKernelAPIClient {
  return {
    serverSettings,
    listRunning: () => Promise.resolve([model]),
    getModel: () => Promise.resolve(model),
    startNew: () => Promise.resolve(model),
    restart: () => host.start(),
    interrupt: async () => void (await host.interrupt()),
    shutdown: () => Promise.resolve(host.end()),
  };
}

/** The sessions that there are: one. */
export function sessionClient(
  host: Host,
  model: Session.IModel,
  serverSettings: Settings,
): Session.ISessionAPIClient {
  return {
    serverSettings,
    listRunning: () => Promise.resolve([model]),
    getModel: () => Promise.resolve(model),
    startNew: () => Promise.resolve(model),
    update: () => Promise.resolve(model),
    shutdown: () => Promise.resolve(host.end()),
  };
}
