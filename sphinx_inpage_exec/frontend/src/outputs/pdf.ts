/** PDF by the browser's own viewer; where it has none, by a link. */

import { text } from "../strings";
import type { Show } from "./lazy";

export const show: Show = async (place, data, type) => {
  const bytes = Uint8Array.from(atob(String(data)), (each) => each.charCodeAt(0));
  const address = URL.createObjectURL(new Blob([bytes], { type }));
  const viewer = Object.assign(document.createElement("object"), { type, data: address });
  const link = Object.assign(document.createElement("a"), { href: address, download: "output.pdf" });
  link.textContent = text("outputSavePdf");
  place.append(viewer, link);
  return () => URL.revokeObjectURL(address);
};
