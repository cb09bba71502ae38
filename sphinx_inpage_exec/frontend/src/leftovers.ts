/**
 * What is written down of sessions on servers, so that none outlives its page for long.
 *
 * A page that goes away tries to end its session. Not every browser sends such a request, and a browser that crashes
 * sends none. So a session is noted before it is asked for, without any secret, and the next page that connects to
 * the server ends those whose pages are gone: those that said so when they went, and those whose lock is free.
 */

import { Entries, type Keeping } from "./entries";
import { hold, ifFree } from "./locks";
import { endSession, listSessions, type ServerAddress } from "./rest";

/** Whether the page of a session is there: as long as it holds its lock, until it says otherwise, or not any more. */
type Presence = "locked" | "unlocked" | "gone";

interface Entry {
  /** Empty until the server has said it. */
  id: string;
  presence: Presence;
}

const prefix = "inpage-exec-session:";
const presences: readonly unknown[] = ["locked", "unlocked", "gone"] satisfies Presence[];

function entriesIn(keeping: Keeping): Entries<Entry> {
  return new Entries(
    keeping,
    prefix,
    ({ id, presence }) => typeof id === "string" && presences.includes(presence),
  );
}

/** Paths of sessions are random, so an address and a path name one session. Addresses of servers have no hash. */
function nameOf({ url }: ServerAddress, path: string): string {
  return `${url}#${path}`;
}

/** The note of a session that this page is about to ask for. */
export class Note {
  #entry: Entry | null;

  private constructor(
    private readonly entries: Entries<Entry>,
    private readonly name: string,
    private readonly release: (() => void) | null,
  ) {
    this.#entry = { id: "", presence: release ? "locked" : "unlocked" };
    this.#update({});
  }

  static async take(keeping: Keeping, address: ServerAddress, path: string): Promise<Note> {
    const name = nameOf(address, path);
    // Held before the entry is there to be found.
    return new Note(entriesIn(keeping), name, await hold(prefix + name));
  }

  /** The server has said which session it is. */
  started(id: string): void {
    this.#update({ id });
  }

  /** The page is done with the session, and does not know whether the server is. */
  leave(): void {
    this.#update({ presence: "gone" });
    this.release?.();
  }

  /** The session has ended. */
  drop(): void {
    this.#entry = null;
    this.entries.remove(this.name);
    this.release?.();
  }

  #update(change: Partial<Entry>): void {
    if (!this.#entry) return;
    this.#entry = { ...this.#entry, ...change };
    this.entries.write(this.name, this.#entry);
  }
}

/** End the sessions on a server that pages of this browser have left. Never fails. */
export async function endLeftovers(keeping: Keeping, address: ServerAddress): Promise<void> {
  const entries = entriesIn(keeping);
  const own = nameOf(address, "");
  let listed: ReturnType<typeof listSessions> | undefined;
  const end = async (name: string, { id }: Entry): Promise<void> => {
    // A server that lists no sessions may still end one.
    const sessions = await (listed ??= listSessions(address));
    const found = sessions?.find(({ path }) => name === own + path)?.id ?? (sessions ? "" : id);
    if (found) await endSession(address, found);
    if (found || id) entries.remove(name);
  };
  for (const name of entries.names()) {
    const entry = entries.read(name);
    if (!entry || !name.startsWith(own)) continue;
    const ending = (): Promise<void> => end(name, entry).catch(() => undefined);
    if (entry.presence === "gone") await ending();
    if (entry.presence === "locked") await ifFree(prefix + name, ending);
  }
}
