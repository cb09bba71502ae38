/** The code of a cell on the page: static as the author wrote it, until the reader opens an editor in its place. */

import type { CellData } from "./contract";
import type { Editor } from "./editor";
import { text } from "./strings";

/** What the reader asks for with the keys. */
export interface CodeHost {
  onRun(): void;
  onRunAndAdvance(): void;
  onEdited(edited: boolean): void;
}

export class Code {
  #edited: string | null = null;
  #editor: Promise<Editor> | null = null;
  #active = false;

  /** `source` is the block that shows the code; null for a cell that does not show it. */
  constructor(
    private readonly data: CellData,
    private readonly number: number,
    private readonly source: HTMLElement | null,
    private readonly host: CodeHost,
  ) {}

  /** What runs: the author's code, or what the reader made of it. */
  get current(): string {
    return this.#edited ?? this.data.source;
  }

  get edited(): boolean {
    return this.#edited !== null;
  }

  /** Let the reader reach the code and open its editor, by click or key. */
  activate(): void {
    const { source } = this;
    if (!source || this.#active || this.data.tags.includes("read-only")) return;
    this.#active = true;
    source.tabIndex = 0;
    source.setAttribute("role", "group");
    source.setAttribute("aria-label", text("editLabel", { cell: this.number }));
    source.addEventListener("click", (event) => this.#onClick(event));
    source.addEventListener("keydown", (event) => this.#onKey(event));
  }

  /** The author's code again. */
  async reset(): Promise<void> {
    this.#change(this.data.source);
    (await this.#editor)?.setCode(this.data.source);
  }

  /** Bring the code under the reader's hands: its editor where it has one. */
  async focus(): Promise<void> {
    if (this.#editor) (await this.#editor).focus();
    else this.source?.focus();
  }

  async #edit(source: HTMLElement, at?: { x: number; y: number }): Promise<void> {
    this.#editor ??= this.#open(source).catch((error) => {
      this.#editor = null;
      throw error;
    });
    (await this.#editor).focus(at);
  }

  async #open(source: HTMLElement): Promise<Editor> {
    const { openEditor } = await import("./editor");
    source.removeAttribute("tabindex");
    return openEditor(source, {
      code: this.current,
      language: this.data.language,
      label: text("editorLabel", { cell: this.number }),
      onChange: (code) => this.#change(code),
      onRun: () => this.host.onRun(),
      onRunAndAdvance: () => this.host.onRunAndAdvance(),
    });
  }

  #change(code: string): void {
    this.#edited = code === this.data.source ? null : code;
    this.host.onEdited(this.#edited !== null);
  }

  #onClick(event: MouseEvent): void {
    const onControl = event.target instanceof Element && event.target.closest("button, a");
    if (!this.source || this.#editor || onControl || !document.getSelection()?.isCollapsed) return;
    void this.#edit(this.source, { x: event.clientX, y: event.clientY });
  }

  #onKey(event: KeyboardEvent): void {
    if (!this.source || event.key !== "Enter" || event.target !== this.source) return;
    event.preventDefault();
    if (event.shiftKey) this.host.onRunAndAdvance();
    else if (event.ctrlKey || event.metaKey) this.host.onRun();
    else void this.#edit(this.source);
  }
}
