/** Shows JSON outputs as a tree that opens and closes, made of `<details>` and text alone. */

import type { IRenderMime } from "@jupyterlab/rendermime-interfaces";
import { Widget } from "@lumino/widgets";

const MIME_TYPES = ["application/json", "application/geo+json"];

class JsonView extends Widget implements IRenderMime.IRenderer {
  async renderModel(model: IRenderMime.IMimeModel): Promise<void> {
    const mimeType = MIME_TYPES.find((type) => type in model.data) ?? "";
    const tree = treeOf(null, model.data[mimeType]);
    if (tree instanceof HTMLDetailsElement) tree.open = true;
    this.node.classList.add("inpage-exec-json");
    this.node.replaceChildren(tree);
  }
}

export const rendererFactory: IRenderMime.IRendererFactory = {
  safe: true,
  mimeTypes: MIME_TYPES,
  createRenderer: () => new JsonView(),
};

/** A value as an element: a line of text, or for objects and lists a summary with their entries inside. */
function treeOf(key: string | null, value: unknown): HTMLElement {
  const prefix = key === null ? "" : `${key}: `;
  const entries = typeof value === "object" && value !== null ? Object.entries(value) : [];
  if (entries.length === 0) return element("div", prefix + JSON.stringify(value));
  const size = Array.isArray(value) ? `[${entries.length}]` : `{${entries.length}}`;
  const branch = element("details");
  branch.append(element("summary", prefix + size));
  // Made when it opens, so that a large value costs what is looked at.
  branch.addEventListener(
    "toggle",
    () => branch.append(...entries.map(([name, each]) => treeOf(name, each))),
    {
      once: true,
    },
  );
  return branch;
}

function element<Tag extends keyof HTMLElementTagNameMap>(tag: Tag, text = ""): HTMLElementTagNameMap[Tag] {
  return Object.assign(document.createElement(tag), { textContent: text });
}
