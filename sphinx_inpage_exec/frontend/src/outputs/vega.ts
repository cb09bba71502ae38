/** Vega and Vega-Lite charts. Expressions are interpreted, so that a strict Content-Security-Policy holds. */

import embed, { type VisualizationSpec } from "vega-embed";
import type { Show } from "./lazy";

export const show: Show = async (place, specification, mimeType) => {
  const chart = await embed(place, specification as VisualizationSpec, {
    mode: mimeType.includes("vegalite") ? "vega-lite" : "vega",
    actions: false,
    ast: true,
    defaultStyle: false,
    renderer: "svg",
  });
  return () => chart.finalize();
};
