import type { Context } from "../command.ts";
import { ownToken } from "../programs/own-token.ts";
import type { Sent } from "./sent.ts";

/** A request that was sent once; of its headers only what belongs to the request itself goes along again. */
export type SentBefore = Pick<Sent, "method" | "place" | "dialect" | "headers" | "body">;

/** What came of it, read to its end. */
export type SentAgain = {
  readonly id: string | null;
  readonly status: number;
  readonly ok: boolean;
  readonly text: string;
};

type Where = {
  /** Of the running daemon. */
  readonly url: string;
  /** Null = where it goes by itself. */
  readonly upstream: string | null;
  readonly signal?: AbortSignal;
};

/** Sends it once more through the running daemon; it is charged like any other. */
export const sendAgain = async (
  context: Pick<Context, "env" | "paths">,
  { method, place, dialect, headers, body }: SentBefore,
  { url, upstream, signal }: Where,
): Promise<SentAgain> => {
  const answer = await fetch(url + place, {
    ...{ method, body, redirect: "manual" }, // a key follows none
    headers: {
      "user-agent": "proxy-cli/1",
      ...Object.fromEntries(Object.entries(headers).filter(([name]) => goesAlong.test(name))),
      ...keyFor(context, dialect),
      ...(upstream === null ? {} : { "x-proxy-upstream": upstream }),
    },
    ...(signal === undefined ? {} : { signal }),
  });
  const text = await answer.text();
  return { id: answer.headers.get("x-proxy-request-id"), status: answer.status, ok: answer.ok, text };
};

/** Of a body that was unpacked to be kept the packing must not be named again. */
const goesAlong = /^(content-type|accept|anthropic-(version|beta)|openai-beta)$/i;

/** The key of the program's vendor out of this environment, else the proxy's own token; it is stored nowhere. */
const keyFor = (
  { env, paths }: Pick<Context, "env" | "paths">,
  dialect: string | null,
): Readonly<Record<string, string>> => {
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
