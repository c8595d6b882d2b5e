import type { Made } from "../answer.ts";
import { formatOf } from "../answer.ts";
import { type Frame, frame } from "../format.ts";
import type { Ids } from "../ids.ts";
import type { LogWriter } from "../log.ts";
import { Refusal } from "../refusal.ts";
import type { Route } from "../routes.ts";
import { failureBody } from "./failure-body.ts";
import { type Fault, type FaultName, factOf, faultNamed, refusalOf, statusRefusal } from "./faults.ts";
import { movesOf } from "./moves.ts";
import { pumped, type Sleep } from "./pump.ts";
import { tooLong } from "./too-long.ts";
import { requestIdOf, vendorHeaders } from "./vendor-headers.ts";

/** What is needed to send an answer on its way. */
export type Delivery = {
  readonly route: Route;
  readonly ids: Ids;
  readonly now: number;
  readonly chunkDelayMs: number;
  readonly sleep: Sleep;
  /** Fires when the client has gone. */
  readonly gone: AbortSignal;
  readonly writer: LogWriter;
};

/** Sends a good answer, with every fault that was asked for. */
export const deliver = (made: Made, faults: readonly Fault[], delivery: Delivery): Response => {
  const { writer, gone, sleep, chunkDelayMs } = delivery;
  const headers = headersFor(made, faults, delivery);
  writer.note({ status: 200 });
  if (made.body !== null && !faults.some(({ name }) => transportFaults.has(name)))
    return sentWhole(made.body, 200, headers, writer);
  const moves = movesOf(made.frames, faults, { chunkDelayMs, errorFrame: errorFrameFor(made, faults, delivery) });
  const body = pumped(moves, { sleep, gone, onSent: writer.sent, onEnd: writer.end });
  return new Response(body, { status: 200, headers });
};

/** Sends a refusal in the vendor's own shape. */
export const refuse = (refusal: Refusal, { route, ids, now, writer }: Delivery): Response => {
  const { vendor } = route;
  const body = failureBody(vendor, refusal, requestIdOf(vendor, ids));
  const advice = refusal.retryAfter === null || vendor === "google" ? {} : { "retry-after": refusal.retryAfter };
  const retryable = refusal.status === 429 || refusal.status >= 500;
  const headers = {
    "content-type": vendor === "google" ? "application/json; charset=UTF-8" : "application/json",
    ...vendorHeaders(vendor, ids, now, 0),
    ...(vendor === "anthropic" ? { "x-should-retry": String(retryable) } : {}),
    ...advice,
  };
  writer.note({ status: refusal.status });
  return sentWhole(body, refusal.status, headers, writer);
};

/** The answer of a fault that stands in for the real one; null when no such fault was asked for. */
export const standIn = (faults: readonly Fault[], delivery: Delivery): Response | null => {
  const { writer } = delivery;
  const refusal = refusalOf(faults);
  if (refusal !== null) return refuse(refusal, delivery);
  if (faultNamed(faults, "too-long")) return refuse(tooLong(delivery.route.vendor), delivery);
  if (faultNamed(faults, "html-502"))
    return sentPage(502, { "content-type": "text/html; charset=UTF-8" }, gatewayPage, writer);
  if (faultNamed(faults, "empty")) return sentPage(200, { "content-type": "application/json" }, "", writer);
  const redirect = faultNamed(faults, "redirect");
  if (redirect === undefined) return null;
  const location = redirect.facts.get("to") ?? "";
  if (location === "") throw new Refusal(400, "The fault redirect needs to=<url>.");
  return sentPage(factOf(redirect, "status", 307), { location }, "", writer);
};

const transportFaults: ReadonlySet<FaultName> = new Set<FaultName>([
  "bad-json",
  "drip",
  "stall",
  "cut",
  "eof",
  "error-in-200",
  "gzip",
  "crlf",
  "linger",
]);

type HeaderFields = { readonly [name: string]: string };

const headersFor = (made: Made, faults: readonly Fault[], { route, ids, now }: Delivery): HeaderFields => ({
  ...(faultNamed(faults, "no-content-type") ? {} : { "content-type": made.contentType }),
  ...(made.body === null ? { "cache-control": "no-cache" } : {}),
  ...(faultNamed(faults, "gzip") ? { "content-encoding": "gzip" } : {}),
  ...vendorHeaders(route.vendor, ids, now, made.bill.inputTokens),
});

/** Inside a stream it is the vendor's error event; inside a whole body, the rest of it is an error body. */
const errorFrameFor = (made: Made, faults: readonly Fault[], { route, ids }: Delivery): Frame => {
  const fault = faultNamed(faults, "error-in-200");
  const refusal = statusRefusal(fault ? factOf(fault, "status", 529) : 529);
  const format = formatOf(route);
  const requestId = requestIdOf(route.vendor, ids);
  if (made.body !== null || format === null) return frame(failureBody(route.vendor, refusal, requestId));
  return format.errorFrame(refusal, requestId, route.sse);
};

const sentPage = (status: number, headers: HeaderFields, body: string, writer: LogWriter): Response => {
  writer.note({ status });
  return sentWhole(body, status, headers, writer);
};

const sentWhole = (body: string, status: number, headers: HeaderFields, writer: LogWriter): Response => {
  const bytes = new TextEncoder().encode(body);
  writer.sent(bytes);
  writer.end("whole");
  return new Response(bytes, { status, headers });
};

const gatewayPage = `<html>
<head><title>502 Bad Gateway</title></head>
<body>
<center><h1>502 Bad Gateway</h1></center>
<hr><center>simulated gateway</center>
</body>
</html>
`;
