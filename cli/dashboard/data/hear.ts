import type { RunningRequest, WatchMessage } from "../../../src/control/contract.ts";
import { alertsAfter } from "./alerts.ts";
import { withoutAnswers } from "./answers.ts";
import type { Data } from "./data.ts";
import { withChanged, withItem, withoutItem } from "./newest-first.ts";

/** So many ended requests are kept here, and so many running ones; older ones are asked for by their filter. */
export const mostRequests = 500;

/** What is known after one more message of the daemon. A busy one sends thousands in a second: nothing here may sort or search. */
export const hear = (data: Data, message: WatchMessage, now: number): Data => {
  const alerts = alertsAfter(data, message, now);
  switch (message.type) {
    case "snapshot":
      // What happened before it nobody told us: the list and what runs are asked for again.
      return { ...data, alerts, status: message.status, running: [], answers: withoutAnswers(data.answers, askedAnew) };
    case "request-started":
      return { ...data, alerts, running: withItem(data.running, begun(message), mostRequests) };
    case "request-planned": {
      const { type: _, movedFrom: __, ...plan } = message;
      return { ...data, alerts, running: withChanged(data.running, plan) };
    }
    case "request-ended": {
      const { request } = message;
      const running = withoutItem(data.running, request);
      return { ...data, alerts, running, requests: withItem(data.requests, request, mostRequests) };
    }
    case "upstream-switched": {
      if (data.status === null) return { ...data, alerts };
      return { ...data, alerts, status: { ...data.status, upstream: message.to, previousUpstream: message.from } };
    }
    default:
      return alerts === data.alerts ? data : { ...data, alerts };
  }
};

const askedAnew = ["recent", "running", "config"] as const;

type Started = Extract<WatchMessage, { type: "request-started" }>;

/** As much as a request's beginning tells. */
const begun = ({ id, startedAt, method, path, dialect, client }: Started): RunningRequest => ({
  ...{ id, startedAt, method, path, client },
  dialect: dialect as RunningRequest["dialect"], // the daemon's own word in both
  ...{ model: null, upstream: null, provider: null, session: null, turn: null, stream: false, attempts: 0 },
  ...{ modelSent: null, translated: null },
  ...{ phase: "waiting", ttftMs: null, bytesIn: 0, bytesOut: 0, lastByteAt: null, outputTokens: null },
});
