/**
 * The browser's side of the contract between the built page and its scripts: the twin of `contract.py`.
 * Both are tested against `contract.json`.
 */

export const VERSION = 1;

export const ids = {
  payload: "inpage-exec-payload",
  panelTemplate: "inpage-exec-panel",
  statusTemplate: "inpage-exec-status",
  cellBarTemplate: "inpage-exec-cell-bar",
} as const;

export const classes = {
  bar: "inpage-exec-bar",
  power: "inpage-exec-power",
  panel: "inpage-exec-panel",
  status: "inpage-exec-status",
  cell: "inpage-exec-cell",
  cellBar: "inpage-exec-cell-bar",
  source: "inpage-exec-source",
  stored: "inpage-exec-stored",
  output: "inpage-exec-output",
  proposal: "inpage-exec-proposal",
  menu: "inpage-exec-menu",
  launch: "inpage-exec-launch",
  value: "inpage-exec-value",
  log: "inpage-exec-log",
  fold: "inpage-exec-fold",
  verdict: "inpage-exec-verdict",
} as const;

export const attributes = {
  page: "data-inpage-exec",
  cellId: "data-cell-id",
  valueId: "data-value-id",
  state: "data-state",
  agrees: "data-agrees",
  edited: "data-edited",
  stale: "data-stale",
  action: "data-action",
  step: "data-step",
} as const;

/** What the fragment of a link begins with that brings code for a cell. */
export const LINK = "#inpage-exec-edit=";

export const pageStates = ["idle", "connecting", "ready", "busy", "failed"] as const;
export const cellStates = ["idle", "queued", "running", "done", "error"] as const;
export const pageActions = [
  "run-all",
  "interrupt",
  "restart",
  "clear",
  "reset",
  "shutdown",
  "run-next",
  "download-notebook",
  "download-script",
  "launch",
  "forget",
] as const;
export const cellActions = ["run", "interrupt", "clear", "reset", "run-to", "run-from", "copy-link"] as const;
export const statusActions = [
  "retry",
  "run-again",
  "restart",
  "cancel",
  "backend",
  "dismiss",
  "copy",
] as const;
export const outputActions = ["more", "copy"] as const;
export const proposalActions = ["accept", "decline"] as const;
export const backendNames = ["binder", "server", "lite"] as const;

export const events = {
  state: "inpage-exec:state",
  cell: "inpage-exec:cell",
  error: "inpage-exec:error",
} as const;

export type PageState = (typeof pageStates)[number];
export type CellState = (typeof cellStates)[number];
export type PageAction = (typeof pageActions)[number];
export type CellAction = (typeof cellActions)[number];
export type OutputAction = (typeof outputActions)[number];
export type ProposalAction = (typeof proposalActions)[number];
export type StatusAction = (typeof statusActions)[number];
export type BackendName = (typeof backendNames)[number];

/** The `detail` of each event on `document`. */
export interface EventDetails {
  state: { state: PageState };
  cell: { id: string; state: CellState; executionCount: number | null };
  error: { message: string };
}

export interface BinderSettings {
  url: string;
  provider: string;
  repo: string;
  ref: string;
  folder?: string;
}

export interface ServerSettings {
  url: string;
  token?: string;
  folder?: string;
}

/** A file that cells open: its path below the kernel's root, where the site has it, and its size in bytes. */
export interface LiteContent {
  path: string;
  url: string;
  size: number;
}

/** URLs without a scheme are relative to the folder of the page's main script. */
export interface LiteSettings {
  /** The folder of the runtime. */
  runtime: string;
  /** Requirements: those of the author, and the packages that the cells import. */
  packages: string[];
  wheels: string[];
  contents: LiteContent[];
  /** The folder of the page's source below the kernel's root, where cells run; empty for the root. */
  folder: string;
  /** Whether packages may come from the Python Package Index. */
  index: boolean;
  /** Where the packages of the Pyodide distribution are, when not where its lock file says. */
  pyodideUrl?: string;
}

export interface Settings {
  backends: BackendName[];
  binder?: BinderSettings;
  server?: ServerSettings;
  lite?: LiteSettings;
  /** Libraries for outputs: npm names, and URLs; those without a scheme are relative to the main script's folder. */
  widgets?: Record<string, string>;
  kernelName: string;
  sessionName?: string;
  disableSessionSaving: boolean;
  mathjaxUrl?: string;
  mathjaxConfig?: string;
  runOnConnect: boolean;
  connectOnLoad: boolean;
  startOnTouch: boolean;
  /** The buttons that the author has chosen, when not all. */
  panelButtons?: PageAction[];
  cellButtons?: CellAction[];
  foldHidden: boolean;
}

export interface CellData {
  id: string;
  source: string;
  language: string;
  tags: string[];
  visible: boolean;
  /** The text that a run should put out. */
  expected?: string;
  /** The `id` of the kernel that runs it, where that is not the page's own. */
  kernel?: string;
  /** The id of the cell that this one checks, after it has run. */
  checks?: string;
  /** The expressions that are asked for after it, by the ids of the values in the text that show them. */
  values?: Record<string, string>;
}

/** A value in the text that shows what cells glue under a key: as it is, or as text in a format. */
export interface GluedData {
  id: string;
  key: string;
  format?: string;
}

/** A kernel beside the page's own: by its name, or any that speaks a language. */
export type KernelData = { id: string } & ({ name: string } | { language: string });

export interface Payload {
  version: typeof VERSION;
  docname: string;
  path: string;
  settings: Settings;
  cells: CellData[];
  /** The kernels that cells name; left out where all cells run in the page's own. */
  kernels?: KernelData[];
  /** The values in the text that show what cells glue; left out where there are none. */
  glued?: GluedData[];
  /** Texts that differ from English and may be shown before anything is loaded. */
  strings: Record<string, string>;
  /** The file with the others, relative to the folder of the page's main script. */
  translations?: string;
}

/**
 * The payload of a page, read from its script element.
 *
 * @throws Error with a sentence when the page carries no payload, or one of another version.
 */
export function readPayload(root: Document): Payload {
  const element = root.querySelector(`script#${ids.payload}`);
  if (!element) throw new Error("This page carries no cells to run.");
  const payload: unknown = JSON.parse(element.textContent ?? "");
  if (!isPayload(payload)) {
    throw new Error(
      "This page was built by another version of sphinx_inpage_exec. Reload it without the cache.",
    );
  }
  return payload;
}

function isPayload(value: unknown): value is Payload {
  if (typeof value !== "object" || value === null) return false;
  const { version, settings, cells } = value as Partial<Payload>;
  return version === VERSION && typeof settings === "object" && Array.isArray(cells);
}

/** Tell the page, and whoever listens on it, what has happened. */
export function announce<Name extends keyof EventDetails>(name: Name, detail: EventDetails[Name]): void {
  document.dispatchEvent(new CustomEvent(events[name], { detail }));
}
