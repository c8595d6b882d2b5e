import type { Answer, Candidate, Stop } from "../../core/answer.ts";
import type { Block } from "../../core/chat.ts";
import { type Carry, carrier } from "./carry.ts";
import { scaledUsage } from "./scale.ts";
import { answerId, begunAt, toldModel, type Way } from "./way.ts";

/** A whole answer as the client's format can have it. */
export const carriedAnswer = (answer: Answer, way: Way): Answer => {
  const carry = carrier(way);
  return {
    ...answer,
    ...begunAt(way),
    id: answerId(answer.id, way),
    model: toldModel(answer.model, way),
    usage: answer.usage === null ? null : scaledUsage(answer.usage, way.setting.scaleInput),
    candidates: answer.candidates.map((candidate) => carriedCandidate(candidate, carry)),
  };
};

const carriedCandidate = (candidate: Candidate, carry: Carry): Candidate => {
  const blocks = candidate.blocks.flatMap((block) => [carry.thoughtOf(block), carry.block(block)].filter(isThere));
  const has = new Set(blocks.map(({ type }) => type));
  return { ...candidate, blocks, stop: candidate.stop && stopWith(candidate.stop, has) };
};

const isThere = (block: Block | null): block is Block => block !== null;

/**
 * Why an answer with blocks of these types stopped. Some say that they are done where they want a tool run, and clients
 * run what is called only when they are told so, or where they have refused; a refusal without a word of its own is an
 * answer that was held back.
 */
export const stopWith = (stop: Stop, has: ReadonlySet<Block["type"]>): Stop => {
  if (has.has("tool-call") && (stop.reason === "end" || stop.reason === "other"))
    return { ...stop, reason: "tool-call" };
  if (stop.reason === "end" && has.has("refusal")) return { ...stop, reason: "refusal" };
  return stop.reason === "refusal" && !has.has("refusal") ? { ...stop, reason: "filtered" } : stop;
};
