/** Keeps the focus near where the reader had it, when the control that had it goes away or can not be pressed any more. */

import { classes, events } from "./contract";

const groups = `.${classes.cellBar}, .${classes.status}, .${classes.bar}`;

/** The control of ours that the reader was on last, unless the reader has gone on to something else. */
let last: HTMLElement | null = null;
let frame: number | null = null;

/** Watch the controls of a page, until `signal` is aborted. */
export function watchFocus(signal: AbortSignal): void {
  document.addEventListener("focusin", remember, { signal });
  for (const name of Object.values(events)) document.addEventListener(name, keepFocus, { signal });
}

/**
 * Give the focus to the next control of the same group, else to the bar at the top, where the reader has lost it.
 *
 * Done in the next frame: the browser has to work out then what is visible, whatever happens until then.
 */
export function keepFocus(): void {
  if (!last) return;
  frame ??= requestAnimationFrame(() => {
    frame = null;
    bringBack();
  });
}

function bringBack(): void {
  const active = document.activeElement;
  if (!last || isUsable(last) || (active !== last && active !== document.body)) return;
  const places = [last.closest(groups), document.querySelector(`.${classes.bar}`)];
  places.flatMap(controlsOf).find(isUsable)?.focus();
}

function remember({ target }: FocusEvent): void {
  last = target instanceof HTMLElement && target.closest(groups) ? target : null;
}

function controlsOf(place: Element | null): HTMLElement[] {
  return [...(place?.querySelectorAll<HTMLElement>("input, button") ?? [])];
}

function isUsable(control: HTMLElement): boolean {
  return control.isConnected && control.checkVisibility() && !control.matches(":disabled");
}
