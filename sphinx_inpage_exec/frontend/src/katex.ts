import renderMathInElement from "katex/contrib/auto-render";
import { delimiters } from "./typesetting";

/** Typeset the LaTeX in `element` as MathML, which browsers show without fonts or styles of ours. */
export function typeset(element: HTMLElement): void {
  renderMathInElement(element, { delimiters, output: "mathml", throwOnError: false });
}
