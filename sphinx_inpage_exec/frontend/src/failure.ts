import { type Parameters, type StringKey, text } from "./strings";

/** What the reader can do about a failure, beside trying again. */
export type Remedy = "retry" | "token" | "run-again" | "restart" | "none";

/** A failure that the reader is told about: a sentence, and what can be done. */
export class Failure extends Error {
  override readonly name = "Failure";

  constructor(
    readonly key: StringKey,
    parameters: Parameters = {},
    readonly remedy: Remedy = "retry",
  ) {
    super(text(key, parameters));
  }
}

/** The reason that an unknown thrown value gives, as the end of a sentence. */
export function reasonOf(error: unknown): string {
  const reason = error instanceof Error ? error.message.trim() : "";
  return reason === "" ? text("unknownReason") : reason.replace(/[^.!?]$/, "$&.");
}

/** Any thrown value as a `Failure`; what is one already stays as it is. */
export function asFailure(error: unknown): Failure {
  return error instanceof Failure ? error : new Failure("runFailed", { reason: reasonOf(error) });
}

/** A module that is loaded when it is needed. */
export async function arrived<Module>(module: Promise<Module>): Promise<Module> {
  return module.catch(() => {
    throw new Failure("engineMissing");
  });
}
