import type { RequestBody, RequestDetail } from "../../src/core/request-detail.ts";
import { redacted } from "../../src/lib/redact.ts";

type Key = { readonly header: string; readonly before: string; readonly variable: string };

/** How each format shows a key, and the variable that people have theirs in. */
const keys: Readonly<Record<string, Key>> = {
  anthropic: { header: "x-api-key", before: "", variable: "ANTHROPIC_API_KEY" },
  "openai-chat": { header: "authorization", before: "Bearer ", variable: "OPENAI_API_KEY" },
  "openai-responses": { header: "authorization", before: "Bearer ", variable: "OPENAI_API_KEY" },
  gemini: { header: "x-goog-api-key", before: "", variable: "GEMINI_API_KEY" },
};

/** Headers that a request has by being sent, or that only this one sending had. */
const own = new Set([
  ...[
    "host",
    "connection",
    "content-length",
    "content-encoding",
    "transfer-encoding",
    "accept-encoding",
    "expect",
    "te",
    "upgrade",
  ],
  ...["x-api-key", "authorization", "x-goog-api-key", "api-key", "cookie", "proxy-authorization", "x-proxy-token"],
]);

/** A request as a command for a shell, to this proxy. Keys are names of variables: there is none in it. */
export const curlOf = (detail: RequestDetail, proxyUrl: string, { text, why }: RequestBody): string => {
  const of = detail.summary ?? detail.running;
  const query = /\?[^#]*/.exec(detail.url ?? "")?.[0] ?? "";
  const url = redacted(`${proxyUrl}${of?.path ?? "/"}${withoutHidden(query)}`);
  const key = keys[of?.dialect ?? ""];
  const headers = detail.request.headers
    .filter(([name, value]) => !own.has(name.toLowerCase()) && !isHidden(value))
    .map(([name, value]) => `-H ${quoted(value.trim() === "" ? `${name};` : redacted(`${name}: ${value}`))}`);
  // Curl adds this header to a body that has none, and leaves out one whose value is empty unless it is written with `;`.
  const isTyped = detail.request.headers.some(([name]) => name.toLowerCase() === "content-type");
  const untyped = text === null || isTyped ? [] : ["-H 'content-type:'"];
  const shown = key === undefined ? [] : [`-H "${key.header}: ${key.before}$${key.variable}"`];
  const data = text === null ? [] : [`--data-binary @- <<'${delimiterFor(text)}'`];
  const literally = /[[\]{}]/.test(url) ? " -g" : "";
  const method = of?.method === "HEAD" ? "-I" : `-X ${quoted(of?.method ?? "POST")}`; // with -X it waits for a body
  const command = [`curl -sS -N${literally} ${quoted(url)}`, method, ...shown, ...untyped, ...headers, ...data];
  const body = text === null ? "" : `\n${text}\n${delimiterFor(text)}`;
  return `${text === null ? `# no body: ${oneLine(why ?? "it is not kept any more")}\n` : ""}${command.join(" \\\n  ")}${body}\n`;
};

/** A text as one word of a shell, whatever is in it. */
export const quoted = (text: string): string => `'${text.replaceAll("\0", "").replaceAll("'", "'\\''")}'`;

const letters = [..."BCDEFGHIJKLMNOPQRSTUVWXYZ"];

/**
 * A line that is in no line of the text, and as far as possible one that no line begins like: dash, which is `sh` on
 * many machines, loses bytes beyond ASCII behind such a beginning.
 */
const delimiterFor = (text: string): string => {
  const begun = new Set(text.split("\n").map((line) => line.charAt(0)));
  const free = letters.find((letter) => !begun.has(letter)) ?? "B";
  const taken = new Set(text.match(/[A-Z]?BODY\d*/g));
  for (let at = 0; ; at++) {
    const word = `${free === "B" ? "" : free}BODY${at === 0 ? "" : at}`;
    if (!taken.has(word)) return word;
  }
};

/** The daemon writes dots for what could be a secret. */
const isHidden = (value: string): boolean => value.includes("...");

const withoutHidden = (query: string): string => {
  const kept = query
    .slice(1)
    .split("&")
    .filter((part) => part !== "" && !isHidden(part) && !/^[^=]*(key|token|secret|auth|sig|pass)/i.test(part));
  return kept.length === 0 ? "" : `?${kept.join("&")}`;
};

const oneLine = (text: string): string => text.replaceAll(/[\u0000-\u001f\u007f]+/g, " ");
