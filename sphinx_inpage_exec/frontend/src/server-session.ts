/** The session of this page on a server, and the kernel in it. */

import type { Keeping } from "./entries";
import { Failure } from "./failure";
import { Note } from "./leftovers";
import { endSession, type ServerAddress, type SessionModel, type SessionRequest, startSession } from "./rest";

export class ServerSession {
  private constructor(
    readonly address: ServerAddress,
    readonly model: SessionModel,
    readonly displayName: Promise<string>,
    private readonly note: Note,
  ) {
    note.started(model.id);
  }

  /**
   * Start a session. One that comes after `signal` was aborted is ended.
   *
   * @throws Failure that names the cause; the signal's reason when it is aborted.
   */
  static async start(
    address: ServerAddress,
    request: SessionRequest,
    keeping: Keeping,
    signal: AbortSignal,
  ): Promise<ServerSession> {
    const note = await Note.take(keeping, address, request.path);
    const starting = startSession(address, request).then(
      ({ model, displayName }) => new ServerSession(address, model, displayName, note),
      (error) => {
        // A server that is silent may start the session all the same.
        if (error instanceof Failure && error.key === "serverSilent") note.leave();
        else note.drop();
        throw error;
      },
    );
    try {
      return await unlessAborted(starting, signal, (late) => void late.end().catch(() => undefined));
    } catch (error) {
      note.leave();
      throw error;
    }
  }

  /**
   * End the session and its kernel. The request outlives the page, where the browser lets it.
   *
   * @throws Error when the server does not answer, or refuses.
   */
  async end(): Promise<void> {
    this.leave();
    await endSession(this.address, this.model.id);
    this.note.drop();
  }

  /** The page is done with the session, which may have ended already. */
  leave(): void {
    this.note.leave();
  }
}

/** What is promised, unless `signal` is aborted first; what comes after that is handed to `late`. */
function unlessAborted<Result>(
  promised: Promise<Result>,
  signal: AbortSignal,
  late: (result: Result) => void,
): Promise<Result> {
  return new Promise((resolve, reject) => {
    const abort = (): void => {
      promised.then(late, () => undefined);
      reject(signal.reason);
    };
    if (signal.aborted) return abort();
    signal.addEventListener("abort", abort, { once: true });
    promised.then(resolve, reject).finally(() => signal.removeEventListener("abort", abort));
  });
}
