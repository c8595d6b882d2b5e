import type { Exchange } from "../core/exchange.ts";
import type { MiddlewareMaker } from "../core/middleware.ts";
import { toldHeaders } from "../core/told-headers.ts";
import { createRecording } from "../lib/recording.ts";
import type { TracedAnswer, Tracer } from "../state/traces/index.ts";

/** What a trace is made with; null = nothing is traced. */
export type TraceServices = { readonly tracer: Tracer | null };

/** Writes requests and answers into files, on the side: what goes by is neither slowed nor changed. */
export const trace: MiddlewareMaker<TraceServices> = {
  name: "trace",
  isOptional: true,
  create:
    ({ tracer }) =>
    (exchange, next) => {
      if (tracer === null) return next();
      const asked = toldHeaders(exchange.request.headers); // as the client sent them, minus secrets
      const sent = exchange.body; // which is gone at the end
      const body = tracer.keepsBodies ? createRecording(tracer.maxBodyBytes, tracer.take) : null;
      if (body !== null) exchange.hearers.push(body.hear);
      const response = next();
      void Promise.all([exchange.outcome, headOf(response)]).then(([outcome, head]) =>
        tracer.write({ exchange: seen(exchange, sent), asked, outcome, answer: head, body }),
      );
      return response;
    },
};

const headOf = (response: Promise<Response>): Promise<TracedAnswer | null> =>
  response.then(
    ({ status, headers }) => ({ status, headers: toldHeaders(headers), encoding: headers.get("content-encoding") }),
    () => null, // an error of ours; the outcome names it
  );

/** The exchange is not kept whole: its request holds the client's key. */
const seen = (
  { id, startedAt, request, path, query, dialect, client, plan, notes }: Exchange,
  body: Exchange["body"],
) => ({
  id,
  startedAt,
  method: request.method,
  path,
  query,
  body: body.kind === "held" ? body.bytes : null,
  bodyKind: body.kind,
  encoding: request.headers.get("content-encoding"),
  dialect: dialect?.name ?? null,
  client,
  rule: plan.rule,
  notes,
});
