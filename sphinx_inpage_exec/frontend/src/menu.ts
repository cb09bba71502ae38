/** A menu of rarer actions: a disclosure that closes when the reader has chosen, or turns to something else. */

import { classes } from "./contract";

const selector = `details.${classes.menu}`;
let watching = false;

/** Let the menus below an element close themselves. */
export function closeMenus(root: HTMLElement): void {
  if (!watching) document.addEventListener("pointerdown", closeOthers);
  watching = true;
  for (const menu of root.querySelectorAll<HTMLDetailsElement>(selector)) closing(menu);
}

/** Close the menus that the reader has turned away from. */
function closeOthers({ target }: Event): void {
  for (const menu of document.querySelectorAll<HTMLDetailsElement>(`${selector}[open]`))
    if (target instanceof Node && !menu.contains(target)) menu.open = false;
}

function closing(menu: HTMLDetailsElement): void {
  menu.addEventListener("click", (event) => {
    if (event.target instanceof Element && event.target.closest("button, a")) close(menu);
  });
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.open) return;
    event.stopPropagation();
    close(menu);
  });
  menu.addEventListener("focusout", ({ relatedTarget }) => {
    if (!(relatedTarget instanceof Node && menu.contains(relatedTarget)) && relatedTarget) menu.open = false;
  });
}

/** The focus stays on the menu, where it would be lost with what is hidden. */
function close(menu: HTMLDetailsElement): void {
  if (menu.contains(document.activeElement)) menu.querySelector("summary")?.focus();
  menu.open = false;
}
