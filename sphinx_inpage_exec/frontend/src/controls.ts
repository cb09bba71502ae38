/** Controls, cut from the templates that the build put on the page; the control panel itself. */

import { attributes, classes, ids, type PageAction, type PageState } from "./contract";
import { closeMenus } from "./menu";

type TemplateName = "panelTemplate" | "statusTemplate" | "cellBarTemplate";

/** A copy of a template's own element; an empty one where a project's template has lost it. */
export function fromTemplate(template: TemplateName, className: keyof typeof classes): HTMLElement {
  // Not by its id alone: a heading may have the same.
  const source = document.querySelector<HTMLTemplateElement>(`template#${ids[template]}`);
  const content = source?.content.cloneNode(true);
  const found = content instanceof DocumentFragment ? content.querySelector(`.${classes[className]}`) : null;
  if (found instanceof HTMLElement) {
    closeMenus(found);
    return found;
  }
  const empty = document.createElement("div");
  empty.className = classes[className];
  return empty;
}

/** The buttons below an element, with the action that each stands for. */
export function actionButtons<Action extends string>(root: HTMLElement): [HTMLButtonElement, Action][] {
  const buttons = [...root.querySelectorAll<HTMLButtonElement>(`button[${attributes.action}]`)];
  return buttons.map((button) => [button, button.getAttribute(attributes.action) as Action]);
}

/** Leave only the buttons that the author has chosen. Whoever has a server kept is always offered to forget it. */
export function keepButtons(root: HTMLElement, chosen: readonly string[] | undefined): void {
  if (!chosen) return;
  const kept = [...chosen, "forget"];
  for (const [button, action] of actionButtons(root)) if (!kept.includes(action)) button.remove();
  for (const menu of root.querySelectorAll(`.${classes.menu}`))
    if (!menu.querySelector("button")) menu.remove();
}

const whileBusy = new Set<PageAction>(["interrupt"]);

/** The control panel: what the reader can do to the whole page. */
export class Panel {
  readonly element = fromTemplate("panelTemplate", "panel");

  constructor(onAction: (action: PageAction) => void, chosen?: readonly PageAction[]) {
    keepButtons(this.element, chosen);
    for (const [button, action] of actionButtons<PageAction>(this.element)) {
      button.addEventListener("click", () => onAction(action));
    }
    this.element.addEventListener("keydown", (event) => moveByArrow(this.element, event));
  }

  /** Show the panel where the power button stood. */
  show(bar: HTMLElement): void {
    bar.append(this.element);
    this.element.hidden = false;
  }

  /** Tell where the kernel's server is kept, with the button that forgets it; nothing for an empty sentence. */
  tell(sentence: string): void {
    const note = this.element.querySelector<HTMLElement>('[data-part="saved"]');
    const told = note?.querySelector("span");
    if (!note || !told) return;
    note.hidden = sentence === "";
    told.textContent = sentence;
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

/** The arrow keys go from control to control, as a toolbar promises; Tab goes there as well. */
function moveByArrow(toolbar: HTMLElement, event: KeyboardEvent): void {
  if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
  const all = [...toolbar.querySelectorAll<HTMLElement>("button:enabled, summary")];
  const controls = all.filter((control) => control.checkVisibility());
  const forward = (event.key === "ArrowRight") !== (getComputedStyle(toolbar).direction === "rtl");
  const next = controls.findIndex((control) => control === event.target) + (forward ? 1 : -1);
  controls.at(next % controls.length)?.focus();
  event.preventDefault();
}
