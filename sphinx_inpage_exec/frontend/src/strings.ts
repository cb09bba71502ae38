import english from "../../strings.json";

/** The name of a text; the texts are in `strings.json`, translated by the build. */
export type StringKey = keyof typeof english;
export type Parameters = Readonly<Record<string, string | number>>;

let translated: Readonly<Record<string, string>> = {};

/** Use these texts, by key, where there is one; the others stay English. */
export function useTranslations(strings: Readonly<Record<string, string>>): void {
  translated = strings;
}

/** The text of `key` in the reader's language, its `{names}` replaced by the parameters. */
export function text(key: StringKey, parameters: Parameters = {}): string {
  const pattern = translated[key] ?? english[key];
  return pattern.replace(/\{(\w+)\}/g, (placeholder, name: string) =>
    String(parameters[name] ?? placeholder),
  );
}
