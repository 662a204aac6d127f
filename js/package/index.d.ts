// virtlab as a library: libvirt's API as a deterministic world.
import type { Functions } from "./functions.js";
export type * from "./functions.js";

/** `virError`, member by member. */
export interface VirError {
  /** `virErrorNumber`. */
  code: number;
  /** Its name, such as `VIR_ERR_NO_DOMAIN`. */
  name: string;
  /** `virErrorDomain`. */
  domain: number;
  domainName: string;
  message: string | null;
  level: number;
  str1: string | null;
  str2: string | null;
  str3: string | null;
  int1: number;
  int2: number;
}

/** `virTypedParameter`. */
export interface TypedParameter {
  field: string;
  type: "int" | "uint" | "llong" | "ullong" | "double" | "boolean" | "string";
  value: number | bigint | boolean | string | null;
}

/** What a value of libvirt's is in JavaScript: handles are texts such as `dom1`, numbers beyond 2^53 are BigInts. */
export type Value = undefined | null | number | bigint | string | Uint8Array | TypedParameter | VirError | Value[] | { [member: string]: Value };

/** Something that happened to a domain or a network. */
export interface VirEvent {
  /** The object's name at that moment. */
  name: string;
  uuid: string;
  /** A domain's ID at that moment; -1 if it was inactive. */
  domainId: number;
  /** libvirt's most telling name for it, such as `VIR_DOMAIN_EVENT_STARTED_BOOTED`. */
  event: string;
  /** `virDomainEventID`, `virNetworkEventID`. */
  id: number;
  type: number | null;
  detail: number | null;
}

/** A callback that ran, by the name that the caller gave it. */
export interface Delivered {
  kind: "event" | "freed" | "handle" | "timeout" | "close" | "stream" | "error";
  callback: string;
  [member: string]: unknown;
}

/** Something that C would have kept to itself, and the handle, error, number or host that it is about. */
export interface Notice {
  kind: "errorLost" | "useAfterFree" | "unknownHandle" | "wrongHandleKind" | "stillReferenced" | "hostForgot" | "wouldBlock" | "arrayTooSmall" | "eventDropped";
  about: unknown;
}

/** What a call led to. A call that fails is no exception: its outcome has the error. */
export interface Outcome<T = Value> {
  client: number;
  /** The call as a journal has it. */
  call: string;
  ok: boolean;
  /** What the function returned. */
  value: T;
  /** What it wrote through pointers, by parameter. */
  out: { [parameter: string]: Value };
  error: VirError | null;
  /** Events that the call raised, whether or not anybody listens. */
  events: VirEvent[];
  /** Callbacks that ran during the call. */
  delivered: Delivered[];
  /** What libvirt printed to stderr. */
  printed: string;
  /** What C would not have told: an error lost, a handle used after it was freed. */
  notices: Notice[];
}

/** One caller of a world: a thread of a C program, with handles and a last error of its own. */
export interface Client extends Functions {
  perform(call: string): Outcome;
  call(name: string, ...args: unknown[]): Outcome;
}
export declare const Client: { prototype: Client };

/** A world with its past. */
export interface World extends Client {
  perform(call: string): Outcome;
  perform(client: number, call: string): Outcome;
  client(number: number): Client;
  step(by?: number): void;
  seek(position: number): void;
  readonly position: number;
  readonly length: number;
  readonly last: Outcome | undefined;
  readonly calls: string[];
  journal(): string;
  link(page?: string | URL): string;
  hash(): string;
}
export declare const World: {
  prototype: World;
  new (seed?: number | bigint): World;
  /** The world of a link, of its token, or of a session's file. */
  read(text: string): World;
};

/** The C names of all functions. */
export declare const functions: readonly string[];
