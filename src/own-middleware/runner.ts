import { basename } from "node:path";
import type { OwnMiddleware } from "../config/schema.ts";
import { type OwnRunner, type OwnVerdict, type RequestFacts, verdictIn } from "../core/own-middleware.ts";
import type { Order, Report } from "./worker.ts";

/** A runner that can be looked after. */
export type Runner = OwnRunner & {
  /** Resolves with why it cannot be loaded; null = it can. */
  readonly ready: () => Promise<string | null>;
  /** No new configuration has it: its thread ends when nobody waits for it. */
  readonly retire: () => void;
};

/** Why a request got no verdict; for the log. */
export class OwnFailure extends Error {
  override readonly name = "OwnFailure";
}

/** Time for loading, however long the limit of a request is. */
const loadMs = 10_000;

/** One thread with one middleware in it. */
type Thread = {
  /** Why it cannot be loaded; null = it can. */
  readonly loaded: Promise<string | null>;
  readonly ask: (facts: RequestFacts, limitMs: number) => Promise<unknown>;
  /** Ends it; who waits for it hears why. */
  readonly end: (why: string) => void;
};

/** Starts a thread with an empty environment, which sees nothing of this process. `onEnd` hears when it is over, whyever. */
const startThread = ({ path, config }: OwnMiddleware, onEnd: () => void): Thread => {
  const waiting = new Map<number, PromiseWithResolvers<unknown>>();
  const loaded = Promise.withResolvers<string | null>();
  const worker = new Worker(new URL("./worker.ts", import.meta.url), { env: {}, smol: true });
  const timer = setTimeout(() => loaded.resolve(`did not load within ${loadMs / 1000} s`), loadMs);
  let tickets = 0;
  const end = (why: string): void => {
    onEnd();
    clearTimeout(timer);
    loaded.resolve(why);
    worker.terminate();
    for (const { reject } of waiting.values()) reject(new OwnFailure(why));
    waiting.clear();
  };
  worker.onmessage = ({ data }: MessageEvent<Report>) => {
    if (data.type === "loaded") {
      clearTimeout(timer);
      return loaded.resolve(data.error);
    }
    const asked = waiting.get(data.ticket);
    if (data.type === "said") asked?.resolve(data.said);
    else asked?.reject(new OwnFailure(`threw ${data.what}`));
  };
  worker.onerror = (event) => {
    event.preventDefault();
    end("its thread broke down");
  };
  worker.addEventListener("close", () => end("its thread ended"));
  worker.unref();
  tell(worker, { type: "load", path, config });
  return {
    loaded: loaded.promise,
    ask: async (facts, limitMs) => {
      const answer = Promise.withResolvers<unknown>();
      const ticket = tickets++;
      waiting.set(ticket, answer);
      const limit = setTimeout(() => end(`took longer than ${Math.round(limitMs)} ms`), limitMs);
      tell(worker, { type: "ask", ticket, facts });
      return answer.promise.finally(() => {
        clearTimeout(limit);
        waiting.delete(ticket);
      });
    },
    end,
  };
};

const tell = (worker: Worker, order: Order): void => worker.postMessage(order);

/**
 * Runs one middleware of the user's in a thread of its own, so that whatever it does, traffic goes on: a thread that
 * does not answer in time is ended, and begun anew for the next request.
 */
export const createRunner = (wanted: OwnMiddleware, timescale: number): Runner => {
  let thread: Thread | null = null;
  let asked = 0;
  let isRetired = false;
  const running = (): Thread => {
    const started: Thread =
      thread ??
      startThread(wanted, () => {
        if (thread === started) thread = null;
      });
    thread = started;
    return started;
  };
  const verdictOf = async (facts: RequestFacts): Promise<OwnVerdict> => {
    const current = running();
    const trouble = await current.loaded;
    if (trouble !== null) {
      current.end(trouble);
      throw new OwnFailure(`could not be loaded: ${trouble}`);
    }
    const verdict = verdictIn(await current.ask(facts, wanted.timeout_ms * timescale));
    if (verdict === null) throw new OwnFailure("said what cannot be meant");
    return verdict;
  };
  const endUnused = (): void => {
    if (isRetired && asked === 0) thread?.end("is not in the configuration any more");
  };
  return {
    name: basename(wanted.path),
    onError: wanted.on_error,
    ask: (facts) => {
      asked++;
      return verdictOf(facts).finally(() => {
        asked--;
        endUnused();
      });
    },
    ready: () => running().loaded,
    retire: () => {
      isRetired = true;
      endUnused();
    },
  };
};
