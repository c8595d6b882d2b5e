import { countAt, framesIn, listAt, objectAt, rule, textAt } from "./sse.ts";

/** Checks a stream of `/v1/chat` against its own page: chunks, then `done` or `error`. */
export const checkUnifiedStream = (text: string): void => {
  let isOver = false;
  for (const { name, data } of framesIn(text)) {
    rule(!isOver, "something behind the end");
    if (name === "chunk") {
      rule(data["role"] === "assistant", "a chunk of somebody else");
      for (const field of ["content", "reasoning_content", "refusal"]) if (field in data) textAt(data, field);
      if ("tool_calls" in data) for (const call of listAt(data, "tool_calls")) countAt(call as never, "index");
      continue;
    }
    isOver = true;
    if (name === "error") {
      rule(textAt(data, "error") !== "", "an error without a sentence");
      continue;
    }
    rule(name === "done", `an event ${name}`);
    textAt(data, "finish_reason");
    textAt(data, "model");
    if (data["usage"] !== null) objectAt(data, "usage");
  }
  rule(isOver, "the stream has no end");
};
