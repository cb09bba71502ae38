/** A kernel of thebe-core behind our own interface. */

import { type IRenderMimeRegistry, MimeModel } from "@jupyterlab/rendermime";
import { type Kernel as LabKernel, KernelMessage } from "@jupyterlab/services";
import type { ThebeSession } from "thebe-core";
import { Widget } from "@lumino/widgets";
import { Failure, reasonOf } from "./failure";
import type {
  Completion,
  Kernel,
  KernelEvent,
  KernelListener,
  Kernels,
  LiveOutput,
  MimeBundle,
  RunRequest,
  RunResult,
  Value,
} from "./kernel";
import { Output } from "./outputs/output";
import { keepStyles } from "./outputs/styles";
import { Pulse } from "./pulse";
import type { Reach } from "./reach";
import { text } from "./strings";
import { after } from "./timing";

/** How long a connection may be broken before the page is told that its kernel is away: enough for a hiccup of a proxy. */
const AWAY_MS = 2_500;
/** How long the reason for that may be looked for. */
const REASON_MS = 2_000;
/** How long a connection may take to open again until the server is asked again. */
const AGAIN_MS = 1_000;

const TERMINAL_COLOURS = /\u001b\[[\d;]*m/g;

type SaidValue = { status: string; evalue?: string } & Partial<MimeBundle>;
type Future = LabKernel.IShellFuture<KernelMessage.IExecuteRequestMsg, KernelMessage.IExecuteReplyMsg>;

/** What a kernel needs of the place that it comes from. */
export interface Surroundings {
  displayName: string;
  capacity: number;
  launchUrl: () => Promise<string | null>;
  /** Asks after the kernel, where it is not in this browser. */
  reach?: Reach;
  /** Why a kernel can not be reached that was there; null where its server may only be away for a while. */
  whyAway?: (kernel: string) => Promise<Failure | null>;
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
  readonly #listeners = new Set<KernelListener>();
  /** What gives up each request that has no answer yet. */
  readonly #unanswered = new Set<() => void>();
  readonly #pulse: Pulse | null;
  #ended = false;
  /** Aborted when a connection that is broken has come back, or never will. */
  #broken: AbortController | null = null;
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
      // The engine finds a kernel missing on a server that has been started again, too.
      if (status === "dead") this.#emit(this.#broken ? "gone" : "dead");
      // While a connection is down, its kernel's status is unknown.
      if (status !== "unknown") this.#restarting = status === "restarting" || status === "autorestarting";
    });
    connection.connectionStatusChanged.connect((_, status) => {
      if (status === "connecting") void this.#connectionBroke();
      // thebe-core drops the connection of a kernel that died before anybody else hears of it.
      else if (status === "disconnected")
        this.#emit(connection.status === "dead" && !this.#broken ? "dead" : "gone");
      else if (this.#broken) this.#connectionIsBack();
    });
    this.#pulse = surroundings.reach ? this.#takePulse(connection, surroundings.reach) : null;
  }

  of(): Kernel {
    return this;
  }

  hasEnded(): boolean {
    return false;
  }

  async revive(): Promise<void> {}

  createOutput(element: HTMLElement): LiveOutput {
    return new Output(element, this.rendering);
  }

  async run({ source, mayFail, expressions, begin }: RunRequest): Promise<RunResult> {
    const asked = expressions && { user_expressions: expressions };
    const request = { code: source, stop_on_error: !mayFail, ...asked };
    // A request outlives its answer, so that later cells can update what this one has displayed.
    const future = connectionOf(this.session).requestExecute(request, false);
    direct(future, begin);
    const reply = await this.#answerTo(future);
    if (!reply) return { ok: false, executionCount: null, aborted: false, missed: true };
    const { status, execution_count: executionCount = null } = reply.content;
    if (status === "aborted") future.dispose();
    const values = status === "ok" && expressions ? { values: valuesOf(reply.content) } : {};
    return { ok: status === "ok", executionCount, aborted: status === "aborted", ...values };
  }

  async evaluate(expression: string): Promise<Value> {
    const request = { code: "", store_history: false, user_expressions: { value: expression } };
    const { content } = await connectionOf(this.session).requestExecute(request).done;
    // Given back because code before it failed, which it has nothing to do with.
    if (content.status === "aborted") return this.evaluate(expression);
    const value = content.status === "ok" ? valuesOf(content)["value"] : undefined;
    return value ?? { ok: false, reason: text("unknownReason"), data: {}, metadata: {} };
  }

  async show({ data, metadata }: MimeBundle, element: HTMLElement): Promise<void> {
    const model = new MimeModel({ data: data as never, metadata: metadata as never, trusted: true });
    const type = this.rendering.preferredMimeType(model.data, "any");
    if (!type) return;
    keepStyles(element);
    const renderer = this.rendering.createRenderer(type);
    Widget.attach(renderer, element);
    await renderer.renderModel(model);
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
    try {
      await this.session.restart();
    } catch (error) {
      // Nobody knows what became of the request. The kernel may still be there, and the connection may be dead.
      this.#restarting = false;
      this.#pulse?.doubt();
      throw error;
    }
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
    this.#ended = true;
    this.surroundings.end().catch(() => undefined);
    // Where a theme swaps pages, the connection would outlive its page.
    this.#release();
  }

  launchUrl(): Promise<string | null> {
    return this.surroundings.launchUrl();
  }

  onEvent(listener: KernelListener): void {
    this.#listeners.add(listener);
  }

  async reach(): Promise<boolean> {
    const { reach } = this.surroundings;
    if (this.#ended || (await reach?.now()) !== "there") return false;
    // Whoever waits for the server asks it now.
    void reach?.answer();
    return !this.#ended;
  }

  /** The answer to a request; null where it was lost with a connection. */
  #answerTo(future: Future): Promise<KernelMessage.IExecuteReplyMsg | null> {
    return new Promise<KernelMessage.IExecuteReplyMsg | null>((resolve, reject) => {
      const giveUp = (): void => {
        resolve(null);
        future.dispose();
      };
      this.#unanswered.add(giveUp);
      future.done.then(resolve, reject).finally(() => this.#unanswered.delete(giveUp));
    });
  }

  /** The socket opens again by itself when the server is there; here it is told what else may come of it. */
  async #connectionBroke(): Promise<void> {
    // A kernel that restarts gets a new connection, and is not lost.
    const { reach } = this.surroundings;
    if (this.#restarting || this.#broken || !reach) return;
    const broken = new AbortController();
    this.#broken = broken;
    this.#emit("lost");
    void this.#follow(reach, broken.signal);
    await after(AWAY_MS);
    if (broken.signal.aborted) return;
    const why = await Promise.race([this.#why(), after(REASON_MS)]);
    // Asked again, because it may have come back while the reason was looked for.
    const refused = why && (await reach.now()) === "away";
    if (!broken.signal.aborted) this.#emit(refused ? "refused" : "away", why ?? undefined);
  }

  /** Whatever the server says of the kernel while the connection is broken. */
  async #follow(reach: Reach, mended: AbortSignal): Promise<void> {
    while (!mended.aborted) {
      const fate = await reach.answer();
      const why = fate === "refused" ? await this.#why() : null;
      if (mended.aborted) return;
      if (fate === "gone" || fate === "refused") return this.#emit(fate, why ?? undefined);
      await after(AGAIN_MS);
    }
  }

  async #why(): Promise<Failure | null> {
    return (await this.surroundings.whyAway?.(this.displayName)) ?? null;
  }

  #connectionIsBack(): void {
    this.#mend();
    this.#emit("back");
    // A kernel answers in order: what it owes when this has its answer was lost.
    const owed = [...this.#unanswered];
    connectionOf(this.session)
      .requestKernelInfo()
      .then((answer) => answer && owed.forEach((giveUp) => giveUp()))
      .catch(() => undefined);
  }

  #mend(): void {
    this.#broken?.abort();
    this.#broken = null;
  }

  #takePulse(connection: LabKernel.IKernelConnection, reach: Reach): Pulse {
    const open = (): boolean => connection.connectionStatus === "connected" && !this.#restarting;
    const pulse = new Pulse({
      owes: () => this.#unanswered.size > 0 && open(),
      examine: () => reach.examine(),
      nudge: () => open() && void connection.requestKernelInfo().catch(() => undefined),
      reconnect: () => open() && void connection.reconnect().catch(() => undefined),
    });
    connection.anyMessage.connect((_, { direction }) => direction === "recv" && pulse.beat());
    return pulse;
  }

  #emit(event: KernelEvent, why?: Failure): void {
    if (this.#ended) return;
    if (event === "gone" || event === "refused" || event === "dead") {
      this.#ended = true;
      this.#release();
    }
    for (const listener of this.#listeners) listener(event, why);
  }

  #release(): void {
    this.#mend();
    this.#pulse?.dispose();
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

/** What a kernel says of the expressions of a request. */
function valuesOf(content: KernelMessage.IReplyOkContent & object): Record<string, Value> {
  const { user_expressions: said = {} } = content as { user_expressions?: Record<string, SaidValue> };
  return Object.fromEntries(
    Object.entries(said).map(([name, { status, evalue = "", data = {}, metadata = {} }]) => [
      name,
      { ok: status === "ok", reason: reasonOf(new Error(evalue)), data, metadata },
    ]),
  );
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
