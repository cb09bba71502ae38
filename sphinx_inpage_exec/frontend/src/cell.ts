/** One cell of the page: its code, its controls and its outputs. */

import { nameButton, Verdict } from "./check";
import { Code } from "./code";
import {
  announce,
  attributes,
  type CellAction,
  type CellData,
  type CellState,
  classes,
  type Settings,
} from "./contract";
import { actionButtons, fromTemplate, keepButtons } from "./controls";
import { agrees } from "./expected";
import type { Kernel, LiveOutput, RunResult } from "./kernel";
import type { SessionCell } from "./session";
import { type StringKey, text } from "./strings";
import { switched } from "./tags";

/** What the reader can ask of a cell from its own controls. */
export interface CellHost {
  act(cell: Cell, action: CellAction): void;
  /** Run the cell and go to the next. */
  runAndAdvance(cell: Cell): void;
}

const stateTexts: Readonly<Partial<Record<CellState, StringKey>>> = {
  queued: "stateQueued",
  running: "stateRunning",
  done: "stateDone",
  error: "stateError",
};

/** A cell that is not on the page has an element of its own outside of it: it runs, and nothing shows. */
export class Cell implements SessionCell {
  readonly mayFail: boolean;
  readonly turn: SessionCell["turn"];
  readonly kernel: string | undefined;
  readonly runsOnConnect: boolean;
  readonly #element: HTMLElement;
  readonly #source: HTMLElement | null;
  readonly #stored: readonly HTMLElement[];
  readonly #code: Code;
  readonly #verdict: Verdict | null;
  #bar: HTMLElement | null = null;
  #output: { kernel: Kernel | null; element: HTMLElement; live: LiveOutput } | null = null;
  #executionCount: number | null = null;

  constructor(
    private readonly data: CellData,
    readonly number: number,
    private readonly host: CellHost,
    private readonly settings: Settings,
    root: Document,
  ) {
    const selector = `.${classes.cell}[${attributes.cellId}="${CSS.escape(data.id)}"]`;
    this.#element = root.querySelector<HTMLElement>(selector) ?? root.createElement("div");
    this.#source = this.#element.querySelector<HTMLElement>(`.${classes.source}`);
    this.#stored = [...this.#element.querySelectorAll<HTMLElement>(`.${classes.stored}`)];
    this.mayFail = data.tags.includes("raises-exception");
    this.turn = turnOf(data.tags);
    this.kernel = data.kernel;
    this.runsOnConnect = switched(data.tags, "run-on-connect", settings.runOnConnect);
    this.#verdict = data.checks === undefined ? null : new Verdict();
    this.#code = new Code(data, number, this.#source, {
      onRun: () => this.host.act(this, "run"),
      onRunAndAdvance: () => this.host.runAndAdvance(this),
      onEdited: (edited) => this.#element.toggleAttribute("data-edited", edited),
    });
  }

  get code(): string {
    return this.#code.current;
  }

  get id(): string {
    return this.data.id;
  }

  /** The id of the cell that this one checks. */
  get checks(): string | undefined {
    return this.data.checks;
  }

  /** Put the controls on the cell and let its code be edited. */
  activate(): void {
    this.#code.activate();
    this.#bar ??= this.#makeBar();
    this.#bar.hidden = false;
  }

  /** Take the controls away; code and outputs stay as the reader made them. */
  deactivate(): void {
    if (this.#bar) this.#bar.hidden = true;
  }

  outputOf(kernel: Kernel): LiveOutput {
    this.#element.removeAttribute(attributes.agrees);
    if (this.#output?.kernel === kernel) return this.#output.live;
    this.#dropOutput();
    const element = document.createElement("div");
    element.className = classes.output;
    this.#place(element);
    const live = kernel.createOutput(element);
    live.onChange(() => this.#showStored(false));
    this.#output = { kernel, element, live };
    return live;
  }

  enter(state: CellState, note?: StringKey): void {
    this.#element.setAttribute(attributes.state, state);
    const words = note ?? stateTexts[state];
    this.#write("state", words ? text(words) : "");
    announce("cell", { id: this.data.id, state, executionCount: this.#executionCount });
  }

  finish({ ok, executionCount }: RunResult): void {
    this.#count(executionCount);
    this.#showStored(false);
    // What a verdict says in words is not shown as an error as well.
    const said = this.#verdict?.tell(ok, this.#output?.live.text() ?? "");
    if (said !== undefined && this.#output) this.#output.element.hidden = said;
    // What the author keeps off the page still tells why it failed.
    if (this.#output && this.data.tags.includes("remove-output")) this.#output.element.hidden = ok;
    this.enter(ok ? "done" : "error", this.#compare());
  }

  detach(): void {
    if (!this.#output) return;
    this.#output.kernel = null;
    this.#output.element.setAttribute("data-earlier", "");
  }

  /** Remove what the cell has put out, and what was built into the page. */
  clear(): void {
    if (this.#output?.kernel) this.#output.live.clear();
    else this.#dropOutput();
    this.#showStored(false);
    this.#forgetRun();
  }

  /** The cell as the author wrote it: code and built-in outputs. */
  reset(): void {
    this.#dropOutput();
    this.#showStored(true);
    this.#forgetRun();
    void this.#code.reset();
  }

  /** Bring the cell under the reader's hands. */
  focus(): void {
    void this.#code.focus();
    this.#element.scrollIntoView({ block: "nearest" });
  }

  #makeBar(): HTMLElement {
    const bar = fromTemplate("cellBarTemplate", "cellBar");
    if (!this.#verdict) keepButtons(bar, this.settings.cellButtons);
    for (const [button, action] of actionButtons<CellAction>(bar)) {
      button.addEventListener("click", () => this.host.act(this, action));
    }
    if (this.#verdict) {
      nameButton(bar.querySelector('[data-action="run"]'));
      this.#element.append(bar, this.#verdict.element);
    } else if (this.#source) this.#source.after(bar);
    else this.#element.prepend(bar);
    return bar;
  }

  /** Where the outputs of the build are, so that what is folded stays folded; else at the end of the cell. */
  #place(output: HTMLElement): void {
    const { tags } = this.data;
    const stored = this.#stored.at(-1);
    output.hidden = tags.includes("remove-output");
    if (stored) stored.after(output);
    else if (tags.includes("hide-cell") && this.#bar) this.#bar.after(output);
    else if (tags.includes("hide-output")) this.#element.append(this.#folded(output));
    else this.#element.append(output);
  }

  #folded(output: HTMLElement): HTMLElement {
    const details = document.createElement("details");
    details.dataset.folded = "";
    details.open = !switched(this.data.tags, "fold-hidden", this.settings.foldHidden);
    const summary = document.createElement("summary");
    summary.textContent = text("foldedOutput");
    details.append(summary, output);
    return details;
  }

  #dropOutput(): void {
    this.#output?.live.dispose();
    const element = this.#output?.element;
    (element?.closest("details[data-folded]") ?? element)?.remove();
    this.#output = null;
  }

  /** Say whether the result is what the page says; where it is not, what the page says stays to be seen. */
  #compare(): StringKey | undefined {
    const { expected } = this.data;
    if (expected === undefined || this.#code.edited || !this.#output) return undefined;
    const same = agrees(expected, this.#output.live.text());
    this.#element.setAttribute(attributes.agrees, String(same));
    this.#showStored(!same);
    return same ? "stateAgrees" : "stateDiffers";
  }

  #showStored(shown: boolean): void {
    for (const stored of this.#stored) stored.hidden = !shown;
  }

  #forgetRun(): void {
    this.#element.removeAttribute(attributes.agrees);
    this.#verdict?.clear();
    this.#count(null);
    const state = this.#element.getAttribute(attributes.state);
    if (state === "done" || state === "error") this.enter("idle");
  }

  #count(executionCount: number | null): void {
    this.#executionCount = executionCount;
    this.#write("count", executionCount === null ? "" : `[${executionCount}]`);
  }

  #write(part: "count" | "state", content: string): void {
    const element = this.#bar?.querySelector(`[data-part="${part}"]`);
    if (element) element.textContent = content;
  }
}

function turnOf(tags: readonly string[]): SessionCell["turn"] {
  if (tags.includes("skip-execution")) return "on-request";
  return tags.includes("init-cell") ? "first" : "in-order";
}
