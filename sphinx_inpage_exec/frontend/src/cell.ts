/** One cell of the page: its code, its controls and its outputs. */

import type { IOutput } from "@jupyterlab/nbformat";
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
import type { EditableCell, Source } from "./edits/edits";
import { RunTime } from "./elapsed";
import { agrees } from "./expected";
import type { Kernel, LiveOutput, RunResult } from "./kernel";
import type { SessionCell } from "./session";
import { type StringKey, text } from "./strings";
import type { Finished } from "./values";
import { buttonsOf, switched } from "./tags";

/** What the reader can ask of a cell from its own controls. */
export interface CellHost {
  act(cell: Cell, action: CellAction): void;
  /** Run the cell and go to the next. */
  runAndAdvance(cell: Cell): void;
  /** The kernel of the cell, where it is there and nothing runs. */
  idleKernel(cell: Cell): Kernel | null;
  /** The code is not what it was. */
  edited(cell: Cell): void;
  /** This code has run, or nothing of what has run is there any more. */
  ran(cell: Cell, code: string | null): void;
  /** A run has ended. */
  finished(run: Finished): void;
}

const stateTexts: Readonly<Partial<Record<CellState, StringKey>>> = {
  queued: "stateQueued",
  running: "stateRunning",
  done: "stateDone",
  error: "stateError",
};

const editedTexts = { here: "edited", earlier: "editedEarlier", link: "editedLink" } as const;

/** A cell that is not on the page has an element of its own outside of it: it runs, and nothing shows. */
export class Cell implements SessionCell, EditableCell {
  readonly mayFail: boolean;
  readonly turn: SessionCell["turn"];
  readonly kernel: string | undefined;
  readonly expressions: Readonly<Record<string, string>> | undefined;
  readonly runsOnConnect: boolean;
  readonly #element: HTMLElement;
  readonly #source: HTMLElement | null;
  readonly #stored: readonly HTMLElement[];
  readonly #code: Code;
  readonly #verdict: Verdict | null;
  #bar: HTMLElement | null = null;
  #output: { kernel: Kernel | null; element: HTMLElement; live: LiveOutput } | null = null;
  #executionCount: number | null = null;
  /** What the template calls the button that interrupts. */
  #interrupt: string | null = null;
  readonly #time = new RunTime((words) => this.#write("time", words));
  #taken: { code: string; source: Source } | null = null;

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
    this.expressions = data.values;
    this.runsOnConnect = switched(data.tags, "run-on-connect", settings.runOnConnect);
    this.#verdict = data.checks === undefined ? null : new Verdict();
    this.#code = new Code(data, number, this.#source, {
      kernel: () => this.host.idleKernel(this),
      onRun: () => this.host.act(this, "run"),
      onRunAndAdvance: () => this.host.runAndAdvance(this),
      onEdited: (edited) => this.#onEdited(edited),
    });
  }

  get id(): string {
    return this.data.id;
  }

  get source(): string {
    return this.data.source;
  }

  get code(): string {
    return this.#code.current;
  }

  /** The id of the cell that this one checks. */
  get checks(): string | undefined {
    return this.data.checks;
  }

  get editable(): boolean {
    return this.#code.editable;
  }

  /** Show code of an earlier visit or of a link in place of the author's, marked as such. */
  take(code: string, source: Source): void {
    this.#taken = { code, source };
    this.#code.replace(code);
  }

  /** Put an element below the code, and unfold what hides both. */
  place(element: HTMLElement): void {
    this.#source?.after(element);
    for (let fold = element.closest("details"); fold; fold = fold.parentElement?.closest("details") ?? null)
      fold.open = true;
  }

  /** Make the controls, and keep them hidden. */
  prepare(): HTMLElement {
    this.#bar ??= this.#makeBar();
    return this.#bar;
  }

  /** Show the controls and let the code be edited. */
  activate(): void {
    this.#code.activate();
    const bar = this.prepare();
    this.#writeEdited();
    bar.hidden = false;
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
    this.#nameStop(state);
    this.#measure(state);
    announce("cell", { id: this.data.id, state, executionCount: this.#executionCount });
  }

  finish(result: RunResult, code: string): void {
    const { ok, executionCount } = result;
    this.#count(executionCount);
    this.#showStored(false);
    // What a verdict says in words is not shown as an error as well.
    const said = this.#verdict?.tell(ok, this.#output?.live.text() ?? "");
    if (said !== undefined && this.#output) this.#output.element.hidden = said;
    // What the author keeps off the page still tells why it failed.
    if (this.#output && this.data.tags.includes("remove-output")) this.#output.element.hidden = ok;
    this.enter(ok ? "done" : "error", this.#compare());
    const { kernel, live } = this.#output ?? {};
    if (kernel && live) this.host.finished({ cell: this.data, kernel, live, result });
    this.host.ran(this, code);
  }

  /** Mark the result as one that would be another now. */
  markStale(stale: boolean): void {
    if (stale === this.#element.hasAttribute(attributes.stale)) return;
    this.#element.toggleAttribute(attributes.stale, stale);
    this.#write("stale", stale ? text("outOfDate") : "");
  }

  detach(): void {
    if (!this.#output) return;
    this.#output.kernel = null;
    this.#output.element.setAttribute("data-earlier", text("outputEarlier"));
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
    this.show();
  }

  /** Bring the cell before the reader's eyes. */
  show(): void {
    this.#element.scrollIntoView({ block: "nearest" });
  }

  get element(): HTMLElement {
    return this.#element;
  }

  get tags(): readonly string[] {
    return this.data.tags;
  }

  get language(): string {
    return this.data.language;
  }

  get executionCount(): number | null {
    return this.#executionCount;
  }

  /** What the cell has put out, as a notebook has it; null where it has not run. */
  get outputs(): readonly IOutput[] | null {
    return this.#output?.live.outputs() ?? null;
  }

  /** What the reader sees of the outputs that were built into the page. */
  get storedOutputs(): readonly HTMLElement[] {
    return this.#stored.filter(({ hidden }) => !hidden);
  }

  #onEdited(edited: boolean): void {
    const taken = this.#taken?.code === this.code ? this.#taken.source : null;
    if (edited) this.#element.setAttribute(attributes.edited, taken ?? "here");
    else this.#element.removeAttribute(attributes.edited);
    this.#writeEdited();
    this.host.edited(this);
  }

  #writeEdited(): void {
    const edited = this.#element.getAttribute(attributes.edited) as keyof typeof editedTexts | null;
    this.#write("edited", edited ? text(editedTexts[edited]) : "");
  }

  #makeBar(): HTMLElement {
    const bar = fromTemplate("cellBarTemplate", "cellBar");
    bar.hidden = true;
    if (!this.#verdict) keepButtons(bar, buttonsOf(this.data.tags, this.settings.cellButtons));
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
    details.className = classes.fold;
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

  /** The button that interrupts a cell takes one that waits out of the queue. */
  #nameStop(state: CellState): void {
    const button = this.#bar?.querySelector<HTMLElement>('[data-action="interrupt"]');
    if (!button) return;
    this.#interrupt ??= button.title;
    const name = state === "queued" ? text("dequeue") : this.#interrupt;
    if (name === button.title) return;
    button.title = name;
    button.setAttribute("aria-label", name);
  }

  #measure(state: CellState): void {
    if (state === "running") this.#time.start();
    else if (state === "done" || state === "error") this.#time.stop();
    else this.#time.clear();
  }

  #forgetRun(): void {
    this.host.ran(this, null);
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

  #write(part: "count" | "state" | "time" | "edited" | "stale", content: string): void {
    const element = this.#bar?.querySelector(`[data-part="${part}"]`);
    if (element) element.textContent = content;
  }
}

function turnOf(tags: readonly string[]): SessionCell["turn"] {
  if (tags.includes("skip-execution")) return "on-request";
  return tags.includes("init-cell") ? "first" : "in-order";
}
