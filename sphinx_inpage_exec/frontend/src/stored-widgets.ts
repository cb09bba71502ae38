/**
 * Widgets that the build has stored in the page, shown before there is a kernel: as the first thing after the press, and
 * from the site's own files. Runs take their place.
 */

import { MessageLoop } from "@lumino/messaging";
import { Widget } from "@lumino/widgets";
import type { Settings } from "./contract";

/** The parts of https://github.com/jupyter-widgets/ipywidgets/tree/main/packages/schema that are in use. */
interface View {
  model_id: string;
}

const STATE = 'script[type="application/vnd.jupyter.widget-state+json"]';
const VIEW = 'script[type="application/vnd.jupyter.widget-view+json"]';
/** The class of what Jupyter's own embedding puts on the page, where the author loads it. */
const EMBEDDED = "widget-subarea";

/** Show each stored widget that nothing shows yet, beside what stands for it. */
export async function show(settings: Settings): Promise<void> {
  const states = [...document.querySelectorAll(STATE)].map((each) => JSON.parse(each.textContent ?? ""));
  const places = [...document.querySelectorAll(VIEW)].filter(
    ({ parentElement }) => !parentElement?.querySelector(`.${EMBEDDED}`),
  );
  if (places.length === 0) return;
  const [{ StoredWidgets }, { makeRendering }] = await Promise.all([
    import("./redirects/widget-manager"),
    import("./thebe"),
  ]);
  const manager = new StoredWidgets(makeRendering(settings));
  for (const state of states) await manager.set_state(state);
  for (const place of places) {
    const { model_id: id } = JSON.parse(place.textContent ?? "") as View;
    if (!manager.has_model(id)) continue;
    const view = await manager.create_view(await manager.get_model(id));
    const area = document.createElement("div");
    area.className = EMBEDDED;
    place.after(area);
    attach(view.luminoWidget, area);
  }
}

/** As Lumino's own `attach`, which refuses places that are hidden. */
function attach(widget: Widget, place: HTMLElement): void {
  MessageLoop.sendMessage(widget, Widget.Msg.BeforeAttach);
  place.append(widget.node);
  MessageLoop.sendMessage(widget, Widget.Msg.AfterAttach);
}
