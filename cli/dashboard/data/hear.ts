import type { WatchMessage } from "../../../src/control/contract.ts";
import type { RequestSummary } from "../../../src/core/notice.ts";
import type { Data } from "./data.ts";

/** So many ended requests are kept here; older ones are asked for by their filter. */
export const mostRequests = 500;

/** So many alerts. */
const mostAlerts = 50;

/** What is known after one more message of the daemon. */
export const hear = (data: Data, message: WatchMessage, now: number): Data => {
  switch (message.type) {
    case "snapshot":
      return { ...data, status: message.status, begun: [] };
    case "request-started": {
      const { id, client, path } = message;
      return { ...data, begun: [{ id, client, path, at: now }, ...data.begun].slice(0, mostRequests) };
    }
    case "request-ended":
      return withRequests({ ...data, begun: data.begun.filter(({ id }) => id !== message.request.id) }, [
        message.request,
      ]);
    default:
      return data;
  }
};

/** With these ended requests, each once, the newest first. */
export const withRequests = (data: Data, more: readonly RequestSummary[]): Data => {
  const added = new Set(more.map(({ id }) => id));
  const all = [...more, ...data.requests.filter(({ id }) => !added.has(id))];
  return { ...data, requests: all.toSorted((a, b) => b.startedAt - a.startedAt).slice(0, mostRequests) };
};

export { mostAlerts };
