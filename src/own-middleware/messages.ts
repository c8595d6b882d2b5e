import type { RequestFacts } from "../core/own-middleware.ts";
import { isObject } from "../lib/json.ts";

/** What the thread is told: what to load, then each request. */
export type Order =
  | { readonly type: "load"; readonly path: string; readonly config: Readonly<Record<string, unknown>> }
  | { readonly type: "ask"; readonly ticket: number; readonly facts: RequestFacts };

/** What it says: whether it could load, and to each request what was returned, or what kind of error was thrown. */
export type Report =
  | { readonly type: "loaded"; readonly error: string | null }
  | { readonly type: "said"; readonly ticket: number; readonly said: unknown }
  | { readonly type: "threw"; readonly ticket: number; readonly what: string };

/** What came from the thread as one of these; null = it is none: the middleware may send whatever it likes. */
export const reportIn = (sent: unknown): Report | null => {
  if (!isObject(sent)) return null;
  const { type, ticket, error = null, said, what } = sent;
  if (type === "loaded") return { type, error: error === null ? null : kindIn(error) };
  if (typeof ticket !== "number") return null;
  if (type === "said") return { type, ticket, said };
  return type === "threw" ? { type, ticket, what: kindIn(what) } : null;
};

/** Its words may hold anything, so only the kind of an error is told, and that only where it reads like one. */
export const kindIn = (what: unknown): string =>
  typeof what === "string" && /^[A-Za-z][\w ]{0,60}$/.test(what) ? what : "something";
