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
