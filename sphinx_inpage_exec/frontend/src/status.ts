/** The status box: what happens, since when, and what the reader can do about it. */

import { announce, attributes, type BackendName, type StatusAction } from "./contract";
import { actionButtons, fromTemplate } from "./controls";
import { Elapsed } from "./elapsed";
import { keepFocus } from "./focus";
import type { Remedy } from "./failure";
import { type StringKey, text } from "./strings";

/** How much of a step is done, in any unit. */
export interface Amount {
  readonly done: number;
  readonly total: number;
}

/** What the reader presses in the status box. */
export interface StatusHost {
  onAction(action: StatusAction): void;
  onBackend(backend: BackendName): void;
  onToken(token: string): void;
}

const backendTexts: Readonly<Record<BackendName, StringKey>> = {
  binder: "backendBinder",
  server: "backendServer",
  lite: "backendLite",
};

/** The status box: one sentence on what happens, and what goes with it. Only the sentence is read out. */
export class StatusBox {
  readonly element = fromTemplate("statusTemplate", "status");
  /** Where the log of a build is shown. */
  readonly log = this.element.querySelector("details") ?? document.createElement("details");
  readonly #form = this.element.querySelector("form");
  readonly #bar = this.element.querySelector("progress");
  readonly #elapsed = new Elapsed(this.element.querySelector('[role="timer"]'));

  constructor(private readonly host: StatusHost) {
    for (const [button, action] of this.#buttons) {
      if (action !== "backend") button.addEventListener("click", () => this.host.onAction(action));
    }
    this.#form?.addEventListener("submit", (event) => this.#submit(event));
  }

  /** Count the time from now, until a result or a failure is told; the log of an earlier time is gone. */
  begin(): void {
    this.log.hidden = true;
    this.log.open = false;
    this.#elapsed.start();
  }

  /** Tell a step or a result. */
  say(sentence: string, step = ""): void {
    this.#elapsed.stop();
    this.log.hidden = true;
    this.#show(sentence, step);
    this.#offer({ dismiss: true });
  }

  /** Tell a step of connecting, which can be cancelled, and how much of it is done. */
  saySteps(sentence: string, step: string, amount?: Amount): void {
    this.#show(sentence, step);
    this.#showAmount(amount);
    this.#offer({ cancel: true });
  }

  /** Tell a failure, what can be done, and which other backends there are. */
  fail(sentence: string, remedy: Remedy, others: readonly BackendName[]): void {
    this.#elapsed.stop();
    this.#show(sentence, "failed");
    const again = remedy === "run-again";
    this.#offer({
      retry: again || remedy === "retry",
      "run-again": again,
      restart: remedy === "restart",
      dismiss: true,
    });
    this.#offerBackends(others);
    if (this.#form) this.#form.hidden = remedy !== "token";
    announce("error", { message: sentence });
  }

  hide(): void {
    this.element.hidden = true;
    keepFocus();
  }

  get #buttons(): [HTMLButtonElement, StatusAction][] {
    return actionButtons<StatusAction>(this.element);
  }

  #show(sentence: string, step: string): void {
    if (!this.element.isConnected) document.body.append(this.element);
    this.element.hidden = false;
    this.element.setAttribute(attributes.step, step);
    const status = this.element.querySelector('[role="status"]');
    // The same sentence again would be read out again.
    if (status && status.textContent !== sentence) status.textContent = sentence;
    if (this.#form) this.#form.hidden = true;
    this.#showAmount();
  }

  #showAmount(amount?: Amount): void {
    if (!this.#bar) return;
    this.#bar.hidden = !amount;
    this.#bar.max = amount?.total || 1;
    this.#bar.value = amount?.done ?? 0;
  }

  #offer(offered: Partial<Record<StatusAction, boolean>>): void {
    for (const [button, action] of this.#buttons) button.hidden = action !== "copy" && !offered[action];
    keepFocus();
  }

  #offerBackends(others: readonly BackendName[]): void {
    const [pattern, ...copies] = this.#buttons
      .filter(([, action]) => action === "backend")
      .map(([button]) => button);
    for (const copy of copies) copy.remove();
    if (!pattern) return;
    const offers = others.map((backend) => this.#backendButton(pattern, backend));
    pattern.after(...offers);
    pattern.hidden = true;
  }

  #backendButton(pattern: HTMLButtonElement, backend: BackendName): HTMLButtonElement {
    const button = pattern.cloneNode(true) as HTMLButtonElement;
    button.hidden = false;
    button.textContent = text("backendInstead", { backend: text(backendTexts[backend]) });
    button.addEventListener("click", () => this.host.onBackend(backend));
    return button;
  }

  #submit(event: SubmitEvent): void {
    event.preventDefault();
    const input = this.#form?.querySelector("input");
    if (!input) return;
    this.host.onToken(input.value);
    input.value = "";
  }
}
