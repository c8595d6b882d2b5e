import { expect, test } from "bun:test";
import { asks, frozen, jsonOf, post } from "../asking.ts";

test("the bill is the sum of the usage that the answers told, by model and in all", async () => {
  const simulator = frozen();
  const told = { requests: 0, input: 0, output: 0 };
  for (const text of ["say 5 words", "say 7 words"]) {
    for (const dialect of ["openai-chat", "mistral"] as const) {
      const { usage } = await jsonOf(await post(simulator, ...asks[dialect](text)));
      told.requests += 1;
      told.input += usage.prompt_tokens;
      told.output += usage.completion_tokens;
    }
  }

  const { total, models, unfinished } = simulator.books.statement();
  expect(total).toMatchObject({ requests: told.requests, inputTokens: told.input, outputTokens: told.output });
  expect(Object.keys(models)).toEqual(["gpt-4o", "mistral-small-latest"]);
  expect(total.costMicros).toBe(Object.values(models).reduce((sum, line) => sum + line.costMicros, 0));
  expect(unfinished.requests).toBe(0);
});

test("what is refused, only counted or merely listed costs nothing", async () => {
  const simulator = frozen();
  await post(simulator, ...asks.anthropic("sim-fault(529)"));
  await post(simulator, "/v1/messages/count_tokens", {
    model: "claude-sonnet-4-6",
    messages: [{ role: "user", content: "hi" }],
  });
  await post(simulator, "/v1/messages", { model: "x" });

  expect(simulator.books.statement().total.requests).toBe(0);
});

test("an answer that breaks off is on no model's bill, but it is not forgotten", async () => {
  const simulator = frozen();
  const answer = await post(simulator, ...asks.anthropic("say 9 words sim-fault(cut;after=3)", { stream: true }));
  await answer.text().catch(() => "cut");
  await simulator.log.idle();

  const { total, unfinished } = simulator.books.statement();
  expect([total.requests, unfinished.requests]).toEqual([0, 1]);
});

test("a model without a price is billed in tokens and counted", async () => {
  const simulator = frozen();
  await post(simulator, ...asks.anthropic("hi", { model: "claude-of-tomorrow" }));

  expect(simulator.books.statement().total).toMatchObject({ requests: 1, unpriced: 1, costMicros: 0 });
});

test("embeddings are billed too", async () => {
  const simulator = frozen();
  await post(simulator, "/v1/embeddings", { model: "text-embedding-3-small", input: "one two three" });

  expect(simulator.books.statement().models["text-embedding-3-small"]).toMatchObject({
    inputTokens: 3,
    outputTokens: 0,
  });
});
