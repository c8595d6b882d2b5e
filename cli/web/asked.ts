import type { Ask } from "../../src/control/contract.ts";

/** What the page looks at, by the names of the contract. */
export const reads = [
  ...(["status", "upstreams", "config", "running", "recent", "request"] as const),
  ...(["series", "sessions", "session", "stats"] as const),
] as const;

/** What it may change. */
export type Change = "switchUpstream" | "compressSession";

/** A call that the page makes. */
export type WebAsk<Name extends (typeof reads)[number] | Change = (typeof reads)[number] | Change> = Name extends
  | (typeof reads)[number]
  | Change
  ? { readonly name: Name; readonly ask: Ask<Name> }
  : never;

/** Something that a screen needs to know, and how old the answer may be. */
export type Question = WebAsk<(typeof reads)[number]> & { readonly freshMs: number };
