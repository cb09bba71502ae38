import { rendererFactory as javascriptRendererFactory } from "@jupyterlab/javascript-extension";
import {
  errorRendererFactory,
  htmlRendererFactory,
  imageRendererFactory,
  latexRendererFactory,
  markdownRendererFactory,
  RenderMimeRegistry,
  svgRendererFactory,
  textRendererFactory,
} from "@jupyterlab/rendermime";
import type { Settings } from "./contract";
import { withDescription } from "./images";
import { makeTypesetter } from "./latex";
import { rendererFactory as jsonRendererFactory } from "./redirects/json-view";

/** How the outputs of a page's cells are shown: one renderer for each kind, the richest that a cell offers first. */
export function makeRendering(settings: Settings): RenderMimeRegistry {
  return new RenderMimeRegistry({
    initialFactories: [
      htmlRendererFactory,
      markdownRendererFactory,
      latexRendererFactory,
      withDescription(svgRendererFactory),
      withDescription(imageRendererFactory),
      javascriptRendererFactory,
      jsonRendererFactory,
      textRendererFactory,
      errorRendererFactory,
    ],
    latexTypesetter: makeTypesetter(settings),
    markdownParser: { render: renderMarkdown },
  });
}

async function renderMarkdown(source: string): Promise<string> {
  const { marked } = await import("marked");
  return marked.parse(source);
}
