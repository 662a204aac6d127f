// virtlab as a library: libvirt's API as a deterministic world. In Node and in a plain page alike.
import init, { Session, functionNames, methodNames } from "./virtlab_js.js";

const program = new URL("./virtlab_js_bg.wasm", import.meta.url);
if (program.protocol === "file:") {
  const { readFile } = await import("node:fs/promises");
  await init({ module_or_path: await readFile(program) });
} else {
  await init({ module_or_path: program });
}

/** One caller of a world: a thread of a C program, with handles and a last error of its own. */
export class Client {
  #session;
  #number;

  constructor(session, number) {
    this.#session = session;
    this.#number = number;
  }

  /** Makes a call that is given as a journal has it, such as `virDomainCreate(dom1)`. */
  perform(call) {
    return this.#session.perform(this.#number, call);
  }

  /** Makes a call of a function by its C name. */
  call(name, ...args) {
    return this.#session.call(this.#number, name, args);
  }
}

/** A world with its past. */
export class World extends Client {
  #session;

  constructor(seed = 1) {
    const session = seed instanceof Session ? seed : new Session(BigInt(seed));
    super(session, 0);
    this.#session = session;
  }

  /** The world of a link, of its token, or of a session's file. */
  static read(text) {
    return new World(Session.read(text));
  }

  /** As `client.perform`: `perform(call)`, or `perform(number, call)` for another client. */
  perform(client, call) {
    return call === undefined ? super.perform(client) : this.#session.perform(client, call);
  }

  /** Another caller, by its number. */
  client(number) {
    return new Client(this.#session, number);
  }

  /** Looks at the moment so many steps on, or back. */
  step(by = 1) {
    this.seek(Math.max(0, this.position + by));
  }

  /** Looks at the moment after so many steps. A call made there begins a branch. */
  seek(position) {
    this.#session.seek(position);
  }

  get position() {
    return this.#session.position;
  }

  get length() {
    return this.#session.length;
  }

  /** The outcome of the step that led to this moment; `undefined` at the very start. */
  get last() {
    return this.#session.last();
  }

  /** The calls, as the journal has them. */
  get calls() {
    return this.#session.calls();
  }

  /** The session as JSON, for a file. */
  journal() {
    return this.#session.journal();
  }

  /** The session as a link's token, or as a link to a page. */
  link(page = undefined) {
    const token = this.#session.link();
    return page === undefined ? token : `${String(page).split("#")[0]}#/s/${token}`;
  }

  /** The hash of the state: equal on every machine for equal journals. */
  hash() {
    return this.#session.hash();
  }
}

/** The C names of all functions. */
export const functions = Object.freeze(functionNames());

const methods = methodNames();
for (const [at, name] of functions.entries()) {
  const value = function (...args) {
    return this.call(name, ...args);
  };
  Object.defineProperty(Client.prototype, methods[at], { value, writable: true, configurable: true });
}
