import type { OwnMiddleware } from "../config/schema.ts";
import type { RequestFacts } from "../core/own-middleware.ts";
import { type Order, reportIn } from "./messages.ts";

/** Why a request got no verdict; for the log. */
export class OwnFailure extends Error {
  override readonly name: string = "OwnFailure";
}

/** The thread was ended while this request waited in it, for what another one did. */
export class Bystander extends OwnFailure {
  override readonly name = "Bystander";
}

/** Time for loading, however long the limit of a request is. */
const loadMs = 10_000;

/** One thread with one middleware in it. */
export type Thread = {
  /** Why it cannot be loaded; null = it can. */
  readonly loaded: Promise<string | null>;
  readonly ask: (facts: RequestFacts, limitMs: number) => Promise<unknown>;
  /** Ends it; who waits for it hears why. */
  readonly end: (why: string) => void;
};

type Asked = { readonly resolve: (said: unknown) => void; readonly reject: (why: OwnFailure) => void };

/** Starts a thread with an empty environment, which sees nothing of this process. `onEnd` hears when it is over, whyever. */
export const startThread = ({ path, config }: OwnMiddleware, onEnd: () => void): Thread => {
  const waiting = new Map<number, Asked>();
  const loaded = Promise.withResolvers<string | null>();
  const worker = new Worker(new URL("./worker.ts", import.meta.url), { env: {}, smol: true });
  const timer = setTimeout(() => loaded.resolve(`did not load within ${loadMs / 1000} s`), loadMs);
  let tickets = 0;
  const end = (why: string, culprit?: number): void => {
    onEnd();
    clearTimeout(timer);
    loaded.resolve(why);
    worker.terminate();
    for (const [ticket, { reject }] of waiting)
      reject(culprit === undefined || ticket === culprit ? new OwnFailure(why) : new Bystander(why));
    waiting.clear();
  };
  worker.onmessage = ({ data }: MessageEvent<unknown>) => {
    const report = reportIn(data);
    if (report === null) return;
    if (report.type === "loaded") {
      clearTimeout(timer);
      return loaded.resolve(report.error);
    }
    const asked = waiting.get(report.ticket);
    if (report.type === "said") asked?.resolve(report.said);
    else asked?.reject(new OwnFailure(`threw ${report.what}`));
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
      const limit = setTimeout(() => end(`took longer than ${Math.round(limitMs)} ms`, ticket), limitMs);
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
