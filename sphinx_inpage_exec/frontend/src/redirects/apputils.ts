/** What the engine uses of `@jupyterlab/apputils`: a sanitizer, and a tracker of the widgets in an output. */

import type { IRenderMime } from "@jupyterlab/rendermime-interfaces";
import type { Widget } from "@lumino/widgets";

/** All outputs of a page are trusted, and text is never read as HTML: what comes here all the same is shown as text. */
export class Sanitizer implements IRenderMime.ISanitizer {
  readonly allowNamedProperties = false;
  readonly allowCommandLinker = false;

  sanitize(dirty: string): string {
    const place = document.createElement("div");
    place.textContent = dirty;
    return place.innerHTML;
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
