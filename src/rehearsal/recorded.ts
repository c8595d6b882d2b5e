import { ProxyError } from "../core/errors.ts";
import { isObject, type JsonObject, objectIn, textOrNull } from "../lib/json.ts";
import type { KeptExchange } from "../state/kept/index.ts";

/** A request as it came, as far as somebody has it. */
export type Recorded = {
  readonly source: "memory" | "trace";
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly headers: Headers;
  /** Null = it had none; `streamed` = it was too large for anybody to look at, and so it is to a decision. */
  readonly body: Uint8Array<ArrayBuffer> | "streamed" | null;
  /** The conversation that it was part of. */
  readonly session: string | null;
  /** What of it nobody has kept, as sentences. */
  readonly remarks: readonly string[];
};

/** Where a request may be recorded. */
export type Records = {
  /** Null where it is not in memory any more. */
  readonly kept: KeptExchange | null;
  /** Null where no file of it is there. */
  readonly trace: JsonObject | null;
};

/** A request out of memory, else out of its trace. Throws `input_missing` where its body is in neither. */
export const recordedIn = (id: string, { kept, trace }: Records): Recorded => {
  const inMemory = kept === null ? null : keptWhole(kept);
  if (inMemory !== null) return inMemory;
  if (trace !== null) return traced(id, trace);
  throw missing(id, "its body is not in memory any more, and there is no trace of it", traceOn);
};

const traceOn =
  "Try: proxy-cli config set trace.enabled true   (then send it again; view.keep_bytes: how much is kept)";
const bodiesOn = "Try: proxy-cli config set trace.bodies true   (then send it again)";

const missing = (id: string, why: string, hint: string): ProxyError =>
  new ProxyError("input_missing", `Request ${id} cannot be tried again: ${why}.`, { hint });

/** Null where what it said was let go again. */
const keptWhole = ({ method, path, query, headers, bodyKind, body, notes, dialect }: KeptExchange): Recorded | null => {
  const isGone = dialect !== null && body === null && bodyKind === "held";
  if (isGone || bodyKind === "gone") return null;
  const seen = bodyKind === "streamed" ? "streamed" : body === null ? null : new Uint8Array(body);
  const session = notes.session?.id ?? null;
  return { source: "memory", method, path, query, headers: new Headers(headers), body: seen, session, remarks: [] };
};

const traced = (id: string, trace: JsonObject): Recorded => {
  const request = objectIn(trace["request"]);
  const { headers, remarks } = tracedHeaders(trace, request);
  return {
    ...{ source: "trace", method: textOrNull(trace["method"]) ?? "POST" },
    ...{ path: textOrNull(trace["path"]) ?? "/", query: textOrNull(trace["query"]) ?? "" },
    headers,
    body: tracedBody(id, trace, headers),
    session: textOrNull(trace["session"]),
    remarks,
  };
};

/** Those that a file may hold; of the program at least its name is known without them. */
const tracedHeaders = (trace: JsonObject, request: JsonObject): Pick<Recorded, "headers" | "remarks"> => {
  const known = isObject(request["headers"]);
  const headers = new Headers(
    Object.entries(objectIn(request["headers"])).map(([name, value]) => [name, String(value)] as [string, string]),
  );
  const client = textOrNull(trace["client"]);
  if (client !== null && !headers.has("user-agent")) headers.set("user-agent", client);
  const what = known ? "only harmless headers" : "no headers";
  return { headers, remarks: [`A trace has ${what}: what else the client sent there had no say.`] };
};

/** As it came: a file has the text of a body that was packed. */
const tracedBody = (id: string, trace: JsonObject, headers: Headers): Recorded["body"] => {
  const body = objectIn(trace["request"])["body"];
  const isChat = textOrNull(trace["dialect"]) !== null;
  const { text, isCut, why } = objectIn(body);
  if (typeof text === "string" && isCut !== true) return packedAgain(new TextEncoder().encode(text), headers);
  headers.delete("content-encoding");
  if (!isChat) return null;
  if (why === "too large to be held") return "streamed";
  if (isObject(body) && isCut === true)
    throw missing(
      id,
      "its trace has only the beginning of its body",
      "Try: proxy-cli config set trace.max_body_bytes 8388608",
    );
  throw missing(
    id,
    isObject(body) ? `its body is not in its trace (${String(why)})` : "its trace has no body",
    bodiesOn,
  );
};

const packedAgain = (bytes: Uint8Array<ArrayBuffer>, headers: Headers): Uint8Array<ArrayBuffer> => {
  if (!headers.has("content-encoding")) return bytes;
  headers.set("content-encoding", "gzip");
  return Bun.gzipSync(bytes);
};
