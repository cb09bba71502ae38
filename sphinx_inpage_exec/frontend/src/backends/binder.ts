import type { BinderSettings } from "../contract";
import { Failure, reasonOf } from "../failure";
import { type ServerAddress, serverAddress } from "../rest";
import { type Parameters, type StringKey, text } from "../strings";
import { type Connect, type Connecting, settingsOf, sourceFile } from "./backend";
import { type BinderEvent, isWebAddress, readEvent } from "./binder-event";
import { follow } from "./binder-stream";
import { buildUrl } from "./binder-url";
import { connectTo } from "./server";

/** So many messages in a row that can not be read, and there is no point in waiting for one that can. */
const MOST_RUBBISH = 3;

const phases = new Map<string, StringKey>([
  ["waiting", "phaseWaiting"],
  ["fetching", "phaseFetching"],
  ["building", "phaseBuilding"],
  ["built", "phaseBuilt"],
  ["pushing", "phasePushing"],
  ["launching", "phaseLaunching"],
]);

/** A kernel from a server that a BinderHub launches. */
export const connect: Connect = async (connecting) => {
  const binder = settingsOf(connecting.payload.settings, "binder");
  const file = sourceFile(connecting.payload, binder.folder);
  return connectTo(await launch(binder, connecting), file, connecting);
};

function launch(binder: BinderSettings, { progress, signal }: Connecting): Promise<ServerAddress> {
  const names = { server: binder.url, repo: binder.repo };
  const failure: MakeFailure = (key, parameters) => new Failure(key, { ...names, ...parameters });
  progress("binderConnecting", names);
  return follow({
    url: buildUrl(binder),
    signal,
    take: taker(progress, failure),
    onBreak: () => progress("binderBroke", names),
    onSilence: (minutes) => progress("binderQuiet", { ...names, minutes }),
    failure,
  });
}

type MakeFailure = (key: StringKey, parameters?: Parameters) => Failure;
type Take = (data: string) => ServerAddress | undefined;

/** Takes the messages of one launch: tells the reader, and ends with the server's address or a failure. */
function taker(progress: Connecting["progress"], failure: MakeFailure): Take {
  let rubbish = 0;
  return (data) => {
    const event = readEvent(data);
    rubbish = event ? 0 : rubbish + 1;
    if (rubbish === MOST_RUBBISH) throw failure("binderRubbish");
    if (event?.kind === "progress") progress(...stepOf(event));
    if (event?.kind === "failed") throw failure(...reasonFor(event));
    if (event?.kind !== "ready") return undefined;
    if (!isWebAddress(event.url)) throw failure("binderUnsafe");
    progress("phaseReady");
    return serverAddress(event.url, event.token);
  };
}

type Of<Kind> = Extract<BinderEvent, { kind: Kind }>;

/** The step in words; a phase that BinderHub does not document stands for itself. */
export function stepOf({ phase, message }: Of<"progress">): [StringKey, Record<string, string>] {
  const key = phases.get(phase);
  const hint = key === "phaseBuilding" ? text("binderFirstBuild") : "";
  const told = [hint, message].filter(Boolean).join(" ");
  if (key && !told) return [key, {}];
  return ["binderPhase", { phase: key ? text(key) : phase, message: told }];
}

function reasonFor({ reason, status }: Of<"failed">): [StringKey, Record<string, string>] {
  return [status === 429 ? "binderBusy" : "binderFailed", { reason: reasonOf(new Error(reason)) }];
}
