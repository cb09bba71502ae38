/** How the outputs of a page's cells are shown: one renderer for each kind, the richest that a cell offers first. */

import {
  imageRendererFactory,
  latexRendererFactory,
  MimeModel,
  RenderMimeRegistry,
  svgRendererFactory,
} from "@jupyterlab/rendermime";
import type { IRenderMime } from "@jupyterlab/rendermime-interfaces";
import type { Kernel } from "@jupyterlab/services";
import type { Settings } from "./contract";
import { reasonOf } from "./failure";
import { withDescription } from "./images";
import { makeTypesetter } from "./latex";
import { addressOf, PLOTLY, useLibraries } from "./libraries";
import { rendererFactories as htmlRendererFactories } from "./outputs/html";
import { rendererFactory as textRendererFactory } from "./outputs/long-text";
import { plotlyFactory, rendererFactories as lazyRendererFactories } from "./outputs/lazy";
import { rendererFactory as jsonRendererFactory } from "./redirects/json-view";
import { text } from "./strings";

/** Renderers that say while they are busy, and what they could not show. */
class Rendering extends RenderMimeRegistry {
  override createRenderer(mimeType: string): IRenderMime.IRenderer {
    const renderer = super.createRenderer(mimeType);
    const render = renderer.renderModel.bind(renderer);
    renderer.node.dataset["mimeType"] = mimeType;
    renderer.renderModel = async (model) => {
      renderer.node.ariaBusy = "true";
      try {
        await render(model);
      } catch (error) {
        await this.#fallBack(renderer.node, mimeType, model, reasonOf(error));
      } finally {
        renderer.node.ariaBusy = null;
      }
    };
    return renderer;
  }

  /** Show the next best kind in `place`, and say why. */
  async #fallBack(
    place: HTMLElement,
    failed: string,
    model: IRenderMime.IMimeModel,
    reason: string,
  ): Promise<void> {
    const note = document.createElement("p");
    note.className = "inpage-exec-note";
    note.textContent = text("outputFailed", { type: failed, reason });
    place.replaceChildren(note);
    const { [failed]: _, ...data } = model.data;
    const next = this.preferredMimeType(data, "any");
    if (!next) return;
    const renderer = this.createRenderer(next);
    await renderer.renderModel(new MimeModel({ data, metadata: model.metadata, trusted: model.trusted }));
    place.append(renderer.node);
  }
}

/** Renderers for the outputs of `kernel`, or for what was stored where there is none. */
export function makeRendering(
  settings: Settings,
  kernel: Kernel.IKernelConnection | null = null,
): RenderMimeRegistry {
  useLibraries(settings.widgets ?? {});
  return new Rendering({
    initialFactories: [
      // Without the library the next best kind is shown, which for Plotly can be HTML that brings it.
      ...(addressOf(PLOTLY) ? [plotlyFactory] : []),
      ...lazyRendererFactories,
      ...htmlRendererFactories(kernel),
      latexRendererFactory,
      withDescription(svgRendererFactory),
      withDescription(imageRendererFactory),
      jsonRendererFactory,
      textRendererFactory,
    ],
    latexTypesetter: makeTypesetter(settings),
  });
}
