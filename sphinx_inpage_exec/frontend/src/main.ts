/**
 * The one script of every page that can run: it shows the power button, and loads the rest when it is pressed.
 *
 * It is a classic script, because modules do not load from `file://`.
 */

import { engineFromFile, engineMissing } from "../../strings.json";
import { attributes, classes, ids, type PageState } from "./contract";

declare const __PAGE_CHUNK__: string;
declare const __FIRST_CHUNKS__: readonly string[];

type PageModule = typeof import("./page");

// Known only while the script runs for the first time.
const base = (document.currentScript as HTMLScriptElement | null)?.src ?? document.baseURI;
let failures = 0;
let preloaded = false;

function main(): void {
  if (!document.getElementById(ids.payload)) return;
  enter("idle");
  for (const button of document.querySelectorAll<HTMLButtonElement>(`button.${classes.power}`)) {
    button.hidden = false;
    button.addEventListener("click", () => void press(button));
    for (const sign of ["pointerenter", "focus"]) button.addEventListener(sign, preload, { once: true });
  }
}

/**
 * Fetch all chunks of a press at once, from the first sign that it comes. Each names what it imports only when it has
 * come itself, which costs a round trip for each step.
 */
function preload(): void {
  if (preloaded || location.protocol === "file:") return;
  preloaded = true;
  for (const chunk of __FIRST_CHUNKS__) {
    const link = document.createElement("link");
    // Not "modulepreload": a module that fails to load so stays failed, and the reader can not try again.
    link.rel = "preload";
    link.as = "script";
    link.crossOrigin = "anonymous";
    link.href = new URL(chunk, base).href;
    document.head.append(link);
  }
}

async function press(button: HTMLButtonElement): Promise<void> {
  preload();
  const page = await load().catch(() => null);
  document.querySelector(`.${classes.bar} [role="alert"]`)?.remove();
  if (page) await page.start(base);
  else explain(button);
}

/** A module that once failed to load stays failed under its address, so every further try has its own. */
async function load(): Promise<PageModule> {
  const url = new URL(__PAGE_CHUNK__, base);
  if (failures > 0) url.search = `?${failures}`;
  try {
    return (await import(url.href)) as PageModule;
  } catch (error) {
    failures += 1;
    throw error;
  }
}

/** Beside the button, because the status box comes with what could not be loaded. */
function explain(button: HTMLButtonElement): void {
  const fromFile = location.protocol === "file:";
  const sentence =
    translated(fromFile ? "engineFromFile" : "engineMissing") ?? (fromFile ? engineFromFile : engineMissing);
  const alert = document.createElement("p");
  alert.setAttribute("role", "alert");
  alert.textContent = sentence;
  button.after(alert);
  enter("failed");
}

function translated(key: string): string | undefined {
  const payload = JSON.parse(document.getElementById(ids.payload)?.textContent ?? "{}") as {
    strings?: Record<string, string>;
  };
  return payload.strings?.[key];
}

function enter(state: PageState): void {
  document.documentElement.setAttribute(attributes.page, state);
}

main();
