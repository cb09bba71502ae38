/** How the engine's views fill their place, for those kinds of output that have no view of our own. */

import type { IRenderMime } from "@jupyterlab/rendermime-interfaces";

interface Place {
  host: HTMLElement;
  source: string;
}

interface Image extends Place {
  mimeType: string;
  width?: number;
  height?: number;
}

interface Latex extends Place {
  shouldTypeset: boolean;
  latexTypesetter: IRenderMime.ILatexTypesetter | null;
}

export async function renderImage({ host, mimeType, source, width, height }: Image): Promise<void> {
  show(host, `data:${mimeType};base64,${source}`, { ...(width && { width }), ...(height && { height }) });
}

export async function renderSVG({ host, source }: Place): Promise<void> {
  const named = /<svg[^>]+xmlns=[^>]+svg/.test(source);
  const image = named ? source : source.replace("<svg", '<svg xmlns="http://www.w3.org/2000/svg"');
  if (image) show(host, `data:image/svg+xml,${encodeURIComponent(image)}`);
}

export async function renderLatex({ host, source, shouldTypeset, latexTypesetter }: Latex): Promise<void> {
  host.textContent = source;
  if (shouldTypeset) await latexTypesetter?.typeset(host);
}

/** Links to other sites open in windows of their own, which can not reach the page. */
export function hardenAnchorLinks(node: HTMLElement): void {
  for (const link of node.querySelectorAll<HTMLAnchorElement>("a:any-link")) {
    // Those in SVG are of another kind.
    if (!(link instanceof HTMLAnchorElement)) continue;
    const isOfPage = link.origin === location.origin;
    link.target ||= isOfPage ? "_self" : "_blank";
    if (!isOfPage) link.rel = "noopener";
  }
}

function show(host: HTMLElement, src: string, size: { width?: number; height?: number } = {}): void {
  host.replaceChildren(Object.assign(document.createElement("img"), { src, ...size }));
}
