/** The code that was built into the page: it can step aside for other code, and come back. */
export class StaticCode {
  readonly #block: HTMLElement;
  #own: HTMLElement | null = null;
  #other: HTMLElement | null = null;

  /** `source` is the block that shows the code, with what its theme adds. */
  constructor(private readonly source: HTMLElement) {
    this.#block = [...source.querySelectorAll("pre")].at(-1) ?? source;
  }

  /** Show an element in its place, and hide the numbers of its lines; null brings it back. */
  show(other: HTMLElement | null): void {
    this.#own ??= this.#wrap();
    this.#own.hidden = other !== null;
    for (const numbers of this.source.querySelectorAll<HTMLElement>(".linenos")) numbers.hidden = !!other;
    this.#other?.remove();
    this.#other = other;
    if (other) this.#block.append(other);
  }

  #wrap(): HTMLElement {
    const own = document.createElement("span");
    own.append(...this.#block.childNodes);
    this.#block.append(own);
    return own;
  }
}
