/** The code of a cell on the page: static as the author wrote it, until the reader opens an editor in its place. */

import type { CellData } from "./contract";
import type { Editor } from "./editor";
import type { Kernel } from "./kernel";
import { StaticCode } from "./static-code";
import { text } from "./strings";

/** What the reader asks for with the keys. */
export interface CodeHost {
  /** The kernel, where it is there and idle. */
  kernel(): Kernel | null;
  onRun(): void;
  onRunAndAdvance(): void;
  onEdited(edited: boolean): void;
}

export class Code {
  /** Whether the reader can see and change it. */
  readonly editable: boolean;
  readonly #static: StaticCode | null;
  #edited: string | null = null;
  #editor: Promise<Editor> | null = null;
  #active = false;

  /** `source` is the block that shows the code; null for a cell that does not show it. */
  constructor(
    private readonly data: CellData,
    private readonly number: number,
    private readonly source: HTMLElement | null,
    private readonly host: CodeHost,
  ) {
    this.editable = source !== null && !data.tags.includes("read-only");
    this.#static = source && new StaticCode(source);
  }

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
    if (!source || this.#active || !this.editable) return;
    this.#active = true;
    if (!this.#editor) source.tabIndex = 0;
    source.setAttribute("role", "group");
    source.setAttribute("aria-label", text("editLabel", { cell: this.number }));
    source.addEventListener("click", (event) => this.#onClick(event));
    source.addEventListener("keydown", (event) => this.#onKey(event));
  }

  /** The author's code again. */
  async reset(): Promise<void> {
    this.#change(this.data.source);
    if (this.#editor) (await this.#editor).setCode(this.data.source);
    else this.#static?.show(null);
  }

  /** Other code in place of the author's: as plain text at once, because it may run, then in an editor. */
  replace(code: string): void {
    this.#change(code);
    if (!this.#editor)
      this.#static?.show(Object.assign(document.createElement("span"), { textContent: code }));
    // Where the editor does not come, the plain text stays.
    void this.#openOnce().then(
      (editor) => editor.setCode(this.current),
      () => undefined,
    );
  }

  /** Bring the code under the reader's hands: its editor where it has one. */
  async focus(): Promise<void> {
    if (this.#editor) (await this.#editor).focus();
    else this.source?.focus();
  }

  async #edit(at?: { x: number; y: number }): Promise<void> {
    (await this.#openOnce()).focus(at);
  }

  #openOnce(): Promise<Editor> {
    this.#editor ??= this.#open().catch((error) => {
      this.#editor = null;
      throw error;
    });
    return this.#editor;
  }

  async #open(): Promise<Editor> {
    const { openEditor } = await import("./editor");
    return openEditor({
      takePlace: () => this.#takePlace(),
      code: this.current,
      language: this.data.language,
      label: text("editorLabel", { cell: this.number }),
      kernel: () => this.host.kernel(),
      onChange: (code) => this.#change(code),
      onRun: () => this.host.onRun(),
      onRunAndAdvance: () => this.host.onRunAndAdvance(),
    });
  }

  #takePlace(): HTMLElement {
    const place = document.createElement("div");
    this.source?.removeAttribute("tabindex");
    this.#static?.show(place);
    return place;
  }

  #change(code: string): void {
    if (code === this.current) return;
    this.#edited = code === this.data.source ? null : code;
    this.host.onEdited(this.#edited !== null);
  }

  #onClick(event: MouseEvent): void {
    const onControl = event.target instanceof Element && event.target.closest("button, a");
    if (this.#editor || onControl || !document.getSelection()?.isCollapsed) return;
    void this.#edit({ x: event.clientX, y: event.clientY });
  }

  #onKey(event: KeyboardEvent): void {
    if (event.key !== "Enter" || event.target !== this.source) return;
    event.preventDefault();
    if (event.shiftKey) this.host.onRunAndAdvance();
    else if (event.ctrlKey || event.metaKey) this.host.onRun();
    else void this.#edit();
  }
}
