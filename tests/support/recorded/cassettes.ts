import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { YAML } from "bun";
import { isObject, type JsonObject, listIn, objectIn, parsedJson } from "../../../src/lib/json.ts";
import { answerOf, answerOfText, dialectOfPath, type Recording } from "./recording.ts";

/** What a cassette (VCR or go-vcr, YAML) has recorded: requests and what was answered to them. */
export const recordingsOfCassette = (file: string, name: string, provider: string): Recording[] => {
  const { interactions } = objectIn(YAML.parse(readFileSync(file, "utf8")));
  return listIn(interactions).flatMap((interaction, index) => {
    const { request, response } = objectIn(interaction);
    return recordingsOfCall(objectIn(request), objectIn(response), { name: `${name}#${index}`, provider });
  });
};

const recordingsOfCall = (
  request: JsonObject,
  response: JsonObject,
  from: { readonly name: string; readonly provider: string },
): Recording[] => {
  const { pathname, search } = new URL(String(request["uri"] ?? request["url"]));
  const path = decodeURIComponent(pathname);
  const dialect = dialectOfPath(path);
  if (dialect === null) return [];
  const source = { ...from, dialect };
  const sent = request["parsed_body"] ?? parsedJson(textOf(request["body"]));
  const got =
    response["parsed_body"] === undefined
      ? answerOfText(source, textOf(response["body"]), statusOf(response))
      : answerOf(source, response["parsed_body"], statusOf(response));
  // Some recorders cut what they thought a secret out of the middle of a JSON.
  const asked: Recording[] = isObject(sent) ? [{ ...source, kind: "request", path: path + search, body: sent }] : [];
  return got === null ? asked : [...asked, got];
};

const statusOf = (response: JsonObject): number | null => {
  const code = isObject(response["status"]) ? response["status"]["code"] : response["code"];
  return typeof code === "number" ? code : null;
};

/** A body's text: plain, or what was binary to the recorder, in base64 and perhaps packed; byte by byte in a few. */
const textOf = (body: unknown): string => {
  const value = isObject(body) ? body["string"] : body;
  if (Array.isArray(value)) return new TextDecoder().decode(Uint8Array.from(value));
  if (typeof value !== "string") return "";
  if (!/^[A-Za-z0-9+/\s]+=*\s*$/.test(value)) return value;
  const bytes = Buffer.from(value, "base64");
  return new TextDecoder().decode(bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes);
};
