import type { Answer, Candidate, Stop } from "../../core/answer.ts";
import { type Carry, carrier } from "./carry.ts";
import { answerId, begunAt, type Way } from "./way.ts";

/** A whole answer as the client's format can have it. */
export const carriedAnswer = (answer: Answer, way: Way): Answer => {
  const carry = carrier(way);
  return {
    ...answer,
    ...begunAt(way),
    id: answerId(answer.id, way),
    model: answer.model ?? way.chat.model,
    candidates: answer.candidates.map((candidate) => carriedCandidate(candidate, carry)),
  };
};

const carriedCandidate = (candidate: Candidate, carry: Carry): Candidate => {
  const blocks = candidate.blocks.flatMap((block) => carry.block(block) ?? []);
  const hasCall = blocks.some(({ type }) => type === "tool-call");
  return { ...candidate, blocks, stop: candidate.stop && stopWith(candidate.stop, hasCall) };
};

/** Some say that they are done where they want a tool run; clients run what is called only when they are told so. */
export const stopWith = (stop: Stop, hasCall: boolean): Stop =>
  hasCall && stop.reason === "end" ? { ...stop, reason: "tool-call" } : stop;
