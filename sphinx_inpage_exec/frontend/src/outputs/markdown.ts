/** Markdown as HTML. Formulas stay as they are, for what typesets them. */

import { removeMath, replaceMath } from "@jupyterlab/rendermime";
import { marked } from "marked";

export async function htmlOf(markdown: string): Promise<string> {
  const { text, math } = removeMath(markdown);
  return replaceMath(await marked.parse(text), math);
}
