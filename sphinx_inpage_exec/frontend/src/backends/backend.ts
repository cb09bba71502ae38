import type { BackendName, Payload, Settings } from "../contract";
import type { Kernels } from "../kernel";
import type { Amount } from "../status";
import type { Parameters, StringKey } from "../strings";
import type * as Engine from "../thebe";

/** A server that is kept in the browser for other pages. */
export interface SavedServer {
  /** Whether it had been kept before this page used it. */
  readonly reused: boolean;
  forget(): void;
}

/** What a backend may use while it brings up a kernel. */
export interface Connecting {
  readonly payload: Payload;
  /** The address of the page's own script, which the addresses of other files of the site start from. */
  readonly base: string;
  /** The engine, on its way from when the backend is there. */
  readonly engine: Promise<typeof Engine>;
  /** Tell the reader which step is taken, and how much of it is done where that is known. */
  progress(key: StringKey, parameters?: Parameters, amount?: Amount): void;
  /** The disclosure of the status box for the log of a build, hidden until something is in it. */
  readonly log: HTMLDetailsElement;
  /** Tell the page that its server is kept for other pages. */
  onSaved(server: SavedServer): void;
  /** Whether a server may be launched: not where the reader has done no more than open the page. */
  readonly mayLaunch: boolean;
  /** Aborted when the reader cancels. */
  readonly signal: AbortSignal;
}

/**
 * Brings up a kernel for the page.
 *
 * @throws Failure that says what went wrong and what to do.
 */
export type Connect = (connecting: Connecting) => Promise<Kernels>;

/** Where a server has the source of the page, when it has the documentation's sources in `folder`. */
export function sourceFile({ path }: Payload, folder = ""): string {
  return folder ? `${folder}/${path}` : path;
}

/** The settings of a backend that the page has. */
export function settingsOf<Name extends BackendName>(
  settings: Settings,
  name: Name,
): NonNullable<Settings[Name]> {
  const own = settings[name];
  if (!own) throw new Error(`The page has no settings for the backend ${name}.`);
  return own;
}
