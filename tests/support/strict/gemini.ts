import type { JsonObject } from "../../../src/lib/json.ts";
import { type Finding, finding, isObject, objectIn, objects } from "./collected.ts";

/** generateContent: turns of user and model, as many results as calls and in their order, parts that say something. */
export const geminiProblems = (body: JsonObject): readonly string[] => {
  const check = finding();
  const contents = objects(body["contents"]);
  check.when(contents.length === 0, "contents: at least one");
  check.when(contents[0]?.["role"] !== "user", "contents.0: the first is the user's");
  let open: readonly unknown[] = [];
  for (const [at, { role, parts }] of contents.entries()) {
    check.when(role !== "user" && role !== "model", `contents.${at}: role ${role}`);
    check.when(at > 0 && contents[at - 1]?.["role"] === role, `contents.${at}: ${role} twice`);
    check.when(objects(parts).length === 0, `contents.${at}: empty`);
    for (const part of objects(parts)) checkPart(part, String(role), `contents.${at}`, check);
    const results = namesIn(parts, "functionResponse");
    check.when(JSON.stringify(results) !== JSON.stringify(open), `contents.${at}: calls ${open}, results ${results}`);
    open = namesIn(parts, "functionCall");
  }
  check.when(open.length > 0, `${open} without results`);
  for (const part of objects(objectIn(body["systemInstruction"])["parts"])) checkPart(part, "user", "system", check);
  return check.found();
};

const namesIn = (parts: unknown, field: string): readonly unknown[] =>
  objects(parts).flatMap((part) => (isObject(part[field]) ? [objectIn(part[field])["name"]] : []));

const checkPart = (part: JsonObject, role: string, at: string, check: Finding): void => {
  const kinds = ["text", "inlineData", "fileData", "functionCall", "functionResponse"].filter((kind) => kind in part);
  check.when(kinds.length !== 1, `${at}: a part of ${Object.keys(part)}`);
  const [kind] = kinds;
  check.when(kind === "functionCall" && role !== "model", `${at}: a call of the user`);
  check.when(kind === "functionResponse" && role !== "user", `${at}: a result of the model`);
  check.when(kind === "text" && part["text"] === "" && part["thoughtSignature"] === undefined, `${at}: an empty text`);
  const media = objectIn(part["inlineData"] ?? part["fileData"]);
  if (kind === "inlineData" || kind === "fileData") {
    check.when(!/^\w+\/[\w.+-]+$/.test(String(media["mimeType"])), `${at}: mimeType ${media["mimeType"]}`);
  }
  const { name, args, response, parts } = objectIn(part["functionCall"] ?? part["functionResponse"]);
  check.when(kind === "functionCall" && !isObject(args), `${at}: args`);
  check.when(kind === "functionResponse" && (!isObject(response) || typeof name !== "string"), `${at}: response`);
  for (const inner of objects(parts)) check.when(!("inlineData" in inner), `${at}: a part in a response`);
};

/** What the newest models demand besides: a seal on the first call of each turn. */
export const sealedGeminiProblems = (body: JsonObject): readonly string[] => {
  const check = finding();
  for (const [at, { parts }] of objects(body["contents"]).entries()) {
    const first = objects(parts).find((part) => "functionCall" in part);
    check.when(
      first !== undefined && typeof first["thoughtSignature"] !== "string",
      `contents.${at}: no thoughtSignature`,
    );
  }
  return [...geminiProblems(body), ...check.found()];
};
