import type { BackendName } from "../contract";
import type { Connect } from "./backend";
import * as binder from "./binder";
import * as lite from "./lite";
import * as server from "./server";

/** How each backend brings up a kernel. */
export const backends: Readonly<Record<BackendName, Connect>> = {
  binder: binder.connect,
  server: server.connect,
  lite: lite.connect,
};
