/** Tokens that the reader typed: kept for this tab only, and only in the browser. */

const prefix = "inpage-exec-token:";
/** For as long as the page lives, where storage is blocked or full. */
const memory = new Map<string, string>();

/** The token that the reader gave for a server; null where there is none or storage is blocked. */
export function savedToken(server: string): string | null {
  const kept = memory.get(server);
  if (kept !== undefined) return kept;
  try {
    return sessionStorage.getItem(prefix + server);
  } catch {
    return null;
  }
}

/** Keep a token for a server. A whole address pasted with its `?token=` works as well. */
export function saveToken(server: string, typed: string): void {
  const token = /[?&]token=([^&#\s]+)/.exec(typed)?.[1] ?? typed.trim();
  try {
    sessionStorage.setItem(prefix + server, token);
    memory.delete(server);
  } catch {
    memory.set(server, token);
  }
}
