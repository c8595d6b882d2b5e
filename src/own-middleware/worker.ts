import type { RequestFacts } from "../core/own-middleware.ts";

/** What the thread is told: what to load, then each request. */
export type Order =
  | { readonly type: "load"; readonly path: string; readonly config: Readonly<Record<string, unknown>> }
  | { readonly type: "ask"; readonly ticket: number; readonly facts: RequestFacts };

/** What it says: whether it could load, and to each request what was returned, or what kind of error was thrown. */
export type Report =
  | { readonly type: "loaded"; readonly error: string | null }
  | { readonly type: "said"; readonly ticket: number; readonly said: unknown }
  | { readonly type: "threw"; readonly ticket: number; readonly what: string };

type Own = (facts: RequestFacts, config: Readonly<Record<string, unknown>>) => unknown;

declare const self: Worker;

let own: Own | null = null;
let config: Readonly<Record<string, unknown>> = {};

self.onmessage = async ({ data }: MessageEvent<Order>) => {
  if (data.type === "load") return report(await load(data));
  const { ticket, facts } = data;
  try {
    const said = await own?.(Object.freeze({ ...facts, headers: Object.freeze(facts.headers) }), config);
    report({ type: "said", ticket, said });
  } catch (thrown) {
    report({ type: "threw", ticket, what: nameOf(thrown) });
  }
};

const load = async (order: Extract<Order, { type: "load" }>): Promise<Report> => {
  try {
    const { default: found } = await import(order.path);
    if (typeof found !== "function") return { type: "loaded", error: "its default export is no function" };
    own = found;
    config = Object.freeze(order.config);
    return { type: "loaded", error: null };
  } catch (thrown) {
    return { type: "loaded", error: nameOf(thrown) };
  }
};

/** What cannot be sent between threads, such as a function, was not meant. */
const report = (what: Report): void => {
  try {
    self.postMessage(what);
  } catch {
    if (what.type === "said") self.postMessage({ type: "said", ticket: what.ticket, said: "nothing that can be sent" });
  }
};

/** Its words may hold anything, so only the kind of an error is told. */
const nameOf = (thrown: unknown): string => (thrown instanceof Error ? thrown.name : typeof thrown);
