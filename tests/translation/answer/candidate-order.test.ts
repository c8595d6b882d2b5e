import { expect, test } from "bun:test";
import { anthropic } from "../../../src/dialects/anthropic/index.ts";
import { gemini } from "../../../src/dialects/gemini/index.ts";
import { openaiChat } from "../../../src/dialects/openai-chat/index.ts";
import { openaiResponses } from "../../../src/dialects/openai-responses/index.ts";
import { type BlockEvent, candidateOrder } from "../../../src/translation/answer/candidate-order.ts";
import { carrier } from "../../../src/translation/answer/carry.ts";
import { told } from "../../dialects/told.ts";
import { said, wayOf } from "./ways.ts";

const part = { extras: {}, origin: null };
const call = (name: string, isServerSide = false) => ({
  ...{ type: "tool-call", id: name, name, input: { text: "" }, signature: null, isServerSide, ...part },
});
const start = (block: number, content: object) => ({ type: "block-start", block, content });
const input = (block: number, text: string) => ({ type: "input-delta", block, text });

const ordered = (order: ReturnType<typeof candidateOrder>, ...events: readonly object[]): string[] =>
  told([...(said(...events) as BlockEvent[]).flatMap((event) => [...order.take(event)]), ...order.close()]);

test("what is left out leaves no gap, and every block ends once", () => {
  const order = candidateOrder(0, carrier(wayOf(openaiChat, anthropic)));
  const text = { type: "text", text: "", ...part };
  const end = (block: number) => ({ type: "block-end", block });

  expect(
    ordered(
      order,
      start(0, call("search", true)),
      end(0),
      start(1, text),
      { type: "text-delta", block: 1, text: "a" },
      end(1),
      end(1),
      start(2, text),
    ),
  ).toEqual(["0 text", '0 "a"', "0 end", "1 text", "1 end"]);
  expect([...order.types()]).toEqual(["text"]);
});

test("a call whose arguments are complete ends when another one begins", () => {
  const order = candidateOrder(0, carrier(wayOf(openaiChat, anthropic)));

  expect(
    ordered(order, start(0, call("f")), input(0, '{"a"'), input(0, ":1}"), start(1, call("g")), input(1, "{")),
  ).toEqual([...["0 tool-call f", '0 "{"a""', '0 ":1}"', "0 end", "1 tool-call g", '1 "{"', "1 end"]]);
  expect([...order.types()]).toEqual(["tool-call"]);
});

test("calls that come by turns stay open", () => {
  const order = candidateOrder(0, carrier(wayOf(openaiChat, anthropic)));

  expect(
    ordered(order, start(0, call("f")), input(0, "{"), start(1, call("g")), input(0, "}"), input(1, "{}")),
  ).toEqual([...["0 tool-call f", '0 "{"', "1 tool-call g", '0 "}"', '1 "{}"', "0 end", "1 end"]]);
});

test("a plain text is told when all of it is there", () => {
  const body = { input: [], tools: [{ type: "custom", name: "patch" }] };
  const order = candidateOrder(0, carrier(wayOf(anthropic, openaiResponses, { body })));

  expect(ordered(order, start(0, call("patch")), input(0, '{"input":"a'), input(0, '\\nb"}'))).toEqual([
    ...["0 tool-call patch", '0 "a\nb"', "0 end"],
  ]);
});

test("a seal comes at the end of its thought, under its vendor's name", () => {
  const order = candidateOrder(0, carrier(wayOf(openaiChat, anthropic, { provider: "p" })));
  const thought = { type: "thinking", text: "", signature: null, isSealed: false, ...part };
  const events = ordered(
    order,
    start(0, thought),
    { type: "signature", block: 0, signature: "S" },
    { type: "thinking-delta", block: 0, text: "hm" },
  );

  expect(events).toMatchObject(
    ["0 thinking", '0 "hm"', /^0 sealed cHJveHktY2xpOi8v/, "0 end"].map((one) =>
      typeof one === "string" ? one : expect.stringMatching(one),
    ),
  );
});

test("the seal of a call comes in a thought of its own, right before it", () => {
  const order = candidateOrder(0, carrier(wayOf(gemini, anthropic)));
  const events = ordered(order, start(0, call("f")), input(0, "{}"), start(1, { ...call("g"), signature: "S" }));

  expect(events.map((one) => one.replace(/sealed .*/, "sealed"))).toEqual([
    ...["0 tool-call f", '0 "{}"', "0 end", "1 thinking", "1 sealed", "1 end", "2 tool-call g", "2 end"],
  ]);
});
