/**
 * Why a page gets no answer from a Jupyter server that it could read.
 *
 * A refused token, a forbidden origin, a server that is stopped and an address where there is none look alike to a
 * page. What tells them apart: the version at `api` needs no token; a JupyterHub gives its own version to pages of any
 * origin; an image is shown without a permission to read it; an opaque request tells a live host from a dead one.
 */

import { Failure, reasonOf } from "./failure";
import { has, isReachable, isRefusal, type KernelSpecs, namesOf, type ServerAddress, strict } from "./rest";
import { after, endAfter } from "./timing";

/** So long an answer may take. */
const PATIENCE_MS = 15_000;

/** An image that every Jupyter server has, and that it shows without a token. */
const IMAGE = "static/favicon.ico";

/** Why a request to the server failed before there was an answer. */
export async function diagnose(address: ServerAddress): Promise<Failure> {
  const server = address.url;
  if (isMixed(address.url)) return new Failure("serverMixed", { server: address.url }, "none");
  const hub = await hubOf(address);
  const names = { server, hub: hub ?? "", origin: location.origin };
  if (hub && !isOfUser(server, hub)) return new Failure("hubIsNoServer", names, "none");
  if (!hub && (await redirects(server))) return new Failure("serverRedirects", names, "none");
  if (await answersPages(server)) return tokenFailure(address, hub);
  if (await showsImage(server + IMAGE)) return new Failure("serverRefusesOrigin", names);
  if (hub) return new Failure("hubServerStopped", names);
  if (await isReachable(address)) return strange(address);
  return new Failure(server.startsWith("https:") ? "serverUnreachableSecure" : "serverUnreachable", names);
}

/** Why what a server answers can not be read. */
export function strange({ url }: ServerAddress): Failure {
  return new Failure("serverStrange", { server: url, origin: location.origin }, "token");
}

/** Why a server has refused to start a kernel. `specs` are the kernels that it has, where it tells. */
export async function notStarted(
  address: ServerAddress,
  kernel: string,
  response: Response,
  specs: KernelSpecs | null,
): Promise<Failure> {
  const server = address.url;
  if (specs && !has(specs, kernel))
    return new Failure("kernelUnknown", { server, kernel, kernels: namesOf(specs) });
  if (isRefusal(response)) return refusedToken(address);
  const said = (await response.json().catch(() => null)) as { message?: unknown } | null;
  const reason = reasonOf(new Error(String(said?.message ?? response.statusText)));
  return new Failure("serverAnswered", { server, status: response.status, reason });
}

/** Why a server answers with 401 or 403. */
async function refusedToken(address: ServerAddress): Promise<Failure> {
  return tokenFailure(address, await hubOf(address));
}

/** Why a kernel can not be reached any more that was there; null where its server may only be away for a while. */
export async function whyAway(address: ServerAddress, kernel: string): Promise<Failure | null> {
  const hub = await hubOf(address);
  if (await answersPages(address.url)) return tokenFailure(address, hub);
  return hub ? new Failure("hubEndedServer", { kernel }) : null;
}

/** Why sockets do not open although the server answers. */
export async function refusedSockets(address: ServerAddress): Promise<Failure> {
  const hub = await hubOf(address);
  return new Failure(hub ? "hubRefusesSockets" : "serverRefusesSockets", {
    server: address.url,
    hub: hub ?? "",
  });
}

/**
 * The JupyterHub whose own address, or the address of a user's server, this is; null where there is none.
 *
 * @see https://jupyterhub.readthedocs.io/en/stable/reference/urls.html
 */
export async function hubOf({ url, launched }: ServerAddress): Promise<string | null> {
  if (launched) return null;
  const root = new URL(url);
  root.pathname = root.pathname.replace(/\/(user|hub)\/.*$/, "/");
  const said = (await (await ask(`${root.href}hub/api`))?.json().catch(() => null)) as Version | null;
  return typeof said?.version === "string" ? root.href : null;
}

/** Whether browsers forbid this page to use the server: it is secure, and the server is neither secure nor on its machine. */
function isMixed(server: string): boolean {
  const { protocol, hostname } = new URL(server);
  const isLoopback = /^(127\.[\d.]+|\[::1\]|localhost|.+\.localhost)$/.test(hostname);
  return location.protocol === "https:" && protocol === "http:" && !isLoopback;
}

/** Whether it is the address of a user's server, and not one of the hub itself. */
function isOfUser(server: string, hub: string): boolean {
  return server.startsWith(`${hub}user/`) && server !== `${hub}user/`;
}

interface Version {
  version?: unknown;
}

function tokenFailure({ url, token }: ServerAddress, hub: string | null): Failure {
  const keys = hub
    ? (["hubRefusesToken", "hubWantsToken"] as const)
    : (["serverRefusesToken", "serverWantsToken"] as const);
  return new Failure(keys[token ? 0 : 1], { server: url, hub: hub ?? "" }, "token");
}

/** Whether a server lets this page read its version, or that it wants a token even for that. */
async function answersPages(server: string): Promise<boolean> {
  const response = await ask(`${server}api`);
  return response !== null && (response.ok || isRefusal(response));
}

/** Whether a server that lets this page read its answers sends it on to another address. */
async function redirects(server: string): Promise<boolean> {
  return (await ask(`${server}api`, { redirect: "manual" }))?.type === "opaqueredirect";
}

async function ask(url: string, init: RequestInit = {}): Promise<Response | null> {
  // A browser has few connections to a host, and requests that nobody answers keep them.
  return fetch(url, { ...strict, ...init, signal: endAfter(PATIENCE_MS) }).catch(() => null);
}

async function showsImage(url: string): Promise<boolean> {
  const image = new Image();
  image.src = url;
  const shown = image.decode().then(
    () => true,
    () => false,
  );
  const seen = await Promise.race([shown, after(PATIENCE_MS)]);
  image.removeAttribute("src");
  return seen ?? false;
}
