/**
 * The sockets of the engine, watched: it tries refused ones again and again without telling anyone.
 */

import type { Failure } from "./failure";
import type { Reach } from "./reach";
import { patience } from "./rest";

/** So many sockets may be refused in a row before the connection to a kernel is given up. */
const REFUSALS = 3;

/** A socket that comes again may take so long to open: its request, too, can be lost without a word. */
const HANDSHAKE_MS = 30_000;

const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 10_000;

type Handler<Happening extends Event> = ((event: Happening) => void) | null;

export class SocketWatch {
  /** The class of sockets to hand to the engine. */
  readonly WebSocket: typeof WebSocket;
  #refusals = 0;
  #opened = false;
  #refuse: () => void = () => undefined;

  constructor(private readonly reach: Reach) {
    const watch = this;
    class Watched extends PatientSocket {
      constructor(url: string, protocols?: string[]) {
        super(url, protocols, {
          mayOpen: () => watch.#mayOpen(),
          insists: watch.#opened,
          onOpen: () => watch.#open(),
          onClose: () => void watch.#close(),
        });
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

  /** A connection that there was waits for its server, for as long as that may take. */
  async #mayOpen(): Promise<boolean> {
    if (this.#opened) return (await this.reach.answer()) === "there" || new Promise(() => undefined);
    return this.#refusals === 0 || (await this.reach.now()) === "there";
  }

  #open(): void {
    this.#opened = true;
  }

  async #close(): Promise<void> {
    if (this.#opened) return;
    this.#refusals += 1;
    if (this.#refusals >= REFUSALS || (await this.reach.now()) === "away") this.#refuse();
  }
}

/** What a socket asks and tells its watch. */
interface Watcher {
  mayOpen: () => Promise<boolean>;
  /** Whether a socket that does not open tries again by itself: the engine would wait for half a minute. */
  insists: boolean;
  onOpen: () => void;
  onClose: () => void;
}

/**
 * As much of a WebSocket as the engine uses, which opens only where its watcher says so.
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
  #socket: WebSocket | null = null;
  #closed = false;
  #pause = FIRST_PAUSE_MS;

  constructor(
    private readonly url: string,
    private readonly protocols: string[] | undefined,
    private readonly watcher: Watcher,
  ) {
    void this.#begin();
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

  async #begin(): Promise<void> {
    const allowed = await this.watcher.mayOpen();
    if (this.#closed) return;
    if (allowed) this.#open();
    else this.#end(new CloseEvent("close", { code: 1006 }));
  }

  #open(): void {
    const socket = new WebSocket(this.url, this.protocols);
    let opened = false;
    const late = this.watcher.insists
      ? setTimeout(() => socket.close(), Math.max(HANDSHAKE_MS, patience()))
      : undefined;
    this.#socket = socket;
    socket.binaryType = this.binaryType;
    socket.onopen = (event) => {
      clearTimeout(late);
      opened = true;
      this.watcher.onOpen();
      this.onopen?.(event);
    };
    socket.onmessage = (event) => this.onmessage?.(event);
    socket.onerror = (event) => {
      if (opened || !this.watcher.insists) this.onerror?.(event);
    };
    socket.onclose = (event) => {
      clearTimeout(late);
      if (opened || !this.watcher.insists) this.#end(event);
      else this.#again();
    };
  }

  #again(): void {
    if (this.#closed) return;
    setTimeout(() => void this.#begin(), this.#pause);
    this.#pause = Math.min(2 * this.#pause, LONGEST_PAUSE_MS);
  }

  #end(event: CloseEvent): void {
    this.#closed = true;
    this.watcher.onClose();
    this.onclose?.(event);
  }
}
