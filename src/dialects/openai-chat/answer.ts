import type { Answer, Candidate } from "../../core/answer.ts";
import type { Block, Origin } from "../../core/chat.ts";
import type { DialectName } from "../../core/dialect-name.ts";
import { extrasFor, isOwn } from "../../core/extras.ts";
import { below } from "../../core/origin.ts";
import { merged } from "../../lib/fields.ts";
import { isObject, type JsonObject, listIn, objectIn, textOrNull } from "../../lib/json.ts";
import { isEmpty, present, restOf } from "../../lib/json-rest.ts";
import { annotated, annotationsOf } from "./annotations.ts";
import { readSpoken, spokenFields, writeSpoken } from "./messages.ts";
import { readStop, writeStop } from "./stops.ts";
import { readUsage, wholeUsage, writeUsage } from "./usage.ts";

const dialect: DialectName = "openai-chat";
const origin: Origin = { dialect, path: [] };

/** A whole chat completion. */
export const readAnswer = (body: JsonObject): Answer => {
  const id = textOrNull(body["id"]);
  const model = textOrNull(body["model"]);
  const usage = isObject(body["usage"]) ? readUsage(body["usage"]).usage : null;
  const choices = listIn(body["choices"]);
  const known = present({
    ...{ object: true, id, model, choices: Array.isArray(body["choices"]) || null },
    usage: usage && writeUsage(usage),
  });
  const candidates = choices.flatMap((choice, position) =>
    isObject(choice) ? [readCandidate(choice, position, below(origin, "choices", position))] : [],
  );
  return { id, model, candidates, usage, extras: restOf(body, known), origin };
};

const readCandidate = (choice: JsonObject, position: number, at: Origin): Candidate => {
  const message = objectIn(choice["message"]);
  const { finish_reason: finish, index } = choice;
  const rest = restOf(message, { ...spokenFields(message), role: true });
  const known = { index: true, message: true, ...(typeof finish === "string" && { finish_reason: true }) };
  const beside = restOf(choice, known);
  return {
    index: typeof index === "number" ? index : position,
    blocks: annotated(readSpoken(message, below(at, "message")), message["annotations"]),
    stop: typeof finish === "string" ? readStop(finish) : null,
    extras: isEmpty(rest) ? beside : { ...beside, message: rest },
    origin: at,
  };
};

/** The body of a whole answer. Where it has no time of its own, `created` is 0. */
export const writeAnswer = (answer: Answer): JsonObject => {
  const { id, model, usage, createdAt } = answer;
  const extras = extrasFor(dialect, answer);
  return merged(
    { created: createdAt ?? 0, ...extras },
    {
      ...{ id: id ?? "", object: "chat.completion", model: model ?? "" },
      choices: answer.candidates.map(writeCandidate),
      ...present({ usage: usage && (isOwn(dialect, answer) ? writeUsage(usage) : wholeUsage(usage)) }),
    },
  );
};

const writeCandidate = (candidate: Candidate): JsonObject => {
  const { index, stop } = candidate;
  const blocks = isOwn(dialect, candidate) ? candidate.blocks : withOneText(candidate.blocks);
  const annotations = isOwn(dialect, candidate) ? null : annotationsOf(candidate.blocks);
  const spoken = { ...writeSpoken(blocks, dialect), ...present({ annotations }) };
  const message = { role: "assistant", content: null, ...spoken };
  const finish = stop === null ? null : writeStop(stop, isOwn(dialect, candidate));
  return merged(extrasFor(dialect, candidate), { index, message, finish_reason: finish });
};

/** What a model says is one text here; several of another format, between its calls, come to one. */
export const withOneText = (blocks: readonly Block[]): readonly Block[] => {
  const texts = blocks.filter((block) => block.type === "text");
  const [first] = texts;
  if (first === undefined) return blocks;
  const whole: Block = { ...first, text: texts.map(({ text }) => text).join("") };
  return blocks
    .filter((block) => block === first || block.type !== "text")
    .map((block) => (block === first ? whole : block));
};
