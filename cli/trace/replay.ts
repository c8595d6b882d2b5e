import { ProxyError } from "../../src/core/errors.ts";
import { type JsonObject, objectIn, textOrNull } from "../../src/lib/json.ts";
import type { Context } from "../command.ts";
import type { Flags } from "../flags.ts";
import { visible } from "../output/visible.ts";
import { ownToken } from "../programs/own-token.ts";
import { tracePlace } from "./place.ts";
import { idNeeded } from "./show.ts";

/** A recorded request again, through the running daemon; it is charged like any other. */
export const replayTrace = async (context: Context, asked: string | null, flags: Flags): Promise<number> => {
  const { client, confirm, json, data, print, warn } = context;
  const id = idNeeded(asked, "replay");
  const { folder } = await tracePlace(context);
  const { traceOf, isHidden } = await import("../../src/offline/traces.ts");
  const { trace } = await traceOf(folder, id);
  if (isHidden(textOrNull(trace?.["query"]))) throw notWhole(id);
  const recorded = requestIn(trace, id);
  const upstream = flags.text("upstream");
  const where = upstream === null ? "" : ` to ${upstream}`;
  if (
    !(await confirm(`This sends the request again${where} and may be charged. Go on?`, `proxy-cli trace replay ${id}`))
  )
    return 0;
  const { url } = await client.status({});
  const headers = {
    ...recorded.headers,
    ...keyFor(context, recorded.dialect),
    ...(upstream === null ? {} : { "x-proxy-upstream": upstream }),
  };
  const { method, body } = recorded;
  const answer = await fetch(url + recorded.place, { method, headers, body, redirect: "manual" }); // a key follows none
  const text = await answer.text();
  const newId = answer.headers.get("x-proxy-request-id");
  if (json) data({ replayed: id, id: newId, status: answer.status, body: text });
  else {
    for (const line of text.split("\n")) print(visible(line));
    warn(`${answer.status}   ${newId ?? ""}`);
  }
  return answer.ok ? 0 : 1;
};

type Recorded = {
  readonly method: string;
  readonly place: string;
  readonly dialect: string | null;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};

const requestIn = (trace: JsonObject | null, id: string): Recorded => {
  const { method, path, query, dialect, request } = trace ?? {};
  const { headers, body } = objectIn(request);
  const { text, isCut } = objectIn(body);
  if (
    typeof method !== "string" ||
    typeof path !== "string" ||
    !path.startsWith("/") ||
    typeof text !== "string" ||
    isCut === true
  )
    throw notWhole(id);
  const kept = Object.entries(objectIn(headers)).filter(([name]) => replayed.test(name));
  return {
    method,
    place: path + (textOrNull(query) ?? ""),
    dialect: textOrNull(dialect),
    headers: Object.fromEntries(kept.map(([name, value]) => [name, String(value)])),
    body: text,
  };
};

const notWhole = (id: string): ProxyError =>
  new ProxyError("usage", `The trace of ${id} does not hold the whole request.`, {
    hint: "Trace with bodies: proxy-cli trace on --bodies; larger ones: proxy-cli config set trace.max_body_bytes N",
  });

/** Of a body that was unpacked for the trace the packing must not be named again. */
const replayed = /^(content-type|accept|anthropic-(version|beta)|openai-beta)$/;

/** The key of the program's vendor out of this environment, else the proxy's own token; it is stored nowhere. */
const keyFor = ({ env, paths }: Context, dialect: string | null): Readonly<Record<string, string>> => {
  const { header, prefix, variables } = places.get(dialect ?? "") ?? bearer;
  const key = variables.flatMap((name) => env[name] ?? []).find((value) => value !== "") ?? ownToken({ paths });
  return { [header]: prefix + key };
};

type KeyPlace = { readonly header: string; readonly prefix: string; readonly variables: readonly string[] };

const bearer: KeyPlace = { header: "authorization", prefix: "Bearer ", variables: ["OPENAI_API_KEY"] };

/** Formats whose clients show their key elsewhere. */
const places: ReadonlyMap<string, KeyPlace> = new Map([
  ["anthropic", { header: "x-api-key", prefix: "", variables: ["ANTHROPIC_API_KEY"] }],
  ["gemini", { header: "x-goog-api-key", prefix: "", variables: ["GEMINI_API_KEY", "GOOGLE_API_KEY"] }],
]);
