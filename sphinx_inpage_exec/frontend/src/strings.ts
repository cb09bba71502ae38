import english from "../../strings.json";

/** The name of a text; the texts are in `strings.json`, translated by the build. */
export type StringKey = keyof typeof english;
export type Parameters = Readonly<Record<string, string | number>>;

type Texts = Readonly<Record<string, string>>;

let translated: Texts = {};

/** Use these texts, by key, where there is one; the others stay English. */
export function useTranslations(strings: Texts): void {
  translated = strings;
}

/** Use `strings`, and for the others a file of the site. What can not be had stays English. */
export async function loadTranslations(strings: Texts, url: URL | null): Promise<void> {
  useTranslations(strings);
  if (!url) return;
  const others = await fetch(url)
    .then((answer) => (answer.ok ? (answer.json() as Promise<Texts>) : {}))
    .catch(() => ({}));
  useTranslations({ ...others, ...strings });
}

/** The text of `key` in the reader's language, its `{names}` replaced by the parameters. */
export function text(key: StringKey, parameters: Parameters = {}): string {
  const pattern = translated[key] ?? english[key];
  return pattern.replace(/\{(\w+)\}/g, (placeholder, name: string) =>
    String(parameters[name] ?? placeholder),
  );
}
