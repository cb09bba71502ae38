/** Finds the LaTeX of outputs; what typesets it is loaded with the first formula. */

import type { Settings } from "./contract";

interface Typesetter {
  typeset(element: HTMLElement): Promise<void>;
}

export function makeTypesetter(settings: Settings): Typesetter {
  return {
    async typeset(element) {
      if (mayContainMath(element)) await (await import("./typesetting")).typeset(element, settings);
    },
  };
}

function mayContainMath(element: HTMLElement): boolean {
  return [...textNodes(element)].some(({ nodeValue }) => /\$|\\\(|\\\[|\\begin/.test(nodeValue ?? ""));
}

/** The texts in which formulas are looked for. */
export function* textNodes(element: HTMLElement): Generator<Node> {
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (!node.parentElement?.closest("pre, code, script, style, .tex2jax_ignore")) yield node;
  }
}
