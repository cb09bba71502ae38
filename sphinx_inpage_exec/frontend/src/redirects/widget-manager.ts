/** The widgets of a kernel, or of a page that has stored some: Jupyter's own managers, with the classes of the site. */

import { KernelWidgetManager, LabWidgetManager } from "@jupyter-widgets/jupyterlab-manager/lib/manager";
import { WidgetRenderer } from "@jupyter-widgets/jupyterlab-manager/lib/renderer";
import type { IRenderMimeRegistry } from "@jupyterlab/rendermime";
import type { IRenderMime } from "@jupyterlab/rendermime-interfaces";
import type { Kernel, KernelMessage } from "@jupyterlab/services";
import { addStyles, failedView, givenClass, packages } from "./widget-classes";

type ViewClass = ReturnType<KernelWidgetManager["loadViewClass"]>;
type LoadedClass = ReturnType<KernelWidgetManager["loadClass"]>;

export class WidgetManager extends KernelWidgetManager {
  constructor(kernel: Kernel.IKernelConnection, rendering: IRenderMimeRegistry) {
    super(kernel, rendering);
    prepare(this);
  }

  /** Make the widget that the kernel opens with `message`. */
  open(comm: Kernel.IComm, message: KernelMessage.ICommOpenMsg): Promise<void> {
    return this._handleCommOpen(comm, message);
  }

  /**
   * Ask the kernel for the state of all widgets, after a connection has come back.
   *
   * Not at the start, and not after a restart: a new kernel tells of each widget as it makes it. What it would answer
   * is older than what it tells meanwhile, and would undo that.
   */
  override async restoreWidgets(): Promise<void> {
    if (this.restoredStatus) return super.restoreWidgets();
    this._restoredStatus = true;
    this._restored.emit();
  }

  /** The place of one widget's view in an output. */
  createView(options: IRenderMime.IRendererOptions): WidgetRenderer {
    return new WidgetRenderer(options, this);
  }

  override loadClass(className: string, moduleName: string, moduleVersion: string): LoadedClass {
    if (!packages.has(moduleName)) return givenClass(className, moduleName);
    return super.loadClass(className, moduleName, moduleVersion);
  }

  protected override loadViewClass(...named: Parameters<typeof this.loadClass>): ViewClass {
    return this.loadClass(...named).catch(failedView) as ViewClass;
  }
}

/** Widgets without a kernel: what a reader does with them changes them, and nothing else. */
export class StoredWidgets extends LabWidgetManager {
  constructor(rendering: IRenderMimeRegistry) {
    super(rendering);
    prepare(this);
  }

  override get kernel(): null {
    return null;
  }

  override loadClass(className: string, moduleName: string, moduleVersion: string): LoadedClass {
    if (!packages.has(moduleName)) return givenClass(className, moduleName);
    return super.loadClass(className, moduleName, moduleVersion);
  }

  protected override loadViewClass(...named: Parameters<typeof this.loadClass>): ViewClass {
    return this.loadClass(...named).catch(failedView) as ViewClass;
  }

  override async _get_comm_info(): Promise<object> {
    return {};
  }
}

function prepare(manager: LabWidgetManager): void {
  for (const [name, { version, exports }] of packages) {
    manager.register({
      name,
      version,
      exports: exports as Parameters<typeof manager.register>[0]["exports"],
    });
  }
  addStyles();
}
