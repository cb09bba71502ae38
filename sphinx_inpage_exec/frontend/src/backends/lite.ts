import { Failure } from "../failure";
import { type Connect, settingsOf } from "./backend";

/** A kernel that runs in the browser, from the runtime that the page carries at `window.thebeLite`. */
export const connect: Connect = async ({ payload, engine, progress, signal }) => {
  progress("liteConnecting");
  if (!("thebeLite" in window)) throw new Failure("liteMissing", {}, "none");
  return (await engine).startLite(settingsOf(payload.settings, "lite"), payload, signal);
};
