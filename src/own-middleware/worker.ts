import { type RequestFacts, verdictIn } from "../core/own-middleware.ts";
import { kindIn, type Order, type Report } from "./messages.ts";

type Own = (facts: RequestFacts, config: Readonly<Record<string, unknown>>) => unknown;

declare const self: Worker;

let own: Own | null = null;
let config: Readonly<Record<string, unknown>> = {};

self.onmessage = async ({ data }: MessageEvent<Order>) => {
  if (data.type === "load") return report(await load(data));
  const { ticket, facts } = data;
  try {
    const said = await own?.(Object.freeze({ ...facts, headers: Object.freeze(facts.headers) }), config);
    // What cannot be meant is not sent: however large it is, it stays in this thread.
    report({ type: "said", ticket, said: verdictIn(said) === null ? "no verdict" : said });
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
    if (what.type === "said") self.postMessage({ type: "said", ticket: what.ticket, said: "no verdict" });
  }
};

const nameOf = (thrown: unknown): string => kindIn(thrown instanceof Error ? thrown.name : typeof thrown);
