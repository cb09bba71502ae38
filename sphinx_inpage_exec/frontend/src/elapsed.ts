import { text } from "./strings";

/** The time since a start, shown in an element each second. */
export class Elapsed {
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(private readonly element: HTMLElement | null) {}

  start(): void {
    this.stop();
    const start = performance.now();
    const show = (): void => this.#show(Math.floor((performance.now() - start) / 1000));
    show();
    this.#timer = setInterval(show, 1000);
  }

  stop(): void {
    clearInterval(this.#timer);
    if (this.element) this.element.hidden = true;
  }

  #show(seconds: number): void {
    if (!this.element) return;
    this.element.hidden = false;
    this.element.textContent = inWords(seconds);
  }
}

/** A time in whole seconds as it is read: `12 s`, `1 min 05 s`. */
export function inWords(seconds: number): string {
  if (seconds < 60) return text("elapsedSeconds", { seconds });
  const rest = String(seconds % 60).padStart(2, "0");
  return text("elapsedMinutes", { minutes: Math.floor(seconds / 60), seconds: rest });
}

/** How long something is running, each second, and then how long it ran. */
export class RunTime {
  #begin: number | null = null;
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(private readonly show: (words: string) => void) {}

  start(): void {
    const begin = performance.now();
    this.clear();
    this.#begin = begin;
    this.#timer = setInterval(() => this.show(inWords(Math.floor((performance.now() - begin) / 1000))), 1000);
  }

  /** It has ended: show the whole time, of short ones with tenths. */
  stop(): void {
    if (this.#begin === null) return;
    const seconds = (performance.now() - this.#begin) / 1000;
    this.clear();
    this.show(
      seconds < 10 ? text("elapsedSeconds", { seconds: tenths(seconds) }) : inWords(Math.round(seconds)),
    );
  }

  clear(): void {
    clearInterval(this.#timer);
    this.#begin = null;
    this.show("");
  }
}

/** Made once, because that takes longer than a cell that is quickly done. */
let format: Intl.NumberFormat | undefined;

function tenths(seconds: number): string {
  const language = document.documentElement.lang || undefined;
  format ??= new Intl.NumberFormat(language, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
  return format.format(seconds);
}
