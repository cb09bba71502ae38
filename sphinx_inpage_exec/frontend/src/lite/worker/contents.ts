/** The files of the site that cells can open, fetched when the first cell opens one. */

import type { PyodideInterface } from "pyodide";
import type { ContentFile } from "../messages";

/** Where the project's sources start, for the cells. */
const ROOT = "/project";
/** What POSIX calls the flag for emptying a file, and an error while reading. */
const O_TRUNC = 0o1000;
const EIO = 29;

/** As much of Emscripten's file system as is used here. */
interface Node {
  contents: Uint8Array;
  usedBytes: number;
  stream_ops: object;
}

interface FileSystem {
  mkdirTree(path: string): void;
  chdir(path: string): void;
  create(path: string): Node;
  ErrnoError: new (code: number) => Error;
}

/**
 * Show the files below the folder that the kernel works in, and go there.
 *
 * `onFailure` is told of a file that can not be fetched; the cell that opens it gets an `OSError`.
 */
export function showContents(
  pyodide: PyodideInterface,
  contents: readonly ContentFile[],
  folder: string,
  onFailure: (file: ContentFile, status: number) => void,
): void {
  const files = pyodide.FS as unknown as FileSystem;
  for (const file of contents) {
    const path = `${ROOT}/${file.path}`;
    files.mkdirTree(path.slice(0, path.lastIndexOf("/")));
    fillWhenOpened(files.create(path), file, (status) => {
      onFailure(file, status);
      return new files.ErrnoError(EIO);
    });
  }
  const home = `${ROOT}/${folder}`;
  files.mkdirTree(home);
  files.chdir(home);
}

function fillWhenOpened(node: Node, file: ContentFile, fail: (status: number) => Error): void {
  const usual = node.stream_ops;
  node.usedBytes = file.size;
  const open = ({ flags }: { flags: number }): void => {
    if (!(flags & O_TRUNC)) {
      const { status, content } = fetchNow(file.url);
      if (!content) throw fail(status);
      node.contents = content;
      node.usedBytes = content.length;
    }
    node.stream_ops = usual;
  };
  node.stream_ops = { ...usual, open };
}

/** Python can not wait for a promise while it opens a file; a worker may be blocked. */
function fetchNow(url: string): { status: number; content: Uint8Array | null } {
  const request = new XMLHttpRequest();
  request.open("GET", url, false);
  request.responseType = "arraybuffer";
  try {
    request.send();
  } catch {
    return { status: 0, content: null };
  }
  const { status } = request;
  return { status, content: status === 200 ? new Uint8Array(request.response as ArrayBuffer) : null };
}
