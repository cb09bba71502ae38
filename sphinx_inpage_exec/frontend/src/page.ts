/** One page: its cells, its session and its controls, wired. */

import { backends } from "./backends";
import type { Connecting, SavedServer } from "./backends/backend";
import { saveToken } from "./backends/token";
import { Cell } from "./cell";
import {
  announce,
  attributes,
  type BackendName,
  type CellAction,
  classes,
  type PageAction,
  type PageState,
  type Payload,
  readPayload,
  type StatusAction,
} from "./contract";
import { Panel } from "./controls";
import type { DownloadAction } from "./download/download";
import type { Edits } from "./edits/edits";
import { KeptEdits } from "./edits/kept";
import { arrived, type Failure } from "./failure";
import { watchFocus } from "./focus";
import { RunHistory } from "./history";
import type { Kernels } from "./kernel";
import { serverAddress } from "./rest";
import { type Opener, Session } from "./session";
import { StatusBox } from "./status";
import { loadTranslations, text } from "./strings";
import type { Finished, Values } from "./values";

declare const __ENGINE_CSS__: string;

/** Until when a result that is out of date may look as if it were not. */
const MARKING_MS = 100;

let opening: Promise<Page> | undefined;

/** Connect the page to its kernel. `base` is the address of the script that the page carries. */
export async function start(base: string): Promise<void> {
  (await current(base))?.connect();
}

/** Connect the page although its reader has only opened it: to nothing that would have to be launched. */
export async function startOnLoad(base: string): Promise<void> {
  await (await current(base))?.connectOnLoad();
}

/** The page is gone, and another one may be in its place: themes swap pages without loading them. */
export function leave(): void {
  void opening?.then((page) => page.leave());
  opening = undefined;
}

/** The page that is there; null when it has gone before it was ready. */
async function current(base: string): Promise<Page | null> {
  opening ??= open(readPayload(document), base);
  const own = opening;
  const page = await own;
  return own === opening ? page : null;
}

async function open(payload: Payload, base: string): Promise<Page> {
  const { strings, translations } = payload;
  await loadTranslations(strings, translations ? new URL(translations, base) : null);
  return new Page(payload, base);
}

/** Show the code that the page's address brings for a cell; nothing runs by that. */
export async function offerLink(base: string): Promise<void> {
  await (await current(base))?.offerLink();
}

class Page {
  readonly #panel: Panel;
  readonly #status = new StatusBox({
    onAction: (action) => this.#onStatus(action),
    onBackend: (backend) => this.connect(backend),
    onToken: (token) => this.#onToken(token),
  });
  readonly #cells: readonly Cell[];
  readonly #session: Session<Cell>;
  #backend: BackendName;
  #saved: SavedServer | null = null;
  readonly #left = new AbortController();
  readonly #kept = new KeptEdits(location.pathname);
  #edits: Promise<Edits> | null = null;
  #restored = false;
  readonly #history = new RunHistory<Cell>();
  #marking: ReturnType<typeof setTimeout> | undefined;
  /** What changes the values in the text, one run after the other; null on a page without any. */
  #values: Promise<Values> | null = null;

  constructor(
    private readonly payload: Payload,
    private readonly base: string,
  ) {
    this.#panel = new Panel((action) => this.#onPanel(action), payload.settings.panelButtons);
    const host = {
      act: (cell: Cell, action: CellAction) => this.#onCell(cell, action),
      runAndAdvance: (cell: Cell) => this.#runAndAdvance(cell),
      idleKernel: ({ kernel }: Cell) =>
        this.#session.state === "ready" ? (this.#session.kernels?.of(kernel) ?? null) : null,
      edited: (cell: Cell) => {
        this.#kept.note(cell);
        this.#markStale();
      },
      ran: (cell: Cell, code: string | null) => {
        if (code === null) this.#history.forget(cell);
        else this.#history.ran(cell, code);
        this.#markStale();
      },
      finished: (run: Finished) => this.#changeValues((values) => values.take(run)),
    };
    this.#cells = payload.cells.map(
      (data, index) => new Cell(data, index + 1, host, payload.settings, document),
    );
    this.#session = new Session(this.#cells, {
      onState: (state) => this.#onState(state),
      onMessage: (key, parameters) => this.#status.say(text(key, parameters), key),
      onFailure: (failure) => this.#onFailure(failure),
      onLost: (cells) => this.#loseRuns(cells),
    });
    this.#backend = payload.settings.backends[0] ?? "server";
    const onHide = (event: PageTransitionEvent): void => {
      this.#kept.save();
      if (!event.persisted) this.#session.abandon();
    };
    document.addEventListener("visibilitychange", () => this.#kept.save(), { signal: this.#left.signal });
    addEventListener("pagehide", onHide, { signal: this.#left.signal });
    watchFocus(this.#left.signal);
    forbidCopies();
  }

  connect(backend = this.#backend, mayLaunch = true, asked = true): void {
    this.#backend = backend;
    void this.#session.connect(this.#opener(mayLaunch, asked));
  }

  #opener(mayLaunch = true, asked = true): Opener {
    return async (signal) => {
      this.#showSaved(null);
      const restored = this.#restore(asked);
      const arriving = this.#bringUp(signal, mayLaunch);
      // While the kernel starts there is time for it; then its first answers are waited for.
      for (const cell of this.#cells) cell.prepare();
      const kernel = await arriving;
      // What runs is what the reader sees.
      await restored;
      return kernel;
    };
  }

  async offerLink(): Promise<void> {
    loadStyles(new URL(__ENGINE_CSS__, this.base).href);
    await this.#withEdits((edits) => edits.offer(location.hash));
  }

  /** Bring back what the reader wrote on an earlier visit, once. `asked` tells whether the reader wants cells to run. */
  async #restore(asked: boolean): Promise<void> {
    if (this.#restored || this.#kept.empty) return;
    this.#restored = true;
    await this.#withEdits((edits) => edits.restore(asked));
  }

  /** Where this part of the program does not come, pages run without it. */
  async #withEdits(action: (edits: Edits) => unknown): Promise<void> {
    this.#edits ??= import("./edits/edits").then(
      ({ Edits }) =>
        new Edits(this.#cells, this.#kept, (key, words) => this.#status.say(text(key, words), key)),
    );
    await this.#edits.then(action, () => (this.#edits = null));
  }

  async connectOnLoad(): Promise<void> {
    if (this.#backend === "lite") this.connect("lite", true, false);
    if (this.#backend !== "binder") return;
    const { isKept } = await import("./backends/binder");
    if (isKept(this.payload.settings)) this.connect("binder", false, false);
  }

  leave(): void {
    this.#left.abort();
    this.#kept.save();
    clearTimeout(this.#marking);
    this.#session.abandon();
    this.#status.element.remove();
  }

  async #bringUp(signal: AbortSignal, mayLaunch: boolean): Promise<Kernels> {
    const arriving = backends[this.#backend]();
    const connecting = this.#connecting(signal, mayLaunch, arriving);
    return (await arriving).connect(connecting);
  }

  #connecting(signal: AbortSignal, mayLaunch: boolean, backend: Promise<unknown>): Connecting {
    loadStyles(new URL(__ENGINE_CSS__, this.base).href);
    this.#status.begin();
    // To evaluate the engine takes a while, in which what the backend has begun goes on.
    const engine = backend.then(() => arrived(import("./thebe")));
    void this.#showStoredWidgets();
    // Whoever brings up the kernel waits for the engine; until then its failure is not unhandled.
    engine.catch(() => undefined);
    return {
      payload: this.payload,
      base: this.base,
      engine,
      signal,
      mayLaunch,
      log: this.#status.log,
      onSaved: (server) => this.#showSaved(server),
      progress: (key, parameters, amount) => this.#status.saySteps(text(key, parameters), key, amount),
    };
  }

  /** Widgets that are stored in the page need no kernel; where they can not be shown, the page stays as it was. */
  async #showStoredWidgets(): Promise<void> {
    if (!document.querySelector('script[type$="widget-state+json"]')) return;
    const stored = await import("./stored-widgets").catch(() => null);
    await stored?.show(this.payload.settings).catch(() => undefined);
  }

  #onState(state: PageState): void {
    document.documentElement.setAttribute(attributes.page, state);
    const connected = this.#session.kernels !== null;
    this.#panel.enter(state);
    if (connected) this.#showPanel();
    else this.#showPower(state);
    announce("state", { state });
  }

  #showPanel(): void {
    for (const cell of this.#cells) cell.activate();
    const [bar] = bars();
    const hadFocus = bar?.contains(document.activeElement);
    for (const button of powerButtons()) button.hidden = true;
    if (!bar || this.#panel.element.isConnected) return void (this.#panel.element.hidden = false);
    this.#panel.show(bar);
    if (hadFocus) this.#panel.element.querySelector<HTMLButtonElement>("button:enabled")?.focus();
  }

  #showPower(state: PageState): void {
    this.#panel.hide();
    for (const cell of this.#cells) cell.deactivate();
    for (const button of powerButtons()) {
      button.hidden = false;
      button.setAttribute("aria-disabled", String(state === "connecting"));
    }
  }

  #onFailure(failure: Failure): void {
    const others = this.#session.kernels
      ? []
      : this.payload.settings.backends.filter((name) => name !== this.#backend);
    this.#status.fail(failure.message, failure.remedy, others);
  }

  #onStatus(action: StatusAction): void {
    if (action === "dismiss") this.#status.hide();
    else if (action === "cancel") this.#session.cancel();
    else if (action === "retry" && this.#session.kernels) this.#session.runAll();
    else if (action === "retry") this.connect();
    else if (action === "restart") void this.#session.restart();
    else if (action === "run-again") void this.#session.runAgain(this.#opener());
  }

  #onToken(token: string): void {
    const url = this.payload.settings.server?.url;
    if (!url) return;
    saveToken(serverAddress(url).url, token);
    this.connect();
  }

  #onPanel(action: PageAction): void {
    switch (action) {
      case "run-all":
        return this.#session.runAll();
      case "run-next":
        return this.#runNext();
      case "download-notebook":
      case "download-script":
        return void this.#download(action);
      case "interrupt":
        return void this.#session.interrupt();
      case "restart":
        return void this.#session.restart();
      case "shutdown":
        return void this.#shutdown();
      case "clear":
        return this.#cells.forEach((cell) => cell.clear());
      case "reset":
        this.#changeValues((values) => values.reset());
        return this.#cells.forEach((cell) => cell.reset());
      case "forget":
        return this.#forget();
      case "launch":
        return void this.#launch();
    }
  }

  #showSaved(server: SavedServer | null): void {
    this.#saved = server;
    this.#panel.tell(server ? text(server.reused ? "savedServerReused" : "savedServer") : "");
  }

  #forget(): void {
    this.#saved?.forget();
    this.#showSaved(null);
    this.#status.say(text("savedForgotten"), "savedForgotten");
  }

  /** The server of a Binder is forgotten as well: who shuts down wants none of it again. */
  async #shutdown(): Promise<void> {
    const saved = this.#saved;
    saved?.forget();
    await this.#session.shutdown();
    if (saved) this.#status.say(text("shutDownForgotten"), "shutDownForgotten");
  }

  #onCell(cell: Cell, action: CellAction): void {
    switch (action) {
      case "run":
        return this.#session.run(this.#withChecked(cell));
      case "interrupt":
        return void this.#session.stop(cell);
      case "clear":
        return cell.clear();
      case "reset":
        this.#changeValues((values) => values.reset(cell.id));
        return cell.reset();
      case "run-to":
        return this.#session.run(this.#withCell(this.#cells.slice(0, cell.number), cell));
      case "run-from":
        return this.#session.run(this.#withCell(this.#cells.slice(cell.number - 1), cell));
      case "copy-link":
        return void this.#withEdits((edits) => edits.copyLink(cell));
    }
  }

  /** A check runs after the code that it checks. */
  #withChecked(cell: Cell): Cell[] {
    const checked = this.#cells.find(({ id }) => id === cell.checks);
    return checked ? [checked, cell] : [cell];
  }

  #loseRuns(cells: readonly Cell[]): void {
    this.#history.lose(cells);
    this.#markStale();
  }

  /** Once for all that happens in a moment: a page may have many cells, all of which run. */
  #markStale(): void {
    this.#marking ??= setTimeout(() => {
      this.#marking = undefined;
      const stale = this.#history.outOfDate(this.#cells);
      for (const cell of this.#cells) cell.markStale(stale.has(cell));
    }, MARKING_MS);
  }

  #runNext(): void {
    const last = this.#history.last;
    const next = this.#cells[last ? this.#cells.indexOf(last) + 1 : 0] ?? this.#cells[0];
    if (!next) return;
    this.#session.run([next]);
    next.show();
  }

  /** The cells that run with the page, and this one, which the reader has chosen. */
  #withCell(cells: readonly Cell[], chosen: Cell): Cell[] {
    return cells.filter((cell) => cell === chosen || cell.turn !== "on-request");
  }

  /** Values that can not be changed stay as they are. */
  #changeValues(change: (values: Values) => void | Promise<void>): void {
    const { cells, glued = [] } = this.payload;
    if (glued.length === 0 && !cells.some(({ values }) => values)) return;
    this.#values ??= import("./values").then(({ Values }) => new Values(glued, document));
    this.#values = this.#values.then(async (values) => {
      await Promise.resolve(change(values)).catch(() => undefined);
      return values;
    });
    this.#values.catch(() => (this.#values = null));
  }

  #runAndAdvance(cell: Cell): void {
    this.#session.run([cell]);
    this.#cells[this.#cells.indexOf(cell) + 1]?.focus();
  }

  async #download(action: DownloadAction): Promise<void> {
    const kernelName = this.payload.settings.kernelName;
    const page = { path: this.payload.path, kernelName, cells: this.#cells };
    const { download } = await import("./download/download");
    download(page, action);
  }

  /** The window opens with the press, before the answer is there: browsers block one that opens later. */
  async #launch(): Promise<void> {
    const opened = window.open("", "_blank");
    if (opened) opened.opener = null;
    const url = await this.#session.kernels?.launchUrl();
    if (url && opened) return opened.location.replace(url);
    opened?.close();
    this.#status.say(text("launchUnavailable"));
  }
}

/** Turbo would show a copy of the page when the reader comes back, with buttons that do nothing. */
function forbidCopies(): void {
  if (document.querySelector('meta[name="turbo-cache-control"]')) return;
  const meta = document.createElement("meta");
  meta.name = "turbo-cache-control";
  meta.content = "no-cache";
  document.head.append(meta);
}

function bars(): HTMLElement[] {
  return [...document.querySelectorAll<HTMLElement>(`.${classes.bar}`)];
}

function powerButtons(): HTMLButtonElement[] {
  return [...document.querySelectorAll<HTMLButtonElement>(`button.${classes.power}`)];
}

function loadStyles(href: string): void {
  if (document.querySelector(`link[href="${href}"]`)) return;
  const link = document.createElement("link");
  link.rel = "stylesheet";
  link.href = href;
  document.head.append(link);
}
