import { expect, test } from "bun:test";
import { anthropic } from "../../../src/dialects/anthropic/index.ts";
import { eventsOf } from "../../../src/translation/answer/events.ts";
import { told } from "../../dialects/told.ts";

test("a whole answer is told in the events of a stream", () => {
  const answer = anthropic.readAnswer({
    ...{ id: "msg_1", model: "m", stop_reason: "tool_use", usage: { input_tokens: 3, output_tokens: 4 } },
    content: [
      { type: "thinking", thinking: "hm", signature: "s" },
      { type: "text", text: "hi" },
      { type: "tool_use", id: "1", name: "f", input: { a: 1 } },
    ],
  });

  expect(told(eventsOf(answer))).toEqual([
    "start msg_1 m",
    ...["0 thinking", '0 "hm"', "0 end", "1 text", '1 "hi"', "1 end", "2 tool-call f", '2 "{"a":1}"', "2 end"],
    ...["stop 0 tool-call", "usage 3 4", "end"],
  ]);
});
