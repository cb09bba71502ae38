/**
 * The sockets of the engine, watched: it tries refused ones again and again without telling anyone.
 */

import type { Failure } from "./failure";

/** So many sockets may be refused in a row before the connection to a kernel is given up. */
const REFUSALS = 3;

type Handler<Happening extends Event> = ((event: Happening) => void) | null;

export class SocketWatch {
  /** The class of sockets to hand to the engine. */
  readonly WebSocket: typeof WebSocket;
  #refusals = 0;
  #opened = false;
  #refuse: () => void = () => undefined;

  /** `isAlive` tells whether the server answers. */
  constructor(isAlive: () => Promise<boolean>) {
    const watch = this;
    class Watched extends PatientSocket {
      constructor(url: string, protocols?: string[]) {
        super(url, protocols, watch.#opened || watch.#refusals > 0 ? isAlive() : Promise.resolve(true));
        this.onEnd = () => watch.#close();
        this.onBegin = () => watch.#open();
      }
    }
    this.WebSocket = Watched as unknown as typeof WebSocket;
  }

  /** Rejects when no socket has opened after several tries, and says why; never resolves. */
  refused(why: () => Promise<Failure>): Promise<never> {
    return new Promise((_, reject) => {
      this.#refuse = () => void why().then(reject);
    });
  }

  #open(): void {
    this.#opened = true;
  }

  #close(): void {
    this.#refusals += 1;
    if (!this.#opened && this.#refusals >= REFUSALS) this.#refuse();
  }
}

/**
 * As much of a WebSocket as the engine uses, which opens only where `allowed` says so.
 *
 * The token travels in the address of a socket, and browsers print the address of one that fails. A server that is
 * away is therefore asked by other means first.
 */
class PatientSocket {
  binaryType: BinaryType = "arraybuffer";
  onopen: Handler<Event> = null;
  onmessage: Handler<MessageEvent> = null;
  onerror: Handler<Event> = null;
  onclose: Handler<CloseEvent> = null;
  protected onBegin: () => void = () => undefined;
  protected onEnd: () => void = () => undefined;
  #socket: WebSocket | null = null;
  #closed = false;

  constructor(url: string, protocols: string[] | undefined, allowed: Promise<boolean>) {
    void allowed.then((open) => {
      if (this.#closed) return;
      if (open) this.#open(url, protocols);
      else this.#end(new CloseEvent("close", { code: 1006 }));
    });
  }

  get protocol(): string {
    return this.#socket?.protocol ?? "";
  }

  get readyState(): number {
    if (this.#closed) return WebSocket.CLOSED;
    return this.#socket?.readyState ?? WebSocket.CONNECTING;
  }

  send(data: string | ArrayBuffer): void {
    this.#socket?.send(data);
  }

  close(): void {
    this.#closed = true;
    this.#socket?.close();
  }

  #open(url: string, protocols: string[] | undefined): void {
    const socket = new WebSocket(url, protocols);
    this.#socket = socket;
    socket.binaryType = this.binaryType;
    socket.onopen = (event) => {
      this.onBegin();
      this.onopen?.(event);
    };
    socket.onmessage = (event) => this.onmessage?.(event);
    socket.onerror = (event) => this.onerror?.(event);
    socket.onclose = (event) => this.#end(event);
  }

  #end(event: CloseEvent): void {
    this.#closed = true;
    this.onEnd();
    this.onclose?.(event);
  }
}
