/** HTML and JavaScript of outputs: scripts run once, one after the other, in the order in which they came. */

import { hardenAnchorLinks, RenderedCommon, RenderedHTMLCommon } from "@jupyterlab/rendermime";
import type { IRenderMime } from "@jupyterlab/rendermime-interfaces";

const scriptTypes = /^$|^module$|(java|ecma)script$/;

/** The scripts of all outputs of a page, one after the other. */
class Scripts {
  #last: Promise<unknown> = Promise.resolve();

  run<Result>(script: () => Result | Promise<Result>): Promise<Result> {
    const result = this.#last.then(script);
    this.#last = result.catch(() => undefined);
    return result;
  }
}

class HtmlView extends RenderedHTMLCommon {
  constructor(
    options: IRenderMime.IRendererOptions,
    private readonly scripts: Scripts,
  ) {
    super(options);
    this.addClass("jp-RenderedHTML");
  }

  override async render(model: IRenderMime.IMimeModel): Promise<void> {
    this.node.innerHTML = asText(model.data[this.mimeType]);
    hardenAnchorLinks(this.node, this.resolver);
    // Only then is the output on the page, where its scripts look for their elements.
    await Promise.resolve();
    const formulas = this.latexTypesetter?.typeset(this.node);
    const scripts = [...this.node.querySelectorAll("script")];
    // Their turn is taken now: formulas that are slow do not let the scripts of later outputs go first.
    const ran = scripts.length > 0 && this.scripts.run(() => formulas?.then(() => runInOrder(scripts)));
    await Promise.all([formulas, ran]);
  }
}

class JavaScriptView extends RenderedCommon {
  constructor(
    options: IRenderMime.IRendererOptions,
    private readonly scripts: Scripts,
  ) {
    super(options);
  }

  override async render(model: IRenderMime.IMimeModel): Promise<void> {
    const code = asText(model.data[this.mimeType]);
    await this.scripts.run(() => evaluate(code, this.node));
  }
}

/** How HTML and JavaScript are shown, with one order for the scripts of all outputs. */
export function rendererFactories(): IRenderMime.IRendererFactory[] {
  const scripts = new Scripts();
  return [
    {
      safe: true,
      mimeTypes: ["text/html"],
      defaultRank: 50,
      createRenderer: (options) => new HtmlView(options, scripts),
    },
    {
      safe: false,
      mimeTypes: ["application/javascript", "text/javascript"],
      defaultRank: 97,
      createRenderer: (options) => new JavaScriptView(options, scripts),
    },
  ];
}

async function runInOrder(scripts: Iterable<HTMLScriptElement>): Promise<void> {
  for (const script of scripts) await run(script);
}

/** Browsers do not run scripts that come as markup: a copy takes the place of each. */
function run(script: HTMLScriptElement): Promise<void> {
  const copy = document.createElement("script");
  for (const { name, value } of script.attributes) copy.setAttribute(name, value);
  copy.textContent = script.textContent;
  copy.async = false;
  const isLoaded = scriptTypes.test(script.type) && (script.src !== "" || script.type === "module");
  return new Promise((resolve) => {
    copy.onload = copy.onerror = () => resolve();
    script.replaceWith(copy);
    if (!isLoaded || !copy.isConnected) resolve();
  });
}

/** Run code as notebooks do: `element` is the place of the output. */
function evaluate(code: string, element: HTMLElement): unknown {
  return new Function("element", code)(element);
}

function asText(data: unknown): string {
  return Array.isArray(data) ? data.join("") : String(data);
}
