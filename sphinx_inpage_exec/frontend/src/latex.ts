import type { Settings } from "./contract";

/** The parts of MathJax 2, 3 and 4 that typeset an element. */
interface MathJax {
  startup?: { promise?: Promise<unknown> };
  typesetPromise?: (elements: HTMLElement[]) => Promise<unknown>;
  Hub?: { Queue: (command: [string, unknown, HTMLElement]) => void };
}

declare global {
  interface Window {
    MathJax?: MathJax;
  }
}

interface Typesetter {
  typeset(element: HTMLElement): Promise<void>;
}

/**
 * Typesets the LaTeX of outputs: with the MathJax that the page has, with the one that the settings name, else with
 * KaTeX from the site's own files.
 */
export function makeTypesetter({ mathjaxUrl, mathjaxConfig }: Settings): Typesetter {
  let named: Promise<void> | undefined;
  return {
    async typeset(element) {
      if (!mayContainMath(element)) return;
      if (mathjaxUrl && !window.MathJax)
        await (named ??= loadScript(`${mathjaxUrl}?config=${mathjaxConfig}`));
      if (!(await typesetWithMathJax(element))) (await import("./katex")).typeset(element);
    },
  };
}

function mayContainMath(element: HTMLElement): boolean {
  return /\$|\\\(|\\\[|\\begin/.test(element.textContent ?? "");
}

async function typesetWithMathJax(element: HTMLElement): Promise<boolean> {
  await window.MathJax?.startup?.promise;
  const mathjax = window.MathJax;
  if (mathjax?.typesetPromise) {
    spellDollars(element);
    await mathjax.typesetPromise([element]);
  } else if (mathjax?.Hub) mathjax.Hub.Queue(["Typeset", mathjax.Hub, element]);
  else return false;
  return true;
}

/**
 * Write `$…$` as `\(…\)`: kernels send the one, and MathJax 3 and 4 know only the other unless a page configures them.
 */
export function spellDollars(element: HTMLElement): void {
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (node.parentElement?.closest("pre, code, script, style, .tex2jax_ignore")) continue;
    node.nodeValue = node.nodeValue?.replace(/(?<![\\$])\$(?!\$)([^$]+)\$(?!\$)/g, "\\($1\\)") ?? null;
  }
}

function loadScript(src: string): Promise<void> {
  return new Promise((resolve) => {
    const script = document.createElement("script");
    script.src = src;
    script.onload = script.onerror = () => resolve();
    document.head.append(script);
  });
}
