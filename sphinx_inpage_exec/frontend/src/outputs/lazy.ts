/** Kinds of output that few pages have: what shows them is loaded with the first. */

import type { IRenderMime } from "@jupyterlab/rendermime-interfaces";
import { Widget } from "@lumino/widgets";

/** Fills `place` with an output, and returns what gives back all that it holds. */
export type Show = (place: HTMLElement, data: unknown, mimeType: string) => Promise<() => void>;
const PLOTLY_MIMETYPE = "application/vnd.plotly.v1+json";

type Load = () => Promise<{ show: Show }>;

class LazyView extends Widget implements IRenderMime.IRenderer {
  #release: () => void = () => undefined;

  constructor(
    private readonly mimeType: string,
    private readonly load: Load,
  ) {
    super();
  }

  async renderModel(model: IRenderMime.IMimeModel): Promise<void> {
    const { show } = await this.load();
    const place = document.createElement("div");
    this.#release();
    this.node.replaceChildren(place);
    this.#release = await show(place, model.data[this.mimeType], this.mimeType);
  }

  override dispose(): void {
    this.#release();
    super.dispose();
  }
}

function factory(defaultRank: number, mimeTypes: string[], load: Load): IRenderMime.IRendererFactory {
  const createRenderer = ({ mimeType }: IRenderMime.IRendererOptions): LazyView =>
    new LazyView(mimeType, load);
  return { safe: false, mimeTypes, defaultRank, createRenderer };
}

/** Charts of Plotly, whose library only authors can give: it weighs more than all that is here. */
export const plotlyFactory = factory(35, [PLOTLY_MIMETYPE], () => import("./plotly"));

export const rendererFactories = [
  factory(
    40,
    [
      // Altair spells it with a dot.
      "application/vnd.vegalite.v6.json",
      "application/vnd.vegalite.v6+json",
      "application/vnd.vegalite.v5.json",
      "application/vnd.vegalite.v5+json",
      "application/vnd.vega.v6.json",
      "application/vnd.vega.v6+json",
      "application/vnd.vega.v5.json",
      "application/vnd.vega.v5+json",
    ],
    () => import("./vega"),
  ),
  factory(95, ["application/pdf"], () => import("./pdf")),
];
