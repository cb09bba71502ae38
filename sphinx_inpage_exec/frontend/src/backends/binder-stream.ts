import { type Failure, reasonOf } from "../failure";
import { isReachable } from "../rest";
import type { Parameters, StringKey } from "../strings";

/** Waits before a stream that broke off is opened again. BinderHub goes on with a build that has begun. */
const WAITS_MS = [500, 1_000, 2_000];
const MINUTE_MS = 60_000;
/** A build may be silent while it compiles; longer than this, it is taken for stuck. */
const LONGEST_SILENCE = 30;

/** How a stream of events is followed. */
export interface Following<Result> {
  /** The hub, whose address ends with a slash. */
  readonly hub: string;
  /** The stream. */
  readonly url: string;
  readonly signal: AbortSignal;
  /** Takes one message. What it returns, or throws, ends the stream. */
  take(data: string): Result | undefined;
  /** The stream broke off, and is opened again. */
  onBreak(): void;
  /** Nothing was heard for another minute. */
  onSilence(minutes: number): void;
  /** The failure that the reader is told. */
  failure(key: StringKey, parameters?: Parameters): Failure;
}

/**
 * Follow a stream of events until one of them brings a result.
 *
 * The browser would open a stream that ends again and again, without a limit; here each connection is opened once.
 *
 * @throws Failure when the stream is refused, breaks off too often, or falls silent for good; what `take` throws.
 */
export async function follow<Result>(following: Following<Result>): Promise<Result> {
  let heard = false;
  const take = (data: string): Result | undefined => {
    heard = true;
    return following.take(data);
  };
  for (const wait of [...WAITS_MS, null]) {
    const result = await listen({ ...following, take });
    following.signal.throwIfAborted();
    if (result !== undefined) return result;
    const refused = heard ? null : await refusal(following);
    if (refused) throw refused;
    if (wait === null) break;
    following.onBreak();
    await pause(wait, following.signal);
  }
  throw following.failure("binderBrokeOff", { times: WAITS_MS.length + 1 });
}

/** One connection: resolves with the result, or with undefined when it breaks off or is not wanted any more. */
function listen<Result>({
  url,
  signal,
  take,
  onSilence,
  failure,
}: Following<Result>): Promise<Result | undefined> {
  const lifetime = new AbortController();
  return new Promise<Result | undefined>((resolve, reject) => {
    const stream = new EventSource(url);
    const silence = new Silence((minutes) => {
      if (minutes < LONGEST_SILENCE) onSilence(minutes);
      else reject(failure("binderStalled", { minutes }));
    });
    stream.onerror = () => resolve(undefined);
    stream.onmessage = ({ data }: MessageEvent<string>) => {
      silence.restart();
      settle(() => take(data), resolve, reject);
    };
    signal.addEventListener("abort", () => resolve(undefined), { signal: lifetime.signal });
    lifetime.signal.addEventListener("abort", () => {
      stream.close();
      silence.end();
    });
  }).finally(() => lifetime.abort());
}

function settle<Result>(
  take: () => Result | undefined,
  resolve: (result: Result) => void,
  reject: (error: unknown) => void,
): void {
  try {
    const result = take();
    if (result !== undefined) resolve(result);
  } catch (error) {
    reject(error);
  }
}

/** Counts the minutes since something was heard. */
class Silence {
  #minutes = 0;
  #timer = this.#start();

  constructor(private readonly onMinute: (minutes: number) => void) {}

  restart(): void {
    this.end();
    this.#minutes = 0;
    this.#timer = this.#start();
  }

  end(): void {
    clearInterval(this.#timer);
  }

  #start(): ReturnType<typeof setInterval> {
    return setInterval(() => this.onMinute(++this.#minutes), MINUTE_MS);
  }
}

/**
 * Why no event came; null where the hub answers by now.
 *
 * A browser does not tell a page why a stream could not be opened, so it is asked for once more, as a document.
 */
async function refusal<Result>({ hub, url, signal, failure }: Following<Result>): Promise<Failure | null> {
  const headers = { Accept: "text/event-stream" };
  const response = await fetch(url, { headers, signal, cache: "no-store" }).catch(() => null);
  if (!response) {
    const there = await isReachable({ url: hub, token: "" });
    return there ? failure("binderRefusesPages", { origin: location.origin }) : failure("binderUnreachable");
  }
  void response.body?.cancel();
  const { ok, status, statusText } = response;
  if (!ok) return failure(keyOf(status), { status, reason: reasonOf(new Error(statusText)) });
  const isStream = response.headers.get("Content-Type")?.startsWith(headers.Accept);
  return isStream ? null : failure("binderNotHub");
}

/** The sentence for a status that a hub, or what stands before it, gives instead of a stream. */
export function keyOf(status: number): StringKey {
  if (status === 401 || status === 403) return "binderForbidden";
  if (status === 404) return "binderNotFound";
  return status === 429 ? "binderBusy" : "binderAnswered";
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener(
      "abort",
      () => {
        clearTimeout(timer);
        reject(signal.reason);
      },
      { once: true },
    );
  });
}
