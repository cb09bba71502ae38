/** The classes of widgets: those of every ipywidgets, anywidget, and those of the packages that the author gives. */

import * as base from "@jupyter-widgets/base";
import * as controls from "@jupyter-widgets/controls";
import type { KernelWidgetManager } from "@jupyter-widgets/jupyterlab-manager/lib/manager";
import * as output from "@jupyter-widgets/jupyterlab-manager/lib/output";
import { Modules } from "../amd";
import { Failure, reasonOf } from "../failure";
import { addressOf } from "../libraries";

declare const __WIDGETS_CSS__: string;
declare const __ANYWIDGET__: string;

/** Stands for a widget that can not be made, and says why in words. */
class FailedView extends base.DOMWidgetView {
  protected get error(): unknown {
    return this.model.get("error");
  }

  override render(): void {
    this.el.classList.add("inpage-exec-widget-failed");
    this.el.textContent = reasonOf(this.error);
  }
}

/** What stands for a view whose class can not be had. */
export function failedView(error: unknown): typeof base.WidgetView {
  return class extends FailedView {
    protected override get error(): unknown {
      return error;
    }
  };
}

/** The packages that every ipywidgets has. */
export const packages = new Map<string, { version: string; exports: Record<string, unknown> }>([
  [
    "@jupyter-widgets/base",
    { version: base.JUPYTER_WIDGETS_VERSION, exports: { ...base, ErrorWidgetView: FailedView } },
  ],
  ["@jupyter-widgets/controls", { version: controls.JUPYTER_CONTROLS_VERSION, exports: { ...controls } }],
  ["@jupyter-widgets/output", { version: output.OUTPUT_WIDGET_VERSION, exports: { ...output } }],
]);

const modules = new Modules(
  Object.fromEntries([...packages].map(([name, { exports }]) => [name, exports])),
  (name) => addressOf(name) ?? (name === "anywidget" ? siteFile(__ANYWIDGET__) : null),
);

type WidgetClass = Awaited<ReturnType<KernelWidgetManager["loadClass"]>>;

/**
 * The class of a widget's model or view, from a package that the author gives. There is one version of each, whatever
 * the kernel asks for.
 *
 * @throws Failure that names a package which the site does not have: nothing is fetched from a CDN by itself.
 */
export async function givenClass(className: string, moduleName: string): Promise<WidgetClass> {
  const found = (await modules.load(moduleName)) as Record<string, WidgetClass>;
  const made = found[className];
  if (!made) throw new Failure("widgetClassMissing", { package: moduleName, class: className }, "none");
  return made;
}

/** The address of a file of the site, from its place beside the main script. */
function siteFile(file: string): string {
  return new URL(`../${file}`, import.meta.url).href;
}

export function addStyles(): void {
  const href = siteFile(__WIDGETS_CSS__);
  if (document.querySelector(`link[href="${CSS.escape(href)}"]`)) return;
  const link = Object.assign(document.createElement("link"), { rel: "stylesheet", href });
  document.head.append(link);
}
