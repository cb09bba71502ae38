/** Stands in for thebe-core's default renderers, which load MathJax 2 from a CDN. */
export function makeRenderMimeRegistry(): never {
  throw new Error("An output was made without renderers. Hand it those of rendering.ts.");
}
