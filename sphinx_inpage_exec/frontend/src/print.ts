/** Text that a kernel prints, on its way to the page: shown once a frame, in blocks that stay as they are once full. */

import { KernelMessage } from "@jupyterlab/services";

type Message = KernelMessage.IIOPubMessage;
type Show = (message: Message) => void | PromiseLike<void>;

/** So many characters make a block full: it is rendered in few milliseconds, and fills several screens. */
const BLOCK = 16_000;

/** Hand on messages as they come, but printed text once a frame: kernels can print faster than a page is painted. */
export function oncePerFrame(show: Show): Show {
  let held: KernelMessage.IStreamMsg[] = [];
  const flush = (): void => {
    const [first] = held;
    if (!first) return;
    const text = held.map(({ content }) => content.text).join("");
    held = [];
    for (const block of blocks(text)) void show({ ...first, content: { ...first.content, text: block } });
  };
  return (message) => {
    const printed = KernelMessage.isStreamMsg(message);
    if (!printed || message.content.name !== held[0]?.content.name) flush();
    if (!printed) return show(message);
    // A page that is in the background has no frames; whatever comes after the text shows it there.
    if (held.length === 0) requestAnimationFrame(flush);
    held.push(message);
  };
}

/** Whether a block takes no more text: what is added to it would have it rendered once more. */
export function isFull(block: string): boolean {
  return block.length >= BLOCK && block.endsWith("\n");
}

/** The text in pieces that each fill a block; they end where lines end. */
export function* blocks(text: string): Generator<string> {
  let start = 0;
  for (let end = endOfBlock(text, start); end > 0; end = endOfBlock(text, start)) {
    yield text.slice(start, end);
    start = end;
  }
  if (start < text.length) yield text.slice(start);
}

function endOfBlock(text: string, start: number): number {
  return text.indexOf("\n", start + BLOCK - 1) + 1;
}
