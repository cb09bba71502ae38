/** The widgets of a kernel: Jupyter's own manager with the packages that every ipywidgets has, and no others. */

import * as base from "@jupyter-widgets/base";
import * as controls from "@jupyter-widgets/controls";
import { KernelWidgetManager } from "@jupyter-widgets/jupyterlab-manager/lib/manager";
import * as output from "@jupyter-widgets/jupyterlab-manager/lib/output";
import { WidgetRenderer } from "@jupyter-widgets/jupyterlab-manager/lib/renderer";
import type { IRenderMimeRegistry } from "@jupyterlab/rendermime";
import type { IRenderMime } from "@jupyterlab/rendermime-interfaces";
import type { Kernel, KernelMessage } from "@jupyterlab/services";
import { Failure, reasonOf } from "../failure";

declare const __WIDGETS_CSS__: string;

/** Stands for a widget that can not be made, and says why in words. */
class FailedView extends base.DOMWidgetView {
  override render(): void {
    this.el.classList.add("inpage-exec-widget-failed");
    this.el.textContent = reasonOf(this.model.get("error"));
  }
}

const packages = new Map<string, { version: string; exports: Record<string, unknown> }>([
  [
    "@jupyter-widgets/base",
    { version: base.JUPYTER_WIDGETS_VERSION, exports: { ...base, ErrorWidgetView: FailedView } },
  ],
  ["@jupyter-widgets/controls", { version: controls.JUPYTER_CONTROLS_VERSION, exports: { ...controls } }],
  ["@jupyter-widgets/output", { version: output.OUTPUT_WIDGET_VERSION, exports: { ...output } }],
]);

type LoadedClass = ReturnType<KernelWidgetManager["loadClass"]>;

export class WidgetManager extends KernelWidgetManager {
  constructor(kernel: Kernel.IKernelConnection, rendering: IRenderMimeRegistry) {
    super(kernel, rendering);
    for (const [name, { version, exports }] of packages) {
      this.register({ name, version, exports: exports as Parameters<typeof this.register>[0]["exports"] });
    }
    addStyles();
  }

  /** Make the widget that the kernel opens with `message`. */
  open(comm: Kernel.IComm, message: KernelMessage.ICommOpenMsg): Promise<void> {
    return this._handleCommOpen(comm, message);
  }

  /** The place of one widget's view in an output. */
  createView(options: IRenderMime.IRendererOptions): WidgetRenderer {
    return new WidgetRenderer(options, this);
  }

  /**
   * The class of a widget's model or view.
   *
   * @throws Failure that names a package which is not part of the site: nothing is fetched from a CDN.
   */
  override async loadClass(className: string, moduleName: string, moduleVersion: string): LoadedClass {
    if (packages.has(moduleName)) return super.loadClass(className, moduleName, moduleVersion);
    throw new Failure("widgetPackageMissing", { package: moduleName }, "none");
  }
}

function addStyles(): void {
  const { href } = new URL(`../${__WIDGETS_CSS__}`, import.meta.url);
  if (document.querySelector(`link[href="${CSS.escape(href)}"]`)) return;
  const link = Object.assign(document.createElement("link"), { rel: "stylesheet", href });
  document.head.append(link);
}
