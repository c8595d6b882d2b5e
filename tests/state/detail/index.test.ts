import { describe, expect, test } from "bun:test";
import type { Answer } from "../../../src/core/answer.ts";
import type { Dialect } from "../../../src/core/dialect.ts";
import { dialects } from "../../../src/dialects/index.ts";
import { answerIn } from "../../../src/state/detail/answer-blocks.ts";
import { conversationOf } from "../../../src/state/detail/conversation.ts";
import { shownHeaders, shownUrl } from "../../../src/state/detail/known.ts";
import { toldByKept } from "../../../src/state/detail/reading.ts";
import { Room } from "../../../src/state/detail/shown-parts.ts";
import type { KeptExchange } from "../../../src/state/kept/index.ts";
import { canaries } from "../../support/canary.ts";
import { chatOf, messageOf, textOf } from "../../support/chat.ts";
import { upstreamOf } from "../../support/exchange.ts";

const part = { extras: {}, origin: null };
const answer: Answer = {
  ...part,
  id: "a",
  model: "m",
  usage: null,
  candidates: [
    {
      ...part,
      index: 0,
      stop: { reason: "tool-call", said: "x", sequence: null },
      blocks: [
        { ...part, type: "text", text: "I look." },
        {
          ...part,
          ...{ type: "tool-call", id: "c1", name: "look", input: { json: { at: "it" } } },
          ...{ signature: null, isServerSide: false },
        },
      ],
    },
  ],
};

const fit = dialects.filter(({ name }) => name !== "unified");

describe.each(fit.map((dialect) => ({ name: dialect.name, dialect })))("an answer in $name", ({ dialect }) => {
  test("is read whole", () => {
    expect(saidIn(JSON.stringify(dialect.writeAnswer(answer)), dialect)).toEqual(["I look.", 'look {"at":"it"}']);
  });

  test("is read as a stream, also one that has only begun", () => {
    const writer = dialect.eventWriter();
    const stream = [
      writer.write({ ...part, type: "start", id: "a", model: "m" }),
      writer.write({ ...part, ...at(0), type: "block-start", content: { ...part, type: "text", text: "" } }),
      writer.write({ ...part, ...at(0), type: "text-delta", text: "I lo" }),
      writer.write({ ...part, ...at(0), type: "text-delta", text: "ok." }),
    ].join("");

    expect(saidIn(stream, dialect)).toEqual(["I look."]);
  });

  test("that is something else altogether is no answer, and breaks nothing", () => {
    for (const text of ["", "<html>", "{}", "[]", "[1]", "null", '{"error":3}', "data: {\n\n"])
      expect(() => answerIn(text, dialect)).not.toThrow();
  });
});

/** One whose answer this is. */
const keptOf = (text: string): KeptExchange =>
  ({
    dialect: dialects.find(({ name }) => name === "anthropic"),
    ...{ body: new Uint8Array(), bodyKind: "held", isDropped: false, isCut: false },
    ...{ answer: { status: 400, headers: new Headers() }, pieces: [new TextEncoder().encode(text)] },
  }) as unknown as KeptExchange; // nothing else is looked at

const at = (block: number) => ({ candidate: 0, block });

const saidIn = (text: string, dialect: Dialect): readonly string[] =>
  (answerIn(text, dialect)?.blocks ?? []).map((block) => {
    if (block.type === "tool-call")
      return `${block.name} ${"text" in block.input ? block.input.text : JSON.stringify(block.input.json)}`;
    return block.type === "text" ? block.text : block.type;
  });

describe("what is shown", () => {
  test("of headers that may hold a secret is the name, of the others also the value", () => {
    const headers = new Headers({ "x-mine": "secret", "user-agent": `tool ${canaries.openai}`, accept: "*/*" });

    expect(Object.fromEntries(shownHeaders(headers))).toEqual({
      "x-mine": "...",
      "user-agent": "tool sk-...bbbb",
      accept: "*/*",
    });
  });

  test("of an address is no value of its query that could be a key", () => {
    const upstream = upstreamOf("google");
    const [endpoint] = upstream.endpoints;
    if (endpoint === undefined) throw new Error("no endpoint");
    const url = `https://google.example/v1beta/x?alt=sse&token=${canaries.google}`;

    expect(shownUrl({ rule: "", targets: [{ upstream, endpoint, url }] }, "google")).toBe(
      "https://google.example/v1beta/x?alt=sse&token=...",
    );
    expect(shownUrl({ rule: "", targets: [] }, null)).toBeNull();
  });

  test("of a text is its beginning, without a key that the cut has halved, and what is left out is counted", () => {
    const room = new Room(1_000_000);
    const text = `${"x".repeat(4060)} ${canaries.zai} and more`;

    const shown = room.take(text);

    expect(shown).toHaveLength(4094);
    expect(shown).not.toContain("CANARY");
    expect(room.cut).toBe(text.length - 4096);
  });

  test("of very much is no more than there is room for", () => {
    const room = new Room(10_000);

    const shown = Array.from({ length: 100 }, () => room.take("y".repeat(1000))).join("");

    expect(room.isFull).toBe(true);
    expect(shown.length).toBeLessThanOrEqual(10_000);
    expect(shown.length + room.cut).toBe(100_000);
  });

  test("of a message in very many small pieces is no more either, and what is left out is counted", () => {
    const pieces = Array.from({ length: 50_000 }, () => textOf("word"));
    const chat = chatOf({ messages: [messageOf("user", textOf("before")), messageOf("user", ...pieces)] });

    const { messages, cut } = conversationOf(chat, () => []);

    const shown = messages.flatMap(({ parts }) => parts);
    expect(messages).toHaveLength(1);
    expect(JSON.stringify(messages).length).toBeLessThan(256 * 1024);
    expect(shown.reduce((sum, { text }) => sum + text.length, cut)).toBe(200_006);
  });

  test("of a name that a vendor has made up is its beginning, without a key", () => {
    const body = JSON.stringify({
      type: "error",
      error: { type: `${canaries.openai} ${"x".repeat(9000)}`, message: "no" },
    });
    const kept = keptOf(body);

    const { conversation } = toldByKept(kept, () => chatOf({}));

    const name = conversation?.answer.at(-1)?.name ?? "";
    expect(name).toStartWith("sk-...bbbb xxx");
    expect(name.length).toBeLessThan(200);
  });
});
