/**
 * What the plots of HoloViews and Panel need to talk to their kernel, as their own extension of JupyterLab gives it.
 *
 * @see https://github.com/holoviz/pyviz_comms/blob/main/src/renderer.ts
 */

import type { Kernel, KernelMessage } from "@jupyterlab/services";

/** The part of a comm that the scripts of plots use. */
type Comm = Pick<Kernel.IComm, "open" | "send"> & {
  /** Whether it can be opened already. */
  active: boolean;
  onMsg: (message: KernelMessage.ICommMsgMsg) => void;
};

interface KernelOfPlot {
  registerCommTarget: Kernel.IKernelConnection["registerCommTarget"];
  connectToComm(target: string, id?: string): Comm;
}

interface Plots {
  comms: object;
  comm_status: object;
  kernels: Record<string, KernelOfPlot>;
  receivers: object;
  plot_index: object;
}

declare global {
  interface Window {
    PyViz?: Plots;
  }
}

/** Where the kernel hears of plots that are gone. */
const END_TARGET = "hv-extension-comm";

/** Let the plot `id` talk to `kernel`, which has made it. Returns what ends that. */
export function offer(kernel: Kernel.IKernelConnection, id: string): () => void {
  const { kernels } = (window.PyViz ??= {
    comms: {},
    comm_status: {},
    kernels: {},
    receivers: {},
    plot_index: {},
  });
  kernels[id] = {
    registerCommTarget: (target, callback) => kernel.registerCommTarget(target, callback),
    connectToComm: (target, comm) => guarded(kernel.createComm(target, comm)),
  };
  return () => {
    delete kernels[id];
    if (!isThere(kernel)) return;
    const comm = kernel.createComm(END_TARGET);
    comm.open();
    comm.send({ event_type: "delete", id });
    comm.close();
  };
}

/** A comm that may be sent to when its kernel is gone. */
function guarded(comm: Kernel.IComm): Comm {
  return {
    active: true,
    open: (...message) => comm.open(...message),
    send: (...message) => {
      if (comm.isDisposed) throw new Error("The kernel of this plot is gone.");
      return comm.send(...message);
    },
    set onMsg(listener: Comm["onMsg"]) {
      comm.onMsg = listener;
    },
  };
}

function isThere({ isDisposed, status, connectionStatus }: Kernel.IKernelConnection): boolean {
  return !isDisposed && status !== "dead" && connectionStatus === "connected";
}
