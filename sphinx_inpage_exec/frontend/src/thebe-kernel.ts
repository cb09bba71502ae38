/** A kernel of thebe-core behind our own interface. */

import { type IOutput, isError, isExecuteResult, isStream } from "@jupyterlab/nbformat";
import type { OutputArea } from "@jupyterlab/outputarea";
import type { Kernel as LabKernel } from "@jupyterlab/services";
import { PassiveCellRenderer, type ThebeSession } from "thebe-core";
import { Failure } from "./failure";
import type { Kernel, KernelEvent, LiveOutput, RunResult } from "./kernel";
import type { makeRendering } from "./rendering";

/** How long a server may be away before its kernel is given up: long enough for a restart of a proxy. */
const AWAY_MS = 2_500;

type Rendering = ReturnType<typeof makeRendering>;

/** What a kernel needs of the place that it comes from. */
export interface Surroundings {
  displayName: string;
  launchUrl: () => Promise<string | null>;
  isReachable: () => Promise<boolean>;
  /** Ends the session where it is, without waiting. */
  end: () => void;
  /** Interrupts the kernel in another way than by its server's API. */
  interrupt?: () => Promise<boolean>;
  dispose: () => void;
}

class ThebeOutput extends PassiveCellRenderer implements LiveOutput {
  constructor(element: HTMLElement, rendering: Rendering) {
    super("", rendering);
    this.attachToDOM(element);
  }

  show(future: OutputArea["future"]): void {
    this.area.future = future;
  }

  onChange(listener: () => void): void {
    this.model.changed.connect(listener);
  }

  text(): string {
    return this.model.toJSON().map(textOf).join("");
  }

  dispose(): void {
    this.area.dispose();
    this.model.dispose();
  }
}

function textOf(output: IOutput): string {
  if (isStream(output)) return output.name === "stdout" ? joined(output.text) : "";
  if (isError(output)) return `${output.ename}: ${output.evalue}`;
  return isExecuteResult(output) ? joined(output.data["text/plain"]) : "";
}

function joined(text: unknown): string {
  return Array.isArray(text) ? text.join("") : String(text ?? "");
}

export class ThebeKernel implements Kernel {
  readonly displayName: string;
  readonly #listeners = new Set<(event: KernelEvent) => void>();
  #ended = false;
  #lost = false;
  #restarting = false;

  constructor(
    private readonly session: ThebeSession,
    private readonly rendering: Rendering,
    private readonly surroundings: Surroundings,
  ) {
    this.displayName = surroundings.displayName;
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

  createOutput(element: HTMLElement): LiveOutput {
    return new ThebeOutput(element, this.rendering);
  }

  async run(source: string, output: LiveOutput): Promise<RunResult> {
    const future = connectionOf(this.session).requestExecute({ code: source, stop_on_error: true });
    if (output instanceof ThebeOutput) output.show(future);
    const { content } = await future.done;
    return { ok: content.status === "ok", executionCount: content.execution_count ?? null };
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
      await this.session.shutdown();
    } finally {
      this.#release();
    }
  }

  abandon(): void {
    this.surroundings.end();
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
    if (await this.surroundings.isReachable()) return;
    await new Promise((resolve) => setTimeout(resolve, AWAY_MS));
    if (await this.surroundings.isReachable()) return;
    this.#emit("gone");
  }

  #emit(event: KernelEvent): void {
    if (this.#ended) return;
    if (event === "gone" || event === "dead") {
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

/** The connection of a session to its kernel. */
export function connectionOf(session: ThebeSession): LabKernel.IKernelConnection {
  if (!session.kernel) throw new Failure("kernelDied");
  return session.kernel;
}
