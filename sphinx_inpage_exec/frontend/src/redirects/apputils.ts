/** What the engine uses of `@jupyterlab/apputils`: a sanitizer, and a tracker of the widgets in an output. */

import type { IRenderMime } from "@jupyterlab/rendermime-interfaces";
import type { Widget } from "@lumino/widgets";

/** All outputs of a page are trusted, so what comes here is text with colours; of anything else the text is left. */
export class Sanitizer implements IRenderMime.ISanitizer {
  readonly allowNamedProperties = false;
  readonly allowCommandLinker = false;

  sanitize(dirty: string): string {
    const template = document.createElement("template");
    template.innerHTML = dirty;
    const place = document.createElement("div");
    copyColoured(template.content, place);
    return place.innerHTML;
  }

  /** Addresses in text outputs become links. */
  getAutolink(): boolean {
    return true;
  }
}

/** Knows which widgets an output has; JupyterLab's own also restores them, which a page has no use for. */
export class WidgetTracker {
  readonly #widgets = new Set<Widget>();

  has(widget: Widget): boolean {
    return this.#widgets.has(widget);
  }

  async add(widget: Widget): Promise<void> {
    this.#widgets.add(widget);
    widget.disposed.connect(() => this.#widgets.delete(widget));
  }

  dispose(): void {
    this.#widgets.clear();
  }
}

/** Copy the text of a node, and the spans that colour it. */
function copyColoured(from: Node, into: Element): void {
  for (const child of from.childNodes) {
    if (child instanceof Text) into.append(child.data);
    else if (child instanceof HTMLSpanElement) {
      const span = document.createElement("span");
      span.className = child.className;
      if (child.style.length > 0) span.style.cssText = child.style.cssText;
      copyColoured(child, span);
      into.append(span);
    } else copyColoured(child, into);
  }
}
