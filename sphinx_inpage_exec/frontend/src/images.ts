import type { IRenderMime } from "@jupyterlab/rendermime-interfaces";
import { text } from "./strings";

/** A renderer of images that says what they show to readers who do not see them. */
export function withDescription(factory: IRenderMime.IRendererFactory): IRenderMime.IRendererFactory {
  return {
    ...factory,
    createRenderer(options) {
      const renderer = factory.createRenderer(options);
      const render = renderer.renderModel.bind(renderer);
      renderer.renderModel = async (model) => {
        await render(model);
        const image = renderer.node.querySelector("img");
        if (image) image.alt = describe(model, options.mimeType);
      };
      return renderer;
    },
  };
}

/** What the author of the output calls it, else what its kernel prints in its place. */
function describe({ data, metadata }: IRenderMime.IMimeModel, mimeType: string): string {
  const own = metadata[mimeType] as { alt?: unknown } | undefined;
  const description = own?.alt ?? data["text/plain"];
  return typeof description === "string" ? description : text("outputImage");
}
