import type { BinderSettings, Settings } from "../contract";
import { Failure, reasonOf } from "../failure";
import type { Kernels } from "../kernel";
import { type ServerAddress, serverAddress } from "../rest";
import type { Parameters, StringKey } from "../strings";
import { type Connect, type Connecting, settingsOf, sourceFile } from "./backend";
import { type BinderEvent, isWebAddress, readEvent } from "./binder-event";
import { BuildLog } from "./build-log";
import { follow } from "./binder-stream";
import { buildUrl } from "./binder-url";
import { connectSaved, isSaved, type Means } from "./saved-server";
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

/** What says of a server that was launched no more than that it is of no use. */
const useless = new Set<StringKey>([
  "serverUnreachable",
  "serverStrange",
  "serverRefusesOrigin",
  "serverRefusesToken",
  "serverWantsToken",
]);

/** A kernel from a server that a BinderHub launches, or has launched for an earlier page. */
export const connect: Connect = async (connecting) => {
  const { settings } = connecting.payload;
  const binder = settingsOf(settings, "binder");
  const means: Means = {
    launch: () => launch(binder, connecting),
    open: (address, asking) => open(address, binder, connecting, asking),
  };
  if (settings.disableSessionSaving) return means.open(await means.launch());
  return connectSaved(buildUrl(binder), means, connecting);
};

/** Whether a page of these settings would use a server that was launched before. */
export function isKept(settings: Settings): boolean {
  return !settings.disableSessionSaving && isSaved(buildUrl(settingsOf(settings, "binder")));
}

async function open(
  address: ServerAddress,
  { url, repo, folder }: BinderSettings,
  connecting: Connecting,
  asking?: AbortSignal,
): Promise<Kernels> {
  const file = sourceFile(connecting.payload, folder);
  return connectTo({ ...address, launched: true }, file, connecting, asking).catch((error) => {
    if (!(error instanceof Failure && useless.has(error.key))) throw error;
    throw new Failure("binderServerSilent", { server: url, repo });
  });
}

function launch(binder: BinderSettings, { progress, signal, log }: Connecting): Promise<ServerAddress> {
  const names = { server: binder.url, repo: binder.repo };
  const failure: MakeFailure = (key, parameters) => new Failure(key, { ...names, ...parameters });
  progress("binderConnecting", names);
  return follow({
    hub: binder.url,
    url: buildUrl(binder),
    signal,
    take: taker(progress, new BuildLog(log), failure),
    onBreak: () => progress("binderBroke", names),
    onSilence: (minutes) => progress("binderQuiet", { ...names, minutes }),
    failure,
  });
}

type MakeFailure = (key: StringKey, parameters?: Parameters) => Failure;
type Take = (data: string) => ServerAddress | undefined;

/** Takes the messages of one launch: tells the reader, and ends with the server's address or a failure. */
function taker(progress: Connecting["progress"], log: BuildLog, failure: MakeFailure): Take {
  let rubbish = 0;
  return (data) => {
    const event = readEvent(data);
    rubbish = event ? 0 : rubbish + 1;
    if (rubbish === MOST_RUBBISH) throw failure("binderRubbish");
    if (!event) return undefined;
    // What makes a server ready holds its token, and has nothing to do in a log.
    if (event.kind !== "ready") log.write(event.phase, event.message);
    if (event.kind === "progress") return void progress(...stepOf(event));
    if (event.kind === "failed") throw failure(...reasonFor(event));
    if (!isWebAddress(event.url)) throw failure("binderUnsafe");
    progress("phaseReady");
    return serverAddress(event.url, event.token);
  };
}

type Of<Kind> = Extract<BinderEvent, { kind: Kind }>;

/** The step in words; a phase that BinderHub does not document stands for itself. */
export function stepOf({ phase }: Of<"progress">): [StringKey, Record<string, string>] {
  return [phases.get(phase) ?? "phaseOther", { phase }];
}

/** A hub names only its rate limit by a status; its quotas it tells in words. */
export function reasonFor({ reason, status }: Of<"failed">): [StringKey, Record<string, string>] {
  if (status === 429) return ["binderBusy", {}];
  if (/^too many users/i.test(reason)) return ["binderFull", {}];
  return ["binderFailed", { reason: reasonOf(new Error(reason)) }];
}
