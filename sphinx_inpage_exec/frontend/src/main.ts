/**
 * The one script of every page that can run: it shows the power button, and loads the rest when it is pressed.
 *
 * It is a classic script, because modules do not load from `file://`.
 */

import { engineFromFile, engineMissing, engineOutdated, touchLabel } from "../../strings.json";
import { attributes, type CellData, classes, ids, LINK, type PageState, type Payload } from "./contract";
import { switched } from "./tags";

declare const __PAGE_CHUNK__: string;
declare const __FIRST_CHUNKS__: readonly string[];
declare const __BACKEND_CHUNKS__: Readonly<Partial<Record<string, readonly string[]>>>;

type PageModule = typeof import("./page");

// Known only while the script runs for the first time.
// By the prototype: an element of the page that is named "currentScript" would be found in its place.
const script = Reflect.get(Document.prototype, "currentScript", document) as HTMLScriptElement | null;
const base = script?.src ?? document.baseURI;
const fromFile = location.protocol === "file:";
let failures = 0;
let preloaded = false;
let loaded: PageModule | undefined;
/** What marks the page that is prepared: themes swap pages without loading them. */
let current: Element | null = null;

function main(): void {
  look();
  new MutationObserver(look).observe(document, { childList: true, subtree: true });
  document.addEventListener("click", onPress);
  for (const kind of ["click", "keydown"] as const) document.addEventListener(kind, onTouch);
  addEventListener("hashchange", offerLink);
}

/** Prepare the page, once; what belongs to a page that was there before is ended. */
function look(): void {
  const payload = findPayload();
  if (payload === current) return;
  if (current) loaded?.leave();
  current = payload;
  if (payload) prepare(readPage());
  else document.documentElement.removeAttribute(attributes.page);
}

/**
 * Material themes make the scripts of a page that they swap in anew, and leave out the attributes. Headings may have the
 * same ids as our own elements.
 */
function findPayload(): Element | null {
  const found =
    document.querySelector(`script#${ids.payload}`) ??
    document.querySelector(`template#${ids.cellBarTemplate} + script:not([id])`);
  if (found && !found.id) found.id = ids.payload;
  return found;
}

function prepare({ settings, cells }: Partial<Payload>): void {
  enter("idle");
  for (const button of document.querySelectorAll<HTMLButtonElement>(`button.${classes.power}`)) {
    button.hidden = false;
    for (const sign of ["pointerenter", "focus"]) button.addEventListener(sign, preload, { once: true });
  }
  cells?.forEach((cell, index) => {
    if (switched(cell.tags, "start-on-touch", settings?.startOnTouch ?? false))
      makeTouchable(cell, index + 1);
  });
  if (settings?.connectOnLoad && !fromFile && settings.backends[0] !== "server") void connectOnLoad();
  offerLink();
}

/** Nobody has asked for anything yet, so a failure to load is told when somebody does. */
async function connectOnLoad(): Promise<void> {
  await (await load().catch(() => undefined))?.startOnLoad(base);
}

/** Let the keyboard reach the code as well. */
function makeTouchable({ id }: CellData, number: number): void {
  const selector = `[${attributes.cellId}="${CSS.escape(id)}"] .${classes.source}`;
  const source = document.querySelector<HTMLElement>(selector);
  if (!source) return;
  source.tabIndex = 0;
  source.setAttribute("role", "group");
  source.setAttribute("aria-label", translated({ touchLabel }).replace("{cell}", String(number)));
}

/** From the document, because a theme can put a copy of the button on the page. */
function onPress({ target }: Event): void {
  const button = target instanceof Element ? target.closest<HTMLElement>(`button.${classes.power}`) : null;
  if (button) void press(button);
}

/** What the keyboard can reach before the page is connected has been made so. */
function onTouch(event: Event): void {
  const target = event.target instanceof Element ? event.target : null;
  const source = target?.closest<HTMLElement>(`.${classes.source}[tabindex]`);
  const isPress = event instanceof KeyboardEvent ? event.key === "Enter" : !target?.closest("button, a");
  if (!source || !isPress || !document.getSelection()?.isCollapsed) return;
  if (document.documentElement.getAttribute(attributes.page) === "idle") void press(source);
}

/**
 * Fetch all chunks of a press at once, from the first sign that it comes. Each names what it imports only when it has
 * come itself, which costs a round trip for each step.
 */
function preload(): void {
  if (preloaded || fromFile) return;
  preloaded = true;
  const [backend = ""] = readPage().settings?.backends ?? [];
  for (const chunk of [...__FIRST_CHUNKS__, ...(__BACKEND_CHUNKS__[backend] ?? [])]) {
    const link = document.createElement("link");
    // Not "modulepreload": a module that fails to load so stays failed, and the reader can not try again.
    link.rel = "preload";
    link.as = "script";
    link.crossOrigin = "anonymous";
    link.href = new URL(chunk, base).href;
    document.head.append(link);
  }
}

/** Show what a link brings for a cell; it runs as little as the page itself before the button is pressed. */
function offerLink(): void {
  if (location.hash.startsWith(LINK))
    load().then(
      (page) => page.offerLink(base),
      () => undefined,
    );
}

async function press(pressed: HTMLElement): Promise<void> {
  preload();
  const page = await load().catch(() => null);
  told?.remove();
  if (!page) return explain(pressed, fromFile ? { engineFromFile } : { engineMissing });
  await page.start(base).catch((error: unknown) => {
    explain(pressed, { engineOutdated });
    throw error;
  });
}

/** A module that once failed to load stays failed under its address, so every further try has its own. */
async function load(): Promise<PageModule> {
  const url = new URL(__PAGE_CHUNK__, base);
  if (failures > 0) url.search = `?${failures}`;
  try {
    loaded = (await import(url.href)) as PageModule;
    return loaded;
  } catch (error) {
    failures += 1;
    throw error;
  }
}

/** What keeps the program from starting is told beside what was pressed, because the status box would come with it. */
let told: HTMLElement | undefined;

function explain(pressed: HTMLElement, english: Record<string, string>): void {
  told = document.createElement("p");
  told.setAttribute("role", "alert");
  told.textContent = translated(english);
  pressed.after(told);
  enter("failed");
}

/** The text of the page under the name of an English one, else that. */
function translated(english: Record<string, string>): string {
  const [[key, own] = ["", ""]] = Object.entries(english);
  return readPage().strings?.[key] ?? own;
}

function readPage(): Partial<Payload> {
  return JSON.parse(findPayload()?.textContent || "{}") as Partial<Payload>;
}

function enter(state: PageState): void {
  document.documentElement.setAttribute(attributes.page, state);
}

main();
