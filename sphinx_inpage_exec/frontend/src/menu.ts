/** A menu of rarer actions: a disclosure that closes when the reader has chosen, or turns to something else. */

import { classes } from "./contract";

/** Let the menus below an element close themselves. */
export function closeMenus(root: HTMLElement): void {
  for (const menu of root.querySelectorAll<HTMLDetailsElement>(`details.${classes.menu}`)) closing(menu);
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
  const outside = ({ target }: Event): void => {
    if (target instanceof Node && !menu.contains(target)) menu.open = false;
  };
  menu.addEventListener("toggle", () => {
    if (menu.open) document.addEventListener("pointerdown", outside);
    else document.removeEventListener("pointerdown", outside);
  });
}

/** The focus stays on the menu, where it would be lost with what is hidden. */
function close(menu: HTMLDetailsElement): void {
  if (menu.contains(document.activeElement)) menu.querySelector("summary")?.focus();
  menu.open = false;
}
