import type { Reported, StopReason } from "../core/answer.ts";
import type { CacheRules } from "../core/answer-cache.ts";
import type { Outcome } from "../core/outcome.ts";

/** How an answer came out. */
export type Answered = {
  readonly outcome: Pick<Outcome, "code" | "status" | "error">;
  /** Whether its client was gone before it ended. */
  readonly isLeft: boolean;
  readonly reported: Reported | null;
  /** Whether it is one of a chat: vectors have no reason to stop. */
  readonly isChat: boolean;
  /** What the client got, as text; null where that cannot be read. */
  readonly text: () => string | null;
};

/** Why an answer must not be given again; null = it may. What is not certain is not kept. */
export const whyNotKept = (
  { outcome, isLeft, reported, isChat, text }: Answered,
  { keepsToolAnswers }: Pick<CacheRules, "keepsToolAnswers">,
): string | null => {
  if (outcome.code !== "--" || outcome.error !== null || isLeft) return "it did not end properly";
  if (outcome.status !== 200) return `its status is ${outcome.status}`;
  if (reported === null) return "it cannot be read";
  if (reported.error !== null) return "it is an error";
  if (!isChat) return null;
  const why = unfinished(reported.stop?.reason ?? null, keepsToolAnswers);
  if (why !== null) return why;
  const said = text();
  if (said === null) return "it cannot be read";
  if (refusal.test(said)) return "the model refused";
  return !keepsToolAnswers && call.test(said) ? toolAnswer : null;
};

const toolAnswer = "it calls a tool, and cache.tool_answers is off";

const unfinished = (reason: StopReason | null, keepsToolAnswers: boolean): string | null => {
  switch (reason) {
    case "end":
    case "stop-sequence":
      return null;
    case "tool-call":
      return keepsToolAnswers ? null : toolAnswer;
    case "max-tokens":
    case "context-full":
      return "it was cut at its limit of tokens";
    case "refusal":
    case "filtered":
      return "the model refused";
    default:
      return "the model has not come to an end";
  }
};

/** Not every vendor names them as its reason to stop. Inside of a text their quotes would have a backslash before them. */
const refusal = /"refusal"\s*:\s*"(?!")|"type"\s*:\s*"refusal"/;
const call =
  /"(tool_calls|function_call)"\s*:\s*[[{]\s*["{]|"(functionCall|toolCall)"\s*:|"type"\s*:\s*"(tool_use|server_tool_use|function_call|custom_tool_call)"/;
