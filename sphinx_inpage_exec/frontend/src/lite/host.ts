/** The page's side of a WebAssembly kernel: the worker that it lives in. */

import { Failure } from "../failure";
import type { Amount } from "../status";
import type { StringKey } from "../strings";
import { trusted } from "../trusted";
import type { FromWorker, Making, Shared, ToWorker } from "./messages";
import { writeAnswer } from "./worker/answers";

/** A worker that awaits something tells at once that it has interrupted it; one that computes can not. */
const PATIENCE_MS = 1_000;
const ANSWER_BYTES = 1 << 20;
const INTERRUPT = 2;

/** Whom the host tells. */
export interface HostListener {
  onStep(key: StringKey, amount?: Amount): void;
}

/** What the kernel says: a message of the Jupyter protocol, or that it has died. */
export interface KernelListener {
  /** Returns false for what is no message. */
  onMessage(text: string, buffers: ArrayBuffer[]): boolean;
  onDeath(): void;
}

/** Makes, interrupts and ends the worker of one kernel. */
export class Host {
  kernel: KernelListener | null = null;
  readonly #shared: Shared | null = crossOriginIsolated ? share() : null;
  #worker: Worker | null = null;
  #onInterrupted: () => void = () => undefined;

  constructor(
    private readonly url: string,
    private readonly making: Omit<Making, "shared">,
    private readonly listener: HostListener,
  ) {}

  /**
   * Make a kernel in a new worker; the one that was there ends.
   *
   * @throws Failure that says what is wrong with the browser, the host or a package.
   */
  async start(signal?: AbortSignal): Promise<void> {
    this.end();
    if (typeof WebAssembly === "undefined") throw new Failure("liteNoWebAssembly", {}, "none");
    if (this.#shared) new Uint8Array(this.#shared.interrupts).fill(0);
    const lifetime = new AbortController();
    const forbidden = policyViolation(lifetime.signal);
    signal?.addEventListener("abort", () => this.end(), { signal: lifetime.signal });
    try {
      await Promise.race([this.#make(), forbidden, aborted(signal, lifetime.signal)]);
    } catch (error) {
      this.end();
      throw error;
    } finally {
      lifetime.abort();
    }
  }

  send(message: ToWorker): void {
    this.#worker?.postMessage(message);
  }

  answer(answer: string): void {
    if (this.#shared) writeAnswer(this.#shared, answer);
    else this.send({ kind: "answer", answer });
  }

  /** Interrupt what runs. False where only a new worker would end it. */
  async interrupt(): Promise<boolean> {
    if (this.#shared) Atomics.store(new Uint8Array(this.#shared.interrupts), 0, INTERRUPT);
    const interrupted = new Promise<boolean>((resolve) => {
      this.#onInterrupted = () => resolve(true);
      setTimeout(() => resolve(this.#shared !== null), PATIENCE_MS);
    });
    this.send({ kind: "interrupt" });
    return interrupted;
  }

  /** End the worker, whatever it does. */
  end(): void {
    this.#worker?.terminate();
    this.#worker = null;
  }

  #make(): Promise<void> {
    const worker = newWorker(this.url);
    this.#worker = worker;
    return new Promise((resolve, reject) => {
      let up = false;
      worker.onerror = () => up || reject(new Failure("liteWorkerMissing", { file: this.url }));
      // A worker whose memory is full goes on with messages that nobody can read.
      worker.onmessageerror = () => this.#take({ kind: "died" });
      worker.onmessage = ({ data }: MessageEvent<FromWorker>) => {
        up = true;
        if (data.kind === "ready") resolve();
        else if (data.kind === "failed") reject(new Failure(data.key, data.parameters));
        else this.#take(data);
      };
      this.send({ kind: "make", making: { ...this.making, shared: this.#shared } });
    });
  }

  #take(message: FromWorker): void {
    switch (message.kind) {
      case "loading":
        return this.listener.onStep("liteLoading", { done: message.done, total: message.total });
      case "starting":
        return this.listener.onStep("liteStarting");
      case "installing":
        return this.listener.onStep("liteInstalling");
      case "interrupted":
        return this.#onInterrupted();
      case "message":
        if (this.kernel?.onMessage(message.text, message.buffers) === false) this.#take({ kind: "died" });
        return;
      case "died":
        this.end();
        return this.kernel?.onDeath();
    }
  }
}

function share(): Shared {
  return { interrupts: new SharedArrayBuffer(1), answers: new SharedArrayBuffer(ANSWER_BYTES) };
}

/** Browsers differ: one throws where a policy forbids workers, another tells the worker's `error` event. */
function newWorker(url: string): Worker {
  try {
    return new Worker(trusted().createScriptURL(url), { type: "module", name: "inpage-exec" });
  } catch {
    throw new Failure("litePolicyForbidsWorkers");
  }
}

/** Rejects when the page's policy forbids a worker. */
function policyViolation(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const take = ({ effectiveDirective }: SecurityPolicyViolationEvent): void => {
      if (effectiveDirective === "worker-src") reject(new Failure("litePolicyForbidsWorkers"));
    };
    document.addEventListener("securitypolicyviolation", take, { signal });
  });
}

function aborted(signal: AbortSignal | undefined, until: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal?.addEventListener("abort", () => reject(signal.reason), { signal: until });
  });
}
