/** The files of the runtime: fetched together, counted while they come, and compared with what was built. */

import { Broken } from "./broken";
import { sha256 } from "./hashes";

/** `runtime.json`, which the build writes beside the files. */
export interface RuntimeIndex {
  /** Where the distribution is that the runtime was made for. */
  readonly distribution?: string;
  readonly files: Readonly<Record<string, { size: number; sha256: string }>>;
  /** The packages that a kernel needs to start. */
  readonly kernel: readonly string[];
}

type OnBytes = (done: number, total: number) => void;

/** The index of the runtime in `folder`; asked for anew, so that all other files may be cached for ever. */
export async function readIndex(folder: string): Promise<RuntimeIndex> {
  const response = await ask(`${folder}runtime.json`, { cache: "no-cache" });
  try {
    return (await response.json()) as RuntimeIndex;
  } catch {
    throw new Broken("liteFileBroken", { file: response.url });
  }
}

/** The files of one runtime, on their way. */
export class RuntimeFiles {
  readonly #checks: Promise<void>[] = [];
  #done = 0;
  #total = 0;

  constructor(
    private readonly folder: string,
    private readonly index: RuntimeIndex,
    private readonly onBytes: OnBytes,
  ) {}

  /** The names of the wheels that a kernel needs to start. */
  get kernelWheels(): string[] {
    const wheels = Object.keys(this.index.files).filter((name) => name.endsWith(".whl"));
    return wheels.filter((name) => this.index.kernel.includes(packageOf(name)));
  }

  /** Where a file is. The address changes with what is in it, so that browsers may keep it. */
  url(name: string): string {
    return `${this.folder}${name}?${this.#expected(name).sha256.slice(0, 16)}`;
  }

  /** Fetch a file. What it has to be is looked at while it is read, and told by `checked`. */
  async fetch(name: string): Promise<Response> {
    const { size, sha256: hash } = this.#expected(name);
    this.#total += size;
    const response = await ask(this.url(name));
    this.#checks.push(this.#check(response.clone(), size, hash));
    return ofRightType(response, name);
  }

  /** Resolves when everything that was fetched is what was built. */
  async checked(): Promise<void> {
    await Promise.all(this.#checks);
  }

  #expected(name: string): { size: number; sha256: string } {
    const file = this.index.files[name];
    if (!file) throw new Broken("liteFileMissing", { file: this.folder + name, status: 404 });
    return file;
  }

  async #check({ body, url }: Response, size: number, hash: string): Promise<void> {
    const content = new Uint8Array(size);
    const length = await this.#read(body ?? new Blob([]).stream(), content).catch(() => null);
    if (length === null) throw new Broken("liteFileBrokeOff", { file: url });
    // Where no hash can be computed, the size must do.
    const right = length === size && ((await sha256(content)) ?? hash) === hash;
    if (!right) throw new Broken("liteFileBroken", { file: url });
  }

  /** Read into `content` what it has room for, and return how long the stream is. */
  async #read(stream: ReadableStream<Uint8Array>, content: Uint8Array): Promise<number> {
    let length = 0;
    for (const reader = stream.getReader(); ;) {
      const { done, value } = await reader.read();
      if (done) return length;
      if (length + value.length <= content.length) content.set(value, length);
      length += value.length;
      this.#done += value.length;
      this.onBytes(this.#done, this.#total);
    }
  }
}

/**
 * Fetch one file.
 *
 * @throws Broken when the host does not have it, or can not be reached.
 */
async function ask(url: string, init: RequestInit = {}): Promise<Response> {
  const response = await fetch(url, init).catch(() => null);
  if (!response) throw new Broken("liteFileUnreachable", { file: url });
  if (!response.ok) throw new Broken("liteFileMissing", { file: url, status: response.status });
  return response;
}

/** Browsers compile no program of another type, and keep it compiled only as it has come. */
function ofRightType(response: Response, name: string): Response {
  const right = "application/wasm";
  if (!name.endsWith(".wasm") || response.headers.get("Content-Type") === right) return response;
  return new Response(response.body, { headers: { "Content-Type": right } });
}

/** @see https://packaging.python.org/en/latest/specifications/binary-distribution-format/ */
function packageOf(wheel: string): string {
  return (wheel.split("-")[0] ?? "").toLowerCase().replace(/[_.]+/g, "-");
}
