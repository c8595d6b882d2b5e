import type { Answer } from "../../core/answer.ts";
import { extrasFor, isOwn } from "../../core/extras.ts";
import { fieldsOf, merged } from "../../lib/fields.ts";
import { type JsonObject, objectIn } from "../../lib/json.ts";
import { originAt, readContent } from "./blocks.ts";
import { readStop, writeStop } from "./stop.ts";
import { readUsage, usageLeft, writeUsage } from "./usage.ts";
import { writeBlocks } from "./write-blocks.ts";

/** A whole message of the model's. */
export const readAnswer = (body: JsonObject): Answer => {
  const fields = fieldsOf(body);
  const [said, sequence] = [fields.text("stop_reason"), fields.text("stop_sequence")];
  const stop = said === null ? null : readStop(said, sequence);
  const blocks = fields.taken((value) => readContent(value, ["content"]), "content") ?? [];
  const told = fields.object("usage");
  const [id, model] = [fields.text("id"), fields.text("model")];
  for (const [name, usual] of constants) fields.taken((value) => (value === usual ? true : null), name);
  const left = told === null ? {} : usageLeft(told);
  const origin = originAt([]);
  return {
    id,
    model,
    candidates: [{ index: 0, blocks, stop, extras: {}, origin }],
    usage: told === null ? null : readUsage(told).usage,
    extras: { ...fields.left(), ...(Object.keys(left).length === 0 ? {} : { usage: left }) },
    origin,
  };
};

/** What is the same in every message. */
const constants: readonly (readonly [string, string])[] = [
  ["type", "message"],
  ["role", "assistant"],
];

/** An answer as Anthropic writes it; it knows one candidate. */
export const writeAnswer = (answer: Answer): JsonObject => {
  const [candidate] = answer.candidates;
  const extras = extrasFor("anthropic", answer);
  const stop = candidate?.stop ?? null;
  return merged(
    { id: undefined, ...Object.fromEntries(constants), content: [], stop_reason: null, stop_sequence: null, ...extras },
    {
      id: answer.id ?? undefined,
      model: answer.model ?? undefined,
      content: "content" in extras ? undefined : writeBlocks(candidate?.blocks ?? []),
      ...(stop === null ? {} : writeStop(stop, isOwn("anthropic", answer))),
      usage: answer.usage === null ? undefined : writeUsage(answer.usage, objectIn(extras["usage"])),
    },
  );
};
