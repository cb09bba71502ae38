/** HTML, Markdown and JavaScript of outputs: scripts run once, one after the other, in the order in which they came. */

import { RenderedCommon, RenderedHTMLCommon } from "@jupyterlab/rendermime";
import type { IRenderMime } from "@jupyterlab/rendermime-interfaces";
import type { Kernel } from "@jupyterlab/services";
import { hardenAnchorLinks } from "../redirects/renderers";
import { trusted } from "../trusted";

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
    await this.fill(asText(model.data[this.mimeType]));
  }

  /** Show HTML, and run its scripts when what they need is `there`. */
  protected async fill(html: string, there?: Promise<unknown>): Promise<void> {
    this.node.innerHTML = trusted().createHTML(html);
    hardenAnchorLinks(this.node);
    // Only then is the output on the page, where its scripts look for their elements.
    await Promise.resolve();
    const needed = Promise.all([this.latexTypesetter?.typeset(this.node), there]);
    const scripts = [...this.node.querySelectorAll("script")];
    // Their turn is taken now: formulas that are slow do not let the scripts of later outputs go first.
    const ran = scripts.length > 0 && this.scripts.run(() => needed.then(() => runInOrder(scripts)));
    await Promise.all([needed, ran]);
  }
}

class MarkdownView extends HtmlView {
  override async render(model: IRenderMime.IMimeModel): Promise<void> {
    const { htmlOf } = await import("./markdown");
    await this.fill(await htmlOf(asText(model.data[this.mimeType])));
  }
}

/** HTML of HoloViews and Panel, whose scripts talk to the kernel. */
class HoloViewsView extends HtmlView {
  #withdraw: Promise<() => void> | undefined;

  constructor(
    options: IRenderMime.IRendererOptions,
    scripts: Scripts,
    private readonly kernel: Kernel.IKernelConnection,
  ) {
    super(options, scripts);
  }

  override async render({ data, metadata }: IRenderMime.IMimeModel): Promise<void> {
    const { id } = (metadata[this.mimeType] ?? {}) as { id?: string };
    if (id !== undefined) this.#withdraw = import("./holoviews").then(({ offer }) => offer(this.kernel, id));
    await this.fill(asText(data["text/html"]), this.#withdraw);
  }

  override dispose(): void {
    void this.#withdraw?.then((withdraw) => withdraw());
    super.dispose();
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

const holoviews = "application/vnd.holoviews_exec.v0+json";

/** How HTML, Markdown and JavaScript are shown, with one order for the scripts of all outputs. */
export function rendererFactories(kernel: Kernel.IKernelConnection | null): IRenderMime.IRendererFactory[] {
  const scripts = new Scripts();
  const live: IRenderMime.IRendererFactory[] = kernel
    ? [
        {
          safe: false,
          mimeTypes: [holoviews],
          defaultRank: 45,
          createRenderer: (options) => new HoloViewsView(options, scripts, kernel),
        },
      ]
    : [];
  return [
    ...live,
    {
      safe: true,
      mimeTypes: ["text/html"],
      defaultRank: 50,
      createRenderer: (options) => new HtmlView(options, scripts),
    },
    {
      safe: true,
      mimeTypes: ["text/markdown"],
      defaultRank: 60,
      createRenderer: (options) => new MarkdownView(options, scripts),
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
  for (const { name, value } of script.attributes) {
    copy.setAttribute(name, name === "src" ? trusted().createScriptURL(value) : value);
  }
  copy.textContent = trusted().createScript(script.textContent);
  copy.async = false;
  // Nothing tells that a module in the output itself has run.
  const isLoaded = scriptTypes.test(script.type) && script.src !== "";
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
