import { makeAnswer } from "./answer.ts";
import { betasIn } from "./anthropic/fields.ts";
import { checkKey } from "./auth.ts";
import { type Books, createBooks } from "./billing/bills.ts";
import { type PromptCache, promptCache } from "./billing/cache/index.ts";
import { type Delivery, deliver, refuse, standIn } from "./delivery/deliver.ts";
import { type Fault, factOf, faultNamed, faultsInWords, readFaults } from "./delivery/faults.ts";
import type { Sleep } from "./delivery/pump.ts";
import { idsFor } from "./ids.ts";
import { type JsonObject, objectIn } from "./json-view.ts";
import { type LogWriter, type RequestLog, requestLog } from "./log.ts";
import { ownPage, ownPaths } from "./own-pages.ts";
import { Refusal } from "./refusal.ts";
import { jsonBody } from "./request-body.ts";
import { routeOf } from "./routes.ts";
import { createTally, type Tally } from "./tally.ts";

/** How the simulated vendor behaves; without settings it answers at once. */
export type SimulatorOptions = {
  /** The pause between two events of a stream; 15 to 25 look alive. */
  readonly chunkDelayMs?: number;
  readonly sleep?: Sleep;
  readonly now?: () => number;
  /** How many requests the log keeps. */
  readonly logCap?: number;
};

/** The part of a server that a long answer needs: permission to be silent. */
export type PatientServer = { readonly timeout: (request: Request, seconds: number) => void };

/** The built-in vendor: real requests in, real responses out, with or without a socket. */
export type Simulator = {
  readonly fetch: (request: Request, server?: PatientServer) => Promise<Response>;
  readonly log: RequestLog;
  readonly books: Books;
};

/** A vendor without a model and without a network that speaks every wire format and fails on request. */
export const createSimulator = ({
  chunkDelayMs = 0,
  sleep = timerSleep,
  now = Date.now,
  logCap = 10_000,
}: SimulatorOptions = {}): Simulator => {
  const books = createBooks();
  const { log, open } = requestLog(logCap, books.add);
  const cache = promptCache();
  const tally = createTally();
  let sequence = 0;
  const fetch = async (request: Request, server?: PatientServer): Promise<Response> => {
    const url = new URL(request.url);
    if (url.pathname.startsWith(ownPaths)) return ownPage(request.method, url.pathname, { log, books });
    server?.timeout(request, 0);
    const bytes = new Uint8Array(await request.arrayBuffer());
    sequence += 1;
    const at = now();
    const requestSha256 = new Bun.CryptoHasher("sha256").update(bytes).digest("hex");
    const writer = open({
      sequence,
      at,
      method: request.method,
      url,
      headers: request.headers,
      requestBytes: bytes.length,
      requestSha256,
    });
    const json = jsonBody(bytes, request.headers.get("content-encoding"));
    const route = routeOf(request.method, url, request.headers, objectIn(json));
    writer.note({ dialect: route.dialect, model: route.model, isFree: route.operation === "count" });
    const delivery: Delivery = {
      route,
      ids: idsFor(bytes, sequence),
      now: at,
      chunkDelayMs,
      sleep,
      gone: request.signal,
      writer,
    };
    return answered({ request, url, json, requestSha256, cache, tally }, delivery);
  };
  return { fetch, log, books };
};

type Asked = {
  readonly request: Request;
  readonly url: URL;
  readonly json: JsonObject | null;
  readonly cache: PromptCache;
  readonly requestSha256: string;
  readonly tally: Tally;
};

const answered = async (asked: Asked, delivery: Delivery): Promise<Response> => {
  try {
    return await wellAnswered(asked, delivery);
  } catch (error) {
    if (error instanceof Refusal) return refuse(error, delivery);
    delivery.writer.end("broken");
    throw error;
  }
};

/** Faults of the header come before the body is looked at, faults in the words after it; a refusal caches nothing. */
const wellAnswered = async (
  { request, url, json, requestSha256, cache, tally }: Asked,
  delivery: Delivery,
): Promise<Response> => {
  const { route, ids, now, writer } = delivery;
  checkKey(route.vendor, request.headers, url.searchParams);
  const fromHeader = due(readFaults(request.headers.get("x-sim-fault") ?? ""), requestSha256, tally);
  const early = await late(fromHeader, delivery);
  if (early !== null) return early;
  if (json === null) throw new Refusal(400, "The body is not a JSON object.");
  const made = makeAnswer({
    route,
    json,
    ids,
    createdAt: Math.floor(now / 1000),
    cache,
    betas: betasIn(request.headers),
  });
  const fromWords = due(faultsInWords(made.userText), made.userText, tally);
  const instead = await late(fromWords, delivery);
  if (instead !== null) return instead;
  writer.note(made.bill);
  made.keep();
  return deliver(made, [...fromHeader, ...fromWords], delivery);
};

/** A fault with `times=n` strikes the first n times that the same thing is asked for; a retry then succeeds. */
const due = (faults: readonly Fault[], asked: string, tally: Tally): readonly Fault[] => {
  if (!faults.some((fault) => fault.facts.has("times"))) return faults;
  const before = tally(asked);
  return faults.filter((fault) => !fault.facts.has("times") || before < factOf(fault, "times", 1));
};

/** Notes the faults, waits where the head is to come late, and answers where a fault stands in for the answer. */
const late = async (faults: readonly Fault[], delivery: Delivery): Promise<Response | null> => {
  if (faults.length === 0) return null;
  delivery.writer.note({ fault: faults.map(({ name }) => name).join(",") });
  const slow = faultNamed(faults, "slow-head");
  if (slow) await delivery.sleep(factOf(slow, "ms", 1000), delivery.gone);
  if (delivery.gone.aborted) return leftBeforeHead(delivery.writer);
  return standIn(faults, delivery);
};

/** Nobody reads this answer; the log says why. */
const leftBeforeHead = (writer: LogWriter): Response => {
  writer.end("left");
  return new Response(null, { status: 499 });
};

const timerSleep: Sleep = (ms, signal) =>
  new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const done = (): void => {
      clearTimeout(timer);
      signal.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener("abort", done);
  });
