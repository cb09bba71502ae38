/** Stands in for JupyterLab's translations: the one sentence of its output area that a reader meets. */

import { text } from "../strings";

const words = {
  __: (english: string, ...parameters: string[]): string =>
    english === "Show more outputs"
      ? text("outputMore")
      : english.replace(/%(\d)/g, (_, place: string) => parameters[Number(place) - 1] ?? ""),
};

export const nullTranslator = { languageCode: "en", load: () => words };
