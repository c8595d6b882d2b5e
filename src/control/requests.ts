import type { Handlers } from "./contract.ts";
import type { Engine } from "./handlers.ts";

type Asked = "recent" | "running" | "series" | "request" | "requestBody" | "cancelRequest";

/** The calls about requests, one by one and drawn over time. */
export const requestHandlers = (engine: Engine): Pick<Handlers, Asked> => ({
  recent: async ({ limit }) => engine.recent(limit),
  running: async () => engine.running(),
  series: async (question) => engine.series(question),
  request: ({ id }) => engine.request(id),
  requestBody: async ({ id }) => engine.requestBody(id),
  cancelRequest: async ({ id }) => {
    const cancelled = engine.cancel(id);
    if (cancelled) engine.audit.note("request-cancelled", "control", { request: id });
    return { cancelled };
  },
});
