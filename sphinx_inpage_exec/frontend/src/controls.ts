/** The control panel and the status box, cut from the templates that the build put on the page. */

import {
  announce,
  attributes,
  type BackendName,
  classes,
  ids,
  type PageAction,
  type PageState,
  type StatusAction,
} from "./contract";
import type { Remedy } from "./failure";
import { type StringKey, text } from "./strings";

type TemplateName = "panelTemplate" | "statusTemplate" | "cellBarTemplate";

/** A copy of a template's own element; an empty one where a project's template has lost it. */
export function fromTemplate(template: TemplateName, className: keyof typeof classes): HTMLElement {
  const source = document.getElementById(ids[template]);
  const content = source instanceof HTMLTemplateElement ? source.content.cloneNode(true) : null;
  const found = content instanceof DocumentFragment ? content.querySelector(`.${classes[className]}`) : null;
  if (found instanceof HTMLElement) return found;
  const empty = document.createElement("div");
  empty.className = classes[className];
  return empty;
}

/** The buttons below an element, with the action that each stands for. */
export function actionButtons<Action extends string>(root: HTMLElement): [HTMLButtonElement, Action][] {
  const buttons = [...root.querySelectorAll<HTMLButtonElement>(`button[${attributes.action}]`)];
  return buttons.map((button) => [button, button.getAttribute(attributes.action) as Action]);
}

const whileBusy = new Set<PageAction>(["interrupt"]);

/** The control panel: what the reader can do to the whole page. */
export class Panel {
  readonly element = fromTemplate("panelTemplate", "panel");

  constructor(onAction: (action: PageAction) => void) {
    for (const [button, action] of actionButtons<PageAction>(this.element)) {
      button.addEventListener("click", () => onAction(action));
    }
  }

  /** Show the panel where the power button stood. */
  show(bar: HTMLElement): void {
    bar.append(this.element);
    this.element.hidden = false;
  }

  hide(): void {
    this.element.hidden = true;
  }

  /** Only what makes sense in a state can be pressed. */
  enter(state: PageState): void {
    const connected = state === "ready" || state === "busy";
    for (const [button, action] of actionButtons<PageAction>(this.element)) {
      button.disabled = whileBusy.has(action) ? state !== "busy" : !connected && action !== "reset";
    }
  }
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

/** The status box: one sentence on what happens, and the buttons that go with it. */
export class StatusBox {
  readonly element = fromTemplate("statusTemplate", "status");
  readonly #form = this.element.querySelector("form");

  constructor(private readonly host: StatusHost) {
    for (const [button, action] of this.#buttons) {
      if (action !== "backend") button.addEventListener("click", () => this.host.onAction(action));
    }
    this.#form?.addEventListener("submit", (event) => this.#submit(event));
  }

  /** Tell a step or a result. */
  say(sentence: string, step = ""): void {
    this.#show(sentence, step);
    this.#offer({ dismiss: true });
  }

  /** Tell a step of connecting, which can be cancelled. */
  saySteps(sentence: string, step: string): void {
    this.#show(sentence, step);
    this.#offer({ cancel: true });
  }

  /** Tell a failure, what can be done, and which other backends there are. */
  fail(sentence: string, remedy: Remedy, others: readonly BackendName[]): void {
    this.#show(sentence, "failed");
    this.#offer({ retry: remedy === "retry" || remedy === "run-all", dismiss: true });
    this.#offerBackends(others);
    if (this.#form) this.#form.hidden = remedy !== "token";
    announce("error", { message: sentence });
  }

  hide(): void {
    this.element.hidden = true;
  }

  get #buttons(): [HTMLButtonElement, StatusAction][] {
    return actionButtons<StatusAction>(this.element);
  }

  #show(sentence: string, step: string): void {
    if (!this.element.isConnected) document.body.append(this.element);
    this.element.hidden = false;
    this.element.setAttribute(attributes.step, step);
    const status = this.element.querySelector('[role="status"]');
    if (status) status.textContent = sentence;
    if (this.#form) this.#form.hidden = true;
  }

  #offer(offered: Partial<Record<StatusAction, boolean>>): void {
    for (const [button, action] of this.#buttons) button.hidden = !offered[action];
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
