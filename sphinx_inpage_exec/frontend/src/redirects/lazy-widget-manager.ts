/**
 * thebe-core's `ThebeManager`, which brings 125 kB of widgets with it, as one that loads them when a kernel makes
 * its first widget.
 */

import type { IRenderMimeRegistry } from "@jupyterlab/rendermime";
import type { IRenderMime } from "@jupyterlab/rendermime-interfaces";
import type { Kernel } from "@jupyterlab/services";
import { Panel } from "@lumino/widgets";
import { Failure, reasonOf } from "../failure";
import type { WidgetManager } from "./widget-manager";

const WIDGET_COMM = "jupyter.widget";
export const WIDGET_MIMETYPE = "application/vnd.jupyter.widget-view+json";

type Load = () => Promise<WidgetManager>;

export class ThebeManager {
  readonly #kernel: Kernel.IKernelConnection;
  readonly #rendering: IRenderMimeRegistry;
  #manager: Promise<WidgetManager> | undefined;

  /**
   * Wait for the widgets of `kernel`, and show them in outputs rendered by `rendering`.
   *
   * The kernel's further messages wait until the manager is there, so none is lost; from then on the manager
   * itself answers to the kernel.
   */
  constructor(kernel: Kernel.IKernelConnection, rendering: IRenderMimeRegistry) {
    this.#kernel = kernel;
    this.#rendering = rendering;
    const load = (): Promise<WidgetManager> => this.load();
    kernel.registerCommTarget(WIDGET_COMM, async (comm, message) => (await load()).open(comm, message));
    const createRenderer = (options: IRenderMime.IRendererOptions): LazyView => new LazyView(options, load);
    rendering.addFactory({ safe: false, mimeTypes: [WIDGET_MIMETYPE], createRenderer }, 1);
  }

  /**
   * The widget manager, loaded at the first call.
   *
   * @throws Failure when its files can not be loaded; the next call tries again.
   */
  load(): Promise<WidgetManager> {
    this.#manager ??= import("./widget-manager").then(
      ({ WidgetManager }) => new WidgetManager(this.#kernel, this.#rendering),
      () => {
        this.#manager = undefined;
        throw new Failure("engineMissing");
      },
    );
    return this.#manager;
  }
}

/** The place of a widget in an output, filled when the manager has been loaded. */
class LazyView extends Panel implements IRenderMime.IRenderer {
  #view: (IRenderMime.IRenderer & Panel) | undefined;

  constructor(
    private readonly options: IRenderMime.IRendererOptions,
    private readonly load: Load,
  ) {
    super();
  }

  async renderModel(model: IRenderMime.IMimeModel): Promise<void> {
    try {
      const manager = await this.load();
      if (!this.isDisposed) await this.#fill(manager).renderModel(model);
    } catch (error) {
      this.node.textContent = reasonOf(error);
    }
  }

  #fill(manager: WidgetManager): IRenderMime.IRenderer {
    if (!this.#view) {
      this.#view = manager.createView(this.options);
      this.addWidget(this.#view);
    }
    return this.#view;
  }
}
