/** The engine's way to a kernel in a worker: what it takes for a WebSocket. */

import type { KernelMessage } from "@jupyterlab/services";
import type { Host } from "./host";

/** Short enough for the eye, and long enough to put together what a loop prints. */
const STREAM_MS = 16;

type Message = KernelMessage.IMessage;
type Handler<Happening> = ((event: Happening) => void) | null;

/** The class of sockets to hand to the engine; messages go through as they are. */
export function socketOf(host: Host): typeof WebSocket {
  class HostSocket extends LiteSocket {
    constructor() {
      super(host);
    }
  }
  return HostSocket as unknown as typeof WebSocket;
}

/** Messages are not written and read again between the engine and its socket. */
export const serializer = {
  serialize: (message: Message): string => message as unknown as string,
  deserialize: (data: unknown): Message => data as Message,
};

class LiteSocket {
  binaryType: BinaryType = "arraybuffer";
  readonly protocol = "";
  readyState: number = WebSocket.CONNECTING;
  onopen: Handler<Event> = null;
  onmessage: Handler<{ data: Message }> = null;
  onerror: Handler<Event> = null;
  onclose: Handler<Event> = null;
  readonly #stream = new StreamBuffer((message) => this.onmessage?.({ data: message }));

  constructor(private readonly host: Host) {
    host.kernel = {
      onMessage: (text, buffers) => {
        const message = read(text);
        if (message) this.#take({ ...message, buffers });
        return message !== null;
      },
      onDeath: () => this.#take(deathNotice()),
    };
    queueMicrotask(() => {
      if (this.readyState !== WebSocket.CONNECTING) return;
      this.readyState = WebSocket.OPEN;
      this.onopen?.(new Event("open"));
    });
  }

  send(message: Message): void {
    if (isAnswer(message)) return this.host.answer(message.content.value);
    const { buffers, ...rest } = message;
    const copies = (buffers ?? []).map((each) =>
      each instanceof ArrayBuffer
        ? each
        : new Uint8Array(each.buffer, each.byteOffset, each.byteLength).slice().buffer,
    );
    this.host.send({ kind: "message", text: JSON.stringify(rest), buffers: copies as ArrayBuffer[] });
  }

  close(): void {
    this.readyState = WebSocket.CLOSED;
  }

  #take(message: Message): void {
    if (this.readyState === WebSocket.OPEN) this.#stream.take(message);
  }
}

function read(text: string): Message | null {
  try {
    return JSON.parse(text) as Message | null;
  } catch {
    return null;
  }
}

/** Puts together what a cell prints in a short time: the page would be busy with each single piece. */
class StreamBuffer {
  #pending: KernelMessage.IStreamMsg | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly pass: (message: Message) => void) {}

  take(message: Message): void {
    if (this.#pending && isStream(message) && belongTogether(this.#pending, message)) {
      this.#pending.content.text += message.content.text;
      return;
    }
    this.#flush();
    if (!isStream(message)) return this.pass(message);
    this.#pending = message;
    this.#timer = setTimeout(() => this.#flush(), STREAM_MS);
  }

  #flush(): void {
    clearTimeout(this.#timer);
    const pending = this.#pending;
    this.#pending = null;
    if (pending) this.pass(pending);
  }
}

function isStream(message: Message): message is KernelMessage.IStreamMsg {
  return message.header.msg_type === "stream";
}

function belongTogether(one: KernelMessage.IStreamMsg, other: KernelMessage.IStreamMsg): boolean {
  const asked = (message: Message): string | undefined =>
    "msg_id" in message.parent_header ? message.parent_header.msg_id : undefined;
  return one.content.name === other.content.name && asked(one) === asked(other);
}

function isAnswer(
  message: Message,
): message is KernelMessage.IInputReplyMsg & { content: { value: string } } {
  return message.header.msg_type === "input_reply";
}

/** What a Jupyter server would say. */
function deathNotice(): Message {
  const header = {
    msg_id: "death",
    msg_type: "status" as const,
    session: "",
    username: "",
    date: new Date().toISOString(),
    version: "5.3",
  };
  return {
    channel: "iopub",
    header,
    parent_header: {},
    metadata: {},
    content: { execution_state: "dead" },
  } as unknown as Message;
}
