/**
 * What a BinderHub says while it builds and launches.
 *
 * @see https://binderhub.readthedocs.io/en/latest/api.html#events
 */

/** One event of the stream, reduced to what the reader or the page needs. */
export type BinderEvent =
  | { kind: "progress"; phase: string; message: string }
  | { kind: "failed"; phase: string; message: string; reason: string; status: number }
  | { kind: "ready"; url: string; token: string };

const LONGEST_REASON = 600;
const LONGEST_PHASE = 40;
const colours = /\u001b\[[0-9;?]*[A-Za-z]/g;

/** What the data of a message says; null where it is not an event of BinderHub. */
export function readEvent(data: string): BinderEvent | null {
  const said = parse(data);
  if (typeof said["phase"] !== "string") return null;
  const message = stringOf(said["message"]);
  const phase = said["phase"].toLowerCase().slice(0, LONGEST_PHASE);
  if (phase === "failed" || phase === "failure") {
    const status = Number(said["status_code"] ?? 0);
    return { kind: "failed", phase, message, reason: inOneLine(message), status };
  }
  if (phase === "ready") return { kind: "ready", url: stringOf(said["url"]), token: stringOf(said["token"]) };
  return { kind: "progress", phase, message };
}

/** Whether an address is one that a page may connect to: whole, and not `javascript:` or the like. */
export function isWebAddress(url: string): boolean {
  return URL.canParse(url) && /^https?:$/.test(new URL(url).protocol);
}

function parse(data: string): Readonly<Record<string, unknown>> {
  try {
    return (JSON.parse(data) as Record<string, unknown> | null) ?? {};
  } catch {
    return {};
  }
}

function stringOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}

/** The end of a long text, where build tools say what went wrong. */
function inOneLine(text: string): string {
  return text.replace(colours, "").trim().replace(/\s+/g, " ").slice(-LONGEST_REASON);
}
