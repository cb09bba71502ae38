/** The check of an exercise: its button, and what it says of the reader's code in words. */

import { attributes, classes } from "./contract";
import { text } from "./strings";

/** What Python's `assert` puts out, with the author's words behind it. */
const SAYS = "AssertionError: ";

export class Verdict {
  readonly element = document.createElement("p");

  constructor() {
    this.element.className = classes.verdict;
    this.element.setAttribute("role", "status");
  }

  /** Tell what a check has found, from what it has put out. Returns whether that is all there is to say. */
  tell(ok: boolean, output: string): boolean {
    const start = output.lastIndexOf(SAYS);
    const isWrong = !ok && start >= 0;
    this.element.setAttribute(attributes.agrees, String(ok));
    if (ok) this.element.textContent = text("checkRight");
    else if (isWrong)
      this.element.textContent = output.slice(start + SAYS.length).trim() || text("checkWrong");
    else this.element.textContent = text("checkBroke", { reason: output.trim() || text("unknownReason") });
    return isWrong;
  }

  clear(): void {
    this.element.removeAttribute(attributes.agrees);
    this.element.textContent = "";
  }
}

/** Let the button that runs a check say so. */
export function nameButton(button: HTMLButtonElement | null): void {
  if (!button) return;
  const label = document.createElement("span");
  label.textContent = text("check");
  button.append(" ", label);
  button.removeAttribute("aria-label");
  button.title = text("checkTitle");
}
