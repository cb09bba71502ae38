/** Charts of Plotly, with the library that the author gives. */

import { Failure } from "../failure";
import { addressOf, loadScript, PLOTLY } from "../libraries";
import type { Show } from "./lazy";

/** A figure as Plotly describes it. */
interface Figure {
  data: unknown;
  layout?: object;
  config?: object;
  frames?: unknown;
}

/** The part of https://plotly.com/javascript/plotlyjs-function-reference/ that is in use. */
interface Plotly {
  newPlot(place: HTMLElement, figure: Figure): Promise<unknown>;
  purge(place: HTMLElement): void;
}

declare global {
  interface Window {
    Plotly?: Plotly;
  }
}

let loaded: Promise<void> | undefined;

export const show: Show = async (place, data) => {
  const plotly = window.Plotly ?? (await load());
  const figure = data as Figure;
  await plotly.newPlot(place, { ...figure, config: { responsive: true, ...figure.config } });
  return () => plotly.purge(place);
};

async function load(): Promise<Plotly> {
  const address = addressOf(PLOTLY) ?? "";
  loaded ??= loadScript(document.createElement("script"), PLOTLY, address);
  // The next chart tries again.
  loaded.catch(() => (loaded = undefined));
  await loaded;
  if (!window.Plotly) throw new Failure("libraryStrange", { library: PLOTLY, address });
  return window.Plotly;
}
