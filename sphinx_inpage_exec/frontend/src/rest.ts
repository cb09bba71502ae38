/**
 * The few requests to a Jupyter server's REST API that come before, and outside of, the engine.
 *
 * @see https://jupyter-server.readthedocs.io/en/latest/developers/rest-api.html
 */

import type * as Diagnosis from "./diagnosis";
import { Failure } from "./failure";
import type { Finding } from "./reach";
import { after, endAfter } from "./timing";

/** So long a kernel may take to start until its server is asked whether it is there at all. */
const QUIET_MS = 10_000;
/** So long a server may be silent that is not known to be slow: one that takes ten seconds is in time. */
const PATIENCE_MS = 15_000;
/** No answer takes longer, but the one to a request that starts or ends a kernel. */
const LIMIT_MS = 45_000;
const KERNEL_LIMIT_MS = 120_000;
/** So often a question is asked. Browsers keep six connections to a host, and the engine asks, too. */
const TIMES = 4;

/** Where a Jupyter server is. `url` ends with a slash; an empty token means that none is sent. */
export interface ServerAddress {
  url: string;
  token: string;
  /** A Binder has launched it for this reader: nobody else can start it, or has a token for it. */
  launched?: boolean;
}

/** A session as the server describes it. */
export interface SessionModel {
  id: string;
  path: string;
  name: string;
  type: string;
  kernel: { id: string; name: string };
}

export interface SessionRequest {
  path: string;
  name: string;
  kernelName: string;
}

/** For requests to a server: they go to the address that was named, and to none that an answer names. */
export const strict = { cache: "no-store", redirect: "error" } as const satisfies RequestInit;

/** A session, and the name that the server displays for its kernel: the kernel's own name where it has none. */
export interface StartedSession {
  model: SessionModel;
  displayName: Promise<string>;
}

export interface KernelSpecs {
  kernelspecs: Record<string, { spec: { display_name: string; language: string } }>;
}

/** The address that an URL means: its `?token=` is taken out of it and wins over `token`. */
export function serverAddress(url: string, token = ""): ServerAddress {
  const parsed = new URL(url, document.baseURI);
  const pasted = parsed.searchParams.get("token");
  parsed.search = parsed.hash = "";
  parsed.pathname = parsed.pathname.replace(/\/*$/, "/");
  return { url: parsed.href, token: pasted ?? token };
}

/**
 * Start a session, and with it a kernel. It can not be cancelled: a server that has been asked starts it, and only the
 * answer says which one it is.
 *
 * @throws Failure that names the cause: the server, the origin, the token or the kernel's name.
 */
export async function startSession(
  address: ServerAddress,
  { path, name, kernelName }: SessionRequest,
): Promise<StartedSession> {
  if (silent && (await findServer(address)) === null)
    throw new Failure("serverSilent", { server: address.url });
  const body = JSON.stringify({ path, name, type: "notebook", kernel: { name: kernelName } });
  const asked = send(address, "api/sessions", { method: "POST", body });
  // At the same time: a kernel that is ready would wait a round trip for its name.
  const specs = kernelSpecs(address).catch(() => null);
  const response = await unlessSilent(address, asked);
  if (response.ok) {
    const model = await readSession(response);
    if (!model) throw await explain(address, ({ strange }) => Promise.resolve(strange(address)));
    return { model, displayName: specs.then((known) => displayName(known, model.kernel.name)) };
  }
  const known = await specs;
  throw await explain(address, ({ notStarted }) => notStarted(address, kernelName, response, known));
}

/** The session that an answer describes; null where it is not the answer of a Jupyter server. */
async function readSession(response: Response): Promise<SessionModel | null> {
  const said = (await response.json().catch(() => null)) as Partial<SessionModel> | null;
  const texts: unknown[] = [said?.id, said?.kernel?.id, said?.kernel?.name];
  return texts.every((each) => typeof each === "string") ? (said as SessionModel) : null;
}

/** The sessions on a server; null where it does not tell. */
export async function listSessions(address: ServerAddress): Promise<SessionModel[] | null> {
  const response = await send(address, "api/sessions").catch(() => null);
  return response?.ok ? ((await response.json()) as SessionModel[]) : null;
}

/**
 * End a session and its kernel. The request outlives the page, where the browser lets it.
 *
 * @throws Error when the server does not answer, or refuses. One that does not have the session is content.
 */
export async function endSession(address: ServerAddress, id: string): Promise<void> {
  const route = `api/sessions/${encodeURIComponent(id)}`;
  const { ok, status } = await send(address, route, { method: "DELETE", keepalive: true });
  if (!ok && status !== 404) throw new Error(`The server answered ${status}.`);
}

/** What has become of a kernel. A hub or a proxy in the server's place counts as away. */
export async function fateOf(address: ServerAddress, kernel: string): Promise<Finding> {
  if ((await findServer(address)) === null) return { fate: "away", idle: false };
  const signal = endAfter(patience());
  const read = (route: string): Promise<Response | null> => ask(address, route, { signal }).catch(() => null);
  const one = await read(`api/kernels/${encodeURIComponent(kernel)}`);
  if (one && isRefusal(one)) return { fate: "refused", idle: false };
  const model = one?.ok ? ((await one.json().catch(() => null)) as KernelModel | null) : null;
  if (model) return { fate: "there", idle: model.execution_state === "idle" };
  // Jupyter servers do not let pages of other origins read that there is no such kernel.
  const all = await read("api/kernels");
  const models = all?.ok ? ((await all.json().catch(() => null)) as KernelModel[] | null) : null;
  const isGone = models ? models.every(({ id }) => id !== kernel) : one?.status === 404 && isJson(one);
  return { fate: isGone ? "gone" : "away", idle: false };
}

interface KernelModel {
  id: string;
  execution_state?: unknown;
}

function isJson({ headers }: Response): boolean {
  return headers.get("Content-Type")?.includes("json") ?? false;
}

/** How long the latest answer took. */
let took = 0;
/** Whether the server has been found to be silent. */
let silent = false;

/** So long a server may be silent. */
export function patience(): number {
  return Math.min(Math.max(PATIENCE_MS, 2 * took), LIMIT_MS);
}

/**
 * The answer to a question that does not fail; null when its server is silent.
 *
 * Networks lose connections without a word. A browser that knows nothing of it goes on sending requests on those that
 * it keeps open, and nobody ever answers. While there is no answer the question is asked again, for which the browser
 * takes another connection; those on which nothing has come are closed in the end.
 */
export async function insist<Answer>(ask: (signal: AbortSignal) => Promise<Answer>): Promise<Answer | null> {
  const ends: AbortController[] = [];
  const asked: Promise<[Answer, AbortController]>[] = [];
  let first: AbortController | undefined;
  try {
    while (asked.length < TIMES) {
      const end = new AbortController();
      ends.push(end);
      asked.push(ask(end.signal).then((answer) => [answer, end]));
      const answered = await Promise.race([...asked, after(patience() / TIMES)]);
      if (!answered) continue;
      first = answered[1];
      return answered[0];
    }
    return null;
  } finally {
    // The connection that has led to the server is the one that the browser takes next.
    for (const end of ends) if (end !== first) end.abort();
  }
}

/**
 * Whether the server can be reached; null when it is silent.
 *
 * To be asked before a token is sent where nobody knows whether it would arrive. Browsers then ask first whether the page
 * may send it, and can not be told to give that question up: it keeps one of the six connections that all pages have to
 * the server, for good. This one is given up.
 */
export async function findServer(address: ServerAddress): Promise<boolean | null> {
  const found = await insist((signal) => isReachable(address, signal));
  silent = found === null;
  return found;
}

/** `fetch` for the engine, which would wait for ever for an answer that was lost on the way. */
export function impatientFetch(address: ServerAddress): typeof fetch {
  return async (request, init) => {
    const failure = new Failure("serverSilent", { server: address.url });
    if ((await findServer(address)) === null) throw failure;
    const end = new AbortController();
    const asked = fetch(request, { ...init, signal: end.signal });
    return unlessSilent(address, asked, KERNEL_LIMIT_MS).catch((error) => {
      end.abort();
      throw error;
    });
  };
}

/** Whether anything answers at the server's address, whatever it answers, before `signal` is aborted. */
export async function isReachable(
  { url }: ServerAddress,
  signal: AbortSignal = endAfter(LIMIT_MS),
): Promise<boolean> {
  return fetch(`${url}api`, { mode: "no-cors", cache: "no-store", signal }).then(
    () => true,
    () => false,
  );
}

/** What is promised, unless the server falls silent. Starting a kernel may take long; another answer is there soon. */
async function unlessSilent<Result>(
  address: ServerAddress,
  promised: Promise<Result>,
  limit = Infinity,
): Promise<Result> {
  const begun = performance.now();
  const settled = promised.then(
    () => true,
    () => true,
  );
  while (!(await Promise.race([settled, after(QUIET_MS)]))) {
    const isLate = performance.now() - begun > limit;
    if (isLate || !(await Promise.race([settled, findServer(address)])))
      throw new Failure("serverSilent", { server: address.url });
  }
  return promised;
}

/** Whether an answer says that the token is wrong or missing. */
export function isRefusal({ status }: Response): boolean {
  return status === 401 || status === 403;
}

/**
 * The failure that probes find. They are loaded only where something has failed; where the site does not have them
 * either, the network is down.
 */
export async function explain(
  { url }: ServerAddress,
  find: (probes: typeof Diagnosis) => Promise<Failure>,
): Promise<Failure> {
  const probes = await import("./diagnosis").catch(() => null);
  return probes ? find(probes) : new Failure("serverUnreachable", { server: url });
}

/**
 * Ask a server something.
 *
 * @throws Failure that says why there is no answer.
 */
export async function send(address: ServerAddress, route: string, init: RequestInit = {}): Promise<Response> {
  try {
    return await ask(address, route, init);
  } catch (error) {
    if (init.signal?.aborted || init.keepalive) throw error;
    throw await explain(address, ({ diagnose }) => diagnose(address));
  }
}

async function ask(address: ServerAddress, route: string, init: RequestInit = {}): Promise<Response> {
  const headers = new Headers(init.body ? { "Content-Type": "application/json" } : {});
  if (address.token) headers.set("Authorization", `token ${address.token}`);
  // A session is started by a request that may take as long as its kernel.
  const signal = init.signal ?? (init.method === "POST" ? null : endAfter(LIMIT_MS));
  const begun = performance.now();
  const response = await fetch(address.url + route, { ...strict, ...init, headers, signal });
  if (!init.method) took = performance.now() - begun;
  return response;
}

/**
 * The kernels that a server has.
 *
 * @throws Error when it does not tell.
 */
export async function kernelSpecs(address: ServerAddress): Promise<KernelSpecs> {
  const said = (await (await ask(address, "api/kernelspecs")).json()) as Partial<KernelSpecs>;
  if (!said.kernelspecs) throw new Error("The server does not list its kernels.");
  return { kernelspecs: said.kernelspecs };
}

function displayName(specs: KernelSpecs | null, kernel: string): string {
  return (specs && has(specs, kernel) && specs.kernelspecs[kernel]?.spec.display_name) || kernel;
}

/** Not by `in`, which every object says of "constructor". */
export function has({ kernelspecs }: KernelSpecs, kernel: string): boolean {
  return Object.hasOwn(kernelspecs, kernel);
}

/** The names of the kernels, in a row. */
export function namesOf({ kernelspecs }: KernelSpecs): string {
  return Object.keys(kernelspecs).sort().join(", ");
}
