import renderMathInElement from "katex/contrib/auto-render";

const delimiters = [
  { left: "$$", right: "$$", display: true },
  { left: "\\[", right: "\\]", display: true },
  { left: "\\begin{equation}", right: "\\end{equation}", display: true },
  { left: "\\begin{align}", right: "\\end{align}", display: true },
  { left: "\\(", right: "\\)", display: false },
  { left: "$", right: "$", display: false },
];

/** Typeset the LaTeX in `element` as MathML, which browsers show without fonts or styles of ours. */
export function typeset(element: HTMLElement): void {
  renderMathInElement(element, { delimiters, output: "mathml", throwOnError: false });
}
