import type { Exchange } from "../core/exchange.ts";
import type { MiddlewareMaker } from "../core/middleware.ts";
import { createRecording, type KeptBody, keptBody } from "../lib/recording.ts";
import { redacted } from "../lib/redact.ts";
import type { Log, LogFields } from "../state/logs/log.ts";

/** What is printed, and where to; null = nothing is. */
export type PrinterServices = {
  readonly printer: {
    readonly requests: boolean;
    readonly responses: boolean;
    readonly bodies: boolean;
    readonly write: Log["write"];
  } | null;
};

/** A line is read by people: no more than this of a body is in it. */
const maxBodyBytes = 4096;

/** A packed body has to be unpacked whole before its beginning can be seen. */
const maxUnpackedBytes = 1024 * 1024;

/** So much is held of each answer under way, of which there may be a thousand. */
const maxHeardBytes = 64 * 1024;

/** Writes a line into the log for each request and each answer, which a daemon in the foreground shows. */
export const printer: MiddlewareMaker<PrinterServices> = {
  name: "printer",
  isOptional: true,
  create:
    ({ printer: wanted }) =>
    (exchange, next) => {
      if (wanted === null) return next();
      const { requests, responses, bodies, write } = wanted;
      if (requests) write("info", "request in", { ...askedOf(exchange), ...(bodies ? requestBody(exchange) : {}) });
      const heard = responses && bodies ? createRecording(maxHeardBytes) : null;
      if (heard !== null) exchange.hearers.push(heard.hear);
      const response = next();
      if (!responses) return response;
      const encoding = response.then(
        ({ headers }) => headers.get("content-encoding"),
        () => null,
      );
      void Promise.all([exchange.outcome, encoding]).then(([outcome, packing]) => {
        const { code, status, error, durationMs, bytesOut } = outcome;
        const line = { id: exchange.id, status, outcome: code, error, ms: Math.round(durationMs), bytes: bytesOut };
        const body = heard === null ? null : keptBody(heard.bytes(), heard.total(), packing, maxUnpackedBytes);
        write("info", "answer out", { ...line, ...bodyFields(body) });
      });
      return response;
    },
};

const askedOf = ({ id, request, path, client, dialect, notes }: Exchange): LogFields => ({
  id,
  method: request.method,
  path,
  client,
  dialect: dialect?.name ?? null,
  model: notes.model,
  stream: notes.stream,
  upstream: notes.upstream,
  bytes: notes.bytesIn,
});

const requestBody = ({ body, request }: Exchange): LogFields => {
  if (body.kind === "streamed") return { body: "(streamed)" };
  if (body.kind !== "held") return {};
  const encoding = request.headers.get("content-encoding");
  const shown = encoding === null ? body.bytes.subarray(0, maxBodyBytes * 4) : body.bytes;
  return bodyFields(keptBody(shown, body.bytes.length, encoding, maxUnpackedBytes));
};

const bodyFields = (body: KeptBody | null): LogFields => {
  if (body === null) return {};
  if (body.text === null) return { body: `(${body.why})` };
  const text = redacted(body.text); // before it is cut: half of a key has no shape
  return { body: body.isCut || text.length > maxBodyBytes ? `${text.slice(0, maxBodyBytes)}...` : text };
};
