/** What the browser keeps for other pages and visits: entries of one version that count for a time. */

const VERSION = 1;
const DAY_MS = 86_400_000;
/** Pages in different processes see each other's entries a moment later than they are written. */
const ARRIVAL_MS = 1_000;

/** Which pages an entry is kept for: all of the origin, or those of one tab. */
export type Keeping = "localStorage" | "sessionStorage";

interface Stamp {
  version: number;
  time: number;
}

/**
 * The entries of one kind. Storage that is blocked or full keeps nothing, and breaks nothing.
 *
 * Anybody who can write into the storage may have written an entry: `isValue` says which are taken for one. What is
 * not, is not JSON, is of another version, too old, or comes from a clock that was ahead, is dropped when it is read.
 */
export class Entries<Value extends object> {
  constructor(
    private readonly keeping: Keeping,
    private readonly prefix: string,
    private readonly isValue: (value: Partial<Value>) => boolean,
    /** How long an entry counts, in milliseconds. */
    private readonly lifetime = DAY_MS,
  ) {}

  names(): string[] {
    const keys = attempt((storage) => Object.keys(storage), this.keeping) ?? [];
    return keys.filter((key) => key.startsWith(this.prefix)).map((key) => key.slice(this.prefix.length));
  }

  read(name: string): Value | null {
    const kept = attempt((storage) => storage.getItem(this.prefix + name), this.keeping);
    if (!kept) return null;
    const entry = parse(kept);
    if (isCurrent(entry, this.lifetime) && this.isValue(entry as Partial<Value>))
      return entry as unknown as Value;
    this.remove(name);
    return null;
  }

  /** An entry that another page may have just written. */
  async readArriving(name: string): Promise<Value | null> {
    return this.read(name) ?? changeOf(this.prefix + name).then(() => this.read(name));
  }

  write(name: string, value: Value): void {
    const entry: Value & Stamp = { ...value, version: VERSION, time: Date.now() };
    attempt((storage) => storage.setItem(this.prefix + name, JSON.stringify(entry)), this.keeping);
  }

  remove(name: string): void {
    attempt((storage) => storage.removeItem(this.prefix + name), this.keeping);
  }
}

function attempt<Result>(action: (storage: Storage) => Result, keeping: Keeping): Result | null {
  try {
    return action(window[keeping]);
  } catch {
    return null;
  }
}

/** Resolves when another page has changed what is kept under a key, or does not. */
function changeOf(key: string): Promise<void> {
  const done = new AbortController();
  return new Promise<void>((resolve) => {
    setTimeout(resolve, ARRIVAL_MS);
    addEventListener("storage", (event) => event.key === key && resolve(), { signal: done.signal });
  }).finally(() => done.abort());
}

function parse(text: string): Partial<Stamp> {
  try {
    return (JSON.parse(text) as Partial<Stamp> | null) ?? {};
  } catch {
    return {};
  }
}

function isCurrent({ version, time }: Partial<Stamp>, lifetime: number): boolean {
  const age = typeof time === "number" ? Date.now() - time : -1;
  return version === VERSION && age >= 0 && age < lifetime;
}
