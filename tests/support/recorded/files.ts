import { readFileSync } from "node:fs";
import type { DialectName } from "../../../src/core/dialect-name.ts";
import { isObject, type JsonObject, listIn, objectIn, parsedJson } from "../../../src/lib/json.ts";
import {
  answerOf,
  answerOfText,
  dialectOfAnswer,
  dialectOfPath,
  isStreamText,
  type Recording,
  streamOfEvents,
} from "./recording.ts";

/** A file that is no cassette: one answer, one stream, one request, or a list of calls. */
export const recordingsOfFile = (file: string, name: string): Recording[] => {
  const text = readFileSync(file, "utf8");
  const [collection = "", ...folders] = name.split("/");
  if (name.includes("/speech-translation/")) return []; // of a socket, not of a path of the models
  if (name.endsWith(".chunks.txt")) return chunks(text, name, folders[0] ?? "");
  if (collection === "gemini-cli-responses") return modelCalls(text, name);
  if (collection === "anthropic-sdk-ts" && name.endsWith(".json")) return nocks(text, name);
  if (folders[0] === "requests") return requestOf(text, name, folders[1] ?? "");
  return loose(text, name, providers[collection] ?? folders[0] ?? "");
};

/** Who answered, where the folder below the collection does not tell. */
const providers: Readonly<Record<string, string>> = {
  "agentgateway-conversions": "agentgateway",
  "anthropic-sdk-ts": "anthropic",
  "langchainjs-google": "google",
};

/** One event a line, without its frame. A few were made by hand, and not all of those are JSON: no vendor said so. */
const chunks = (text: string, name: string, provider: string): Recording[] => {
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  if (lines.some((line) => line !== "[DONE]" && parsedJson(line) === undefined)) return [];
  const dialect = lines.map((line) => dialectOfAnswer(parsedJson(line))).find((found) => found !== null);
  return dialect ? [streamOfEvents({ name, dialect, provider }, lines)] : [];
};

/** One call of a model a line, as Gemini CLI keeps them for its tests. */
const modelCalls = (text: string, name: string): Recording[] =>
  text.split("\n").flatMap((line, index): Recording[] => {
    const { method, response } = objectIn(parsedJson(line));
    const source = { name: `${name}#${index}`, dialect: "gemini" as const, provider: "google" };
    if (method === "generateContentStream")
      return [
        streamOfEvents(
          source,
          listIn(response).map((chunk) => JSON.stringify(chunk)),
        ),
      ];
    const answer = method === "generateContent" ? answerOf(source, response, 200) : null;
    return answer === null ? [] : [answer];
  });

/** What nock has kept: a list of calls. */
const nocks = (text: string, name: string): Recording[] =>
  listIn(parsedJson(text)).flatMap((call, index): Recording[] => {
    const { path, body, response, status } = objectIn(call);
    const dialect = typeof path === "string" ? dialectOfPath(path.replace(/\?.*/, "")) : null;
    if (dialect === null || typeof path !== "string") return [];
    const source = { name: `${name}#${index}`, dialect, provider: "anthropic" };
    const got =
      typeof response === "string"
        ? answerOfText(source, response, numberOf(status))
        : answerOf(source, response, numberOf(status));
    const asked: Recording[] = isObject(body) ? [{ ...source, kind: "request", path, body }] : [];
    return got === null ? asked : [...asked, got];
  });

const numberOf = (status: unknown): number | null => (typeof status === "number" ? status : null);

/** A request that was written for a gateway's tests; its folder names the format. */
const requestOf = (text: string, name: string, folder: string): Recording[] => {
  const body = parsedJson(text);
  const format = requestFormats[folder];
  if (!isObject(body) || format === undefined) return [];
  const [dialect, path] = format(body);
  return [{ name, dialect, provider: "agentgateway", kind: "request", path, body }];
};

type Format = (body: JsonObject) => readonly [DialectName, string];

const chat: readonly [DialectName, string] = ["openai-chat", "/v1/chat/completions"];
const responses: readonly [DialectName, string] = ["openai-responses", "/v1/responses"];
const gemini: readonly [DialectName, string] = ["gemini", "/v1beta/models/gemini-2.5-flash:generateContent"];

const requestFormats: Readonly<Record<string, Format>> = {
  completions: () => chat,
  messages: () => ["anthropic", "/v1/messages"],
  gemini: () => gemini,
  responses: () => responses,
  policies: (body) => ("contents" in body ? gemini : "input" in body ? responses : chat),
};

/** One answer, or one stream whatever its file is called; its shape tells the format. */
const loose = (text: string, name: string, provider: string): Recording[] => {
  const json = parsedJson(text);
  const shown = Array.isArray(json) ? json : isStreamText(text) ? dataOf(text) : [json];
  const dialect = shown.map(dialectOfAnswer).find((found) => found !== null) ?? failedDialects[provider];
  const found = dialect ? answerOfText({ name, dialect, provider }, text, null) : null;
  return found === null || (found.kind === "answer" && dialectOfAnswer(found.body) === null) ? [] : [found];
};

/** An error has no shape of a format: the folder tells. */
const failedDialects: Readonly<Record<string, DialectName>> = {
  anthropic: "anthropic",
  google: "gemini",
};

const dataOf = (text: string): unknown[] =>
  [...text.matchAll(/^data: ?(.*)$/gm)].map(([, data]) => parsedJson(data ?? ""));
