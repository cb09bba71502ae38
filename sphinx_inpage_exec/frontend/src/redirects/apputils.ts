/** What the engine uses of `@jupyterlab/apputils`: a sanitizer, and a tracker of the widgets in an output. */

import type { IRenderMime } from "@jupyterlab/rendermime-interfaces";
import type { Widget } from "@lumino/widgets";
import { sanitize } from "./sanitize";

export class Sanitizer implements IRenderMime.ISanitizer {
  readonly allowNamedProperties = false;
  readonly allowCommandLinker = false;

  sanitize(dirty: string, { allowedTags }: IRenderMime.ISanitizerOptions = {}): string {
    return sanitize(dirty, allowedTags);
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
