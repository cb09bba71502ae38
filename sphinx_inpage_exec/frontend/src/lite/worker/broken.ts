import type { Parameters, StringKey } from "../../strings";

/** Why no kernel can be made, by the name of its sentence; the page says it in the reader's language. */
export class Broken extends Error {
  constructor(
    readonly key: StringKey,
    readonly parameters: Parameters = {},
  ) {
    super(key);
  }
}

/** Any thrown value as `Broken`; what is one already stays as it is. */
export function asBroken(error: unknown): Broken {
  if (error instanceof Broken) return error;
  if (error instanceof RangeError) return new Broken("liteOutOfMemory");
  return new Broken("liteBroken", { reason: error instanceof Error ? error.message : String(error) });
}
