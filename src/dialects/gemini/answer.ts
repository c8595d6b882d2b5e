import type { Answer, Candidate } from "../../core/answer.ts";
import type { Block } from "../../core/chat.ts";
import { extrasFor, isOwn } from "../../core/extras.ts";
import { fieldsOf, merged } from "../../lib/fields.ts";
import { isObject, type JsonObject, listIn, objectIn } from "../../lib/json.ts";
import { grounded, type Support, supportOf, writeGrounding } from "./grounding.ts";
import { originAt, readParts } from "./parts.ts";
import { blocked, readStop, writeStop } from "./stop.ts";
import { readUsage, searchesIn, usageLeft, writeUsage } from "./usage.ts";
import { writeParts } from "./write-parts.ts";

/** A whole answer. A prompt that was refused has one candidate without content, which says why. */
export const readAnswer = (body: JsonObject): Answer => {
  const fields = fieldsOf(body);
  const candidates = fields.taken(readCandidates, "candidates") ?? [];
  const refused = candidates.length === 0 ? fields.taken(readRefusal, "promptFeedback") : null;
  const told = fields.object("usageMetadata");
  const [id, model] = [fields.text("responseId"), fields.text("modelVersion")];
  const left = told === null ? {} : usageLeft(told);
  return {
    id,
    model,
    candidates: refused === null ? candidates : [refused],
    usage:
      told === null ? null : { ...readUsage(told).usage, webSearches: searchesIn(listIn(body["candidates"]), model) },
    extras: { ...fields.left(), ...(Object.keys(left).length === 0 ? {} : { usageMetadata: left }) },
    origin: originAt([]),
  };
};

const readCandidates = (value: unknown): readonly Candidate[] | null =>
  Array.isArray(value) && value.every(isObject) ? value.map(readCandidate) : null;

const readCandidate = (json: JsonObject, at: number): Candidate => {
  const fields = fieldsOf(json);
  const content = fields.within("content");
  const path = ["candidates", at, "content", "parts"];
  const blocks = content.taken((parts) => readParts(parts, path), "parts") ?? [];
  content.taken((role) => (role === "model" ? role : null), "role");
  const stop = fields.taken((said) => readStop(said, blocks.some(isCall)), "finishReason");
  const index = fields.number("index") ?? at;
  return {
    index,
    blocks: grounded(blocks, json["groundingMetadata"]),
    stop,
    extras: fields.left(),
    origin: originAt(["candidates", at]),
  };
};

/** A call that the client has to run. */
export const isCall = (block: Block): boolean => block.type === "tool-call" && !block.isServerSide;

/** Why a prompt was refused; its place is known again by what is left of it. */
const readRefusal = (value: unknown): Candidate | null => {
  const fields = fieldsOf(objectIn(value));
  const said = fields.text("blockReason");
  if (said === null) return null;
  const extras = { promptFeedback: fields.left() };
  return { index: 0, blocks: [], stop: blocked(said), extras, origin: originAt(["promptFeedback"]) };
};

/** An answer as Gemini writes it. */
export const writeAnswer = (answer: Answer): JsonObject => {
  const extras = extrasFor("gemini", answer);
  const [first] = answer.candidates;
  const feedback = first === undefined ? undefined : extrasFor("gemini", first)["promptFeedback"];
  const hasCandidates = answer.candidates.length > 0 && !isObject(feedback);
  return merged(extras, {
    candidates: hasCandidates ? answer.candidates.map(writeCandidate) : undefined,
    promptFeedback: isObject(feedback) ? merged(feedback, { blockReason: first?.stop?.said }) : undefined,
    usageMetadata: answer.usage === null ? undefined : writeUsage(answer.usage, objectIn(extras["usageMetadata"])),
    modelVersion: answer.model ?? undefined,
    responseId: answer.id ?? undefined,
  });
};

const writeCandidate = (candidate: Candidate): JsonObject => ({
  ...merged(extrasFor("gemini", candidate), { content: { parts: writeParts(candidate.blocks), role: "model" } }),
  ...(candidate.stop === null ? {} : { finishReason: writeStop(candidate.stop, isOwn("gemini", candidate)) }),
  ...(isOwn("gemini", candidate) ? {} : writeGrounding(supportsOf(candidate.blocks))),
  index: candidate.index,
});

const supportsOf = (blocks: readonly Block[]): readonly Support[] => {
  let before = "";
  return blocks.flatMap((block) => {
    if (block.type !== "text") return [];
    const supports = (block.citations ?? []).map((one) => supportOf(one, before, block.text));
    before += block.text;
    return supports;
  });
};
