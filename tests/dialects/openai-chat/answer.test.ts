import { expect, test } from "bun:test";
import { readAnswer, writeAnswer } from "../../../src/dialects/openai-chat/answer.ts";

const body = {
  id: "c1",
  object: "chat.completion",
  created: 7,
  model: "m",
  choices: [
    {
      index: 0,
      message: { role: "assistant", content: "ok", refusal: null, annotations: [] },
      logprobs: null,
      finish_reason: "stop",
    },
    { index: 1, message: { role: "assistant", content: null, reasoning_content: "hm" }, finish_reason: "length" },
  ],
  usage: { prompt_tokens: 3, completion_tokens: 4, total_tokens: 7, cost: 0.1 },
  system_fingerprint: "fp",
};

test("an answer is read: who, what, why it ended, what it took", () => {
  const answer = readAnswer(body);

  expect(answer).toMatchObject({ id: "c1", model: "m", usage: { inputTokens: 3, outputTokens: 4 } });
  expect(answer.candidates.map(({ stop }) => stop?.reason)).toEqual(["end", "max-tokens"]);
  expect(answer.candidates[1]?.blocks).toMatchObject([{ type: "thinking", text: "hm" }]);
});

test("and written as it was", () => {
  expect(writeAnswer(readAnswer(body))).toEqual(body);
});

test("an answer that was made elsewhere has all that clients ask for", () => {
  const answer = readAnswer({});

  expect(
    writeAnswer({ ...answer, candidates: [{ index: 0, blocks: [], stop: null, extras: {}, origin: null }] }),
  ).toEqual({
    ...{ id: "", object: "chat.completion", created: 0, model: "" },
    choices: [{ index: 0, message: { role: "assistant", content: null }, finish_reason: null }],
  });
});
