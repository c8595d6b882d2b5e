import { ProxyError } from "../core/errors.ts";
import type { Handlers } from "./contract.ts";
import type { Engine } from "./engine.ts";

type Asked = "recent" | "running" | "series" | "request" | "requestsLike" | "requestBody" | "cancelRequest";

/** The calls about requests, one by one and drawn over time. */
export const requestHandlers = (engine: Engine): Pick<Handlers, Asked> => ({
  recent: async ({ limit }) => engine.recent(limit),
  running: async () => engine.running(),
  series: async (question) => {
    const { windowMs, bins } = question;
    if (!(windowMs > 0 && bins >= 1)) throw new ProxyError("usage", "A series has a time and a number of steps.");
    return engine.series(question);
  },
  request: ({ id }) => engine.request(id),
  requestsLike: async ({ beginning, limit }) => ({ ids: await engine.requestsLike(beginning, limit) }),
  requestBody: async ({ id }) => engine.requestBody(id),
  cancelRequest: async ({ id }) => {
    const cancelled = engine.cancel(id);
    if (cancelled) engine.audit.note("request-cancelled", "control", { request: id });
    return { cancelled };
  },
});
