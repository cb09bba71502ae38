/**
 * Loads modules that are made for require.js without it: `define` is there for their own scripts alone, so other
 * scripts of the page, and the page's own require.js, do not notice.
 */

import { Failure } from "./failure";
import { loadScript } from "./libraries";

type Factory = ((...dependencies: unknown[]) => unknown) | object;

/** What a script has told by calling `define`. */
interface Definition {
  id: string | null;
  dependencies: readonly string[];
  factory: Factory;
}

interface Define {
  (...definition: unknown[]): void;
  amd: object;
}

/** The scripts that are being loaded, with what `define` is to each. */
const loading = new Map<Element, Define>();

export class Modules {
  readonly #modules = new Map<string, Promise<unknown>>();

  /** Modules that are there already, and where others are: null for those that are nowhere. */
  constructor(
    private readonly there: Readonly<Record<string, unknown>>,
    private readonly addressOf: (name: string) => string | null,
  ) {}

  /**
   * What a module exports, with all that it depends on.
   *
   * @throws Failure that names a module which the site does not have, or which can not be loaded.
   */
  load(name: string): Promise<unknown> {
    let module = this.#modules.get(name);
    if (!module) {
      module = this.#load(name);
      this.#modules.set(name, module);
      // The next who asks tries again.
      module.catch(() => this.#modules.delete(name));
    }
    return module;
  }

  async #load(name: string): Promise<unknown> {
    if (name in this.there) return this.there[name];
    const address = this.addressOf(name);
    if (address === null) throw new Failure("widgetPackageMissing", { package: name }, "none");
    if (/\.mjs$/.test(new URL(address).pathname)) return importModule(name, address);
    const definitions = await definitionsOf(name, address);
    const own = definitions.find(({ id }) => id === null || id === name) ?? definitions.at(-1);
    if (!own) throw new Failure("libraryStrange", { library: name, address }, "none");
    for (const definition of definitions) {
      if (definition !== own && definition.id)
        this.#modules.set(definition.id, this.#make(definition, address));
    }
    return this.#make(own, address);
  }

  async #make({ id, dependencies, factory }: Definition, uri: string): Promise<unknown> {
    if (typeof factory !== "function") return factory;
    const module = { id, uri, exports: {} };
    const special: Record<string, unknown> = { module, exports: module.exports, require: this.#require };
    const found = dependencies.map((name) => (name in special ? special[name] : this.load(name)));
    return factory(...(await Promise.all(found))) ?? module.exports;
  }

  /** What a module that asks while it runs gets; only later, as with require.js. */
  readonly #require = (names: string[], take?: (...modules: unknown[]) => void): void => {
    void Promise.all(names.map((name) => this.load(name))).then((modules) => take?.(...modules));
  };
}

function importModule(name: string, address: string): Promise<unknown> {
  return import(address).catch(() => {
    throw new Failure("libraryUnreachable", { library: name, address });
  });
}

/** Run a script, and return what it defines. */
async function definitionsOf(name: string, address: string): Promise<Definition[]> {
  const definitions: Definition[] = [];
  const script = document.createElement("script");
  const define: Define = (...definition) => void definitions.push(definitionOf(definition));
  define.amd = {};
  offerDefine(script, define);
  try {
    await loadScript(script, name, address);
  } finally {
    withdrawDefine(script);
  }
  return definitions;
}

/** `define(id?, dependencies?, factory)`, as https://github.com/amdjs/amdjs-api/blob/master/AMD.md has it. */
function definitionOf(definition: readonly unknown[]): Definition {
  const named = typeof definition[0] === "string";
  const rest = named ? definition.slice(1) : definition;
  return {
    id: named ? String(definition[0]) : null,
    dependencies: Array.isArray(rest[0]) ? rest[0].map(String) : ["require", "exports", "module"],
    factory: rest.at(-1) as Factory,
  };
}

let others: PropertyDescriptor | undefined;

function offerDefine(script: Element, define: Define): void {
  if (loading.size === 0) {
    others = Object.getOwnPropertyDescriptor(window, "define");
    Object.defineProperty(window, "define", {
      configurable: true,
      get: () => loading.get(document.currentScript as Element) ?? others?.value,
      set: (value: unknown) => (others = { value, configurable: true, enumerable: true, writable: true }),
    });
  }
  loading.set(script, define);
}

function withdrawDefine(script: Element): void {
  loading.delete(script);
  if (loading.size > 0) return;
  Reflect.deleteProperty(window, "define");
  if (others) Object.defineProperty(window, "define", others);
}
