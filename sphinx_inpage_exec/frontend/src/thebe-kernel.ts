/** A kernel of thebe-core behind our own interface. */

import type { IRenderMimeRegistry } from "@jupyterlab/rendermime";
import { type Kernel as LabKernel, KernelMessage } from "@jupyterlab/services";
import type { ThebeSession } from "thebe-core";
import { Failure } from "./failure";
import type { Completion, Kernel, KernelEvent, Kernels, LiveOutput, RunRequest, RunResult } from "./kernel";
import { Output } from "./outputs/output";

/** How long a server may be away before its kernel is given up: long enough for a restart of a proxy. */
const AWAY_MS = 2_500;

const TERMINAL_COLOURS = /\u001b\[[\d;]*m/g;

type Future = LabKernel.IShellFuture<KernelMessage.IExecuteRequestMsg, KernelMessage.IExecuteReplyMsg>;

/** What a kernel needs of the place that it comes from. */
export interface Surroundings {
  displayName: string;
  capacity: number;
  launchUrl: () => Promise<string | null>;
  isAlive: () => Promise<boolean>;
  /** Whether a server that does not answer any more belongs to a hub, which can start it again. */
  isStopped?: () => Promise<boolean>;
  /** Ends the session and its kernel, where they are. */
  end: () => Promise<void>;
  /** The session is not used any more, and may have ended already. */
  leave?: () => void;
  /** Interrupts the kernel in another way than by its server's API. */
  interrupt?: () => Promise<boolean>;
  dispose: () => void;
}

/** One kernel, and all that a page has where it needs no other. */
export class ThebeKernel implements Kernel, Kernels {
  readonly displayName: string;
  readonly capacity: number;
  readonly missing = "";
  readonly #listeners = new Set<(event: KernelEvent) => void>();
  #ended = false;
  #lost = false;
  #restarting = false;

  constructor(
    private readonly session: ThebeSession,
    private readonly rendering: IRenderMimeRegistry,
    private readonly surroundings: Surroundings,
  ) {
    this.displayName = surroundings.displayName;
    this.capacity = surroundings.capacity;
    const connection = connectionOf(session);
    connection.statusChanged.connect((_, status) => {
      if (status === "autorestarting") this.#emit("autorestarted");
      if (status === "dead") this.#emit("dead");
      // While a connection is down, its kernel's status is unknown.
      if (status !== "unknown") this.#restarting = status === "restarting" || status === "autorestarting";
    });
    connection.connectionStatusChanged.connect((_, status) => {
      if (status === "connecting") void this.#connectionBroke();
      // thebe-core drops the connection of a kernel that died before anybody else hears of it.
      else if (status === "disconnected") this.#emit(connection.status === "dead" ? "dead" : "gone");
      else if (this.#lost) this.#emit("back");
      this.#lost &&= status !== "connected";
    });
  }

  of(): Kernel {
    return this;
  }

  createOutput(element: HTMLElement): LiveOutput {
    return new Output(element, this.rendering);
  }

  async run({ source, mayFail, begin }: RunRequest): Promise<RunResult> {
    const request = { code: source, stop_on_error: !mayFail };
    // A request outlives its answer, so that later cells can update what this one has displayed.
    const future = connectionOf(this.session).requestExecute(request, false);
    direct(future, begin);
    const { content } = await future.done;
    const { status, execution_count: executionCount = null } = content;
    if (status === "aborted") future.dispose();
    return { ok: status === "ok", executionCount, aborted: status === "aborted" };
  }

  async complete(code: string, cursor: number): Promise<Completion> {
    const request = { code, cursor_pos: characters(code.slice(0, cursor)) };
    const { content } = await connectionOf(this.session).requestComplete(request);
    if (content.status !== "ok") return { start: cursor, end: cursor, matches: [] };
    return {
      start: indexOf(code, content.cursor_start),
      end: indexOf(code, content.cursor_end),
      matches: content.matches,
    };
  }

  async inspect(code: string, cursor: number): Promise<string | null> {
    const request = { code, cursor_pos: characters(code.slice(0, cursor)), detail_level: 0 as const };
    const { content } = await connectionOf(this.session).requestInspect(request);
    if (content.status !== "ok" || !content.found) return null;
    return String(content.data["text/plain"] ?? "").replace(TERMINAL_COLOURS, "") || null;
  }

  async interrupt(): Promise<boolean> {
    if (this.surroundings.interrupt) return this.surroundings.interrupt();
    await connectionOf(this.session).interrupt();
    return true;
  }

  async restart(): Promise<void> {
    await this.session.restart();
  }

  async shutdown(): Promise<void> {
    this.#ended = true;
    try {
      await this.surroundings.end();
    } finally {
      this.#release();
    }
  }

  abandon(): void {
    this.surroundings.end().catch(() => undefined);
  }

  launchUrl(): Promise<string | null> {
    return this.surroundings.launchUrl();
  }

  onEvent(listener: (event: KernelEvent) => void): void {
    this.#listeners.add(listener);
  }

  /** A broken connection is tried again by the engine for minutes; a server that is gone is told at once. */
  async #connectionBroke(): Promise<void> {
    // A kernel that restarts gets a new connection, and is not lost.
    if (this.#restarting) return;
    this.#lost = true;
    this.#emit("lost");
    if (await this.surroundings.isAlive()) return;
    await new Promise((resolve) => setTimeout(resolve, AWAY_MS));
    if (await this.surroundings.isAlive()) return;
    this.#emit((await this.surroundings.isStopped?.()) ? "stopped" : "gone");
  }

  #emit(event: KernelEvent): void {
    if (this.#ended) return;
    if (event === "gone" || event === "stopped" || event === "dead") {
      this.#ended = true;
      this.#release();
    }
    for (const listener of this.#listeners) listener(event);
  }

  #release(): void {
    this.session.dispose();
    this.surroundings.dispose();
  }
}

/** How many characters a text has for a kernel, which does not count in the halves of them as browsers do. */
function characters(text: string): number {
  return [...text].length;
}

function indexOf(text: string, characters: number): number {
  return [...text].slice(0, characters).join("").length;
}

/** The connection of a session to its kernel. */
export function connectionOf(session: ThebeSession): LabKernel.IKernelConnection {
  if (!session.kernel) throw new Failure("kernelDied");
  return session.kernel;
}

/** Lead what a run puts out to where `begin` says, which is called with the first of it. */
function direct(future: Future, begin: RunRequest["begin"]): void {
  const take = (): void => {
    const output = begin();
    future.onIOPub = future.onReply = future.onStdin = () => undefined;
    if (output instanceof Output) output.show(future);
  };
  // Which of its messages comes first is not certain: they travel on several channels.
  future.onIOPub = (message) => {
    // A kernel says "busy" and "idle" also where it gives code back.
    if (KernelMessage.isStatusMsg(message)) return;
    take();
    return future.onIOPub(message);
  };
  future.onStdin = (message) => {
    take();
    return future.onStdin(message);
  };
  future.onReply = (message) => {
    if (message.content.status === "aborted") return;
    take();
    return future.onReply(message);
  };
}
