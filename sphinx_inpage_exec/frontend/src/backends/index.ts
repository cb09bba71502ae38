import type { BackendName } from "../contract";
import { arrived } from "../failure";
import type { Connect } from "./backend";
import * as server from "./server";

/** How each backend brings up a kernel; those that not every page needs are loaded when they are. */
export const backends: Readonly<Record<BackendName, () => Promise<{ readonly connect: Connect }>>> = {
  server: () => Promise.resolve(server),
  binder: () => arrived(import("./binder")),
  lite: () => arrived(import("./lite")),
};
