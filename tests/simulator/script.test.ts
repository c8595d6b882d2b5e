import { describe, expect, test } from "bun:test";
import type { Ask, OfferedTool } from "../../src/simulator/conversation.ts";
import { replyTo } from "../../src/simulator/script.ts";
import { tokensIn } from "../../src/simulator/tokens.ts";

const tool = (name: string): OfferedTool => ({
  kind: "function",
  name,
  namespace: null,
  schema: { type: "object", properties: {} },
});

const asking = (text: string, more: Partial<Ask> = {}): Ask => ({
  model: "m",
  stream: false,
  said: [{ by: "user", parts: [text] }],
  tools: [],
  toolChoice: { type: "auto" },
  parallelTools: true,
  thinking: "off",
  maxTokens: null,
  stopSequences: [],
  answerSchema: null,
  inputTokens: 0,
  ...more,
});

const textOf = (ask: Ask): string =>
  replyTo(ask)
    .blocks.map((block) => (block.type === "text" ? block.text : ""))
    .join("");
const kinds = (ask: Ask) => replyTo(ask).blocks.map((block) => (block.type === "tool" ? block.tool.name : block.type));

describe("without tools", () => {
  test("the answer takes up the user's first words and says that it is simulated", () => {
    expect(textOf(asking("Why is the sky blue today?"))).toContain(
      '"Why is the sky blue today?". This is a simulated answer',
    );
  });

  test("echo repeats the rest word for word", () => {
    expect(textOf(asking("please echo:  two  spaces\nand 你好 "))).toBe(" two  spaces\nand 你好 ");
  });

  test("say N words says N words, within reason", () => {
    expect(textOf(asking("say 300 words")).split(" ")).toHaveLength(300);
    expect(textOf(asking("say 99999999 words")).split(" ")).toHaveLength(20_000);
  });

  test("a long or broken first word does not come back broken", () => {
    expect(textOf(asking("😀".repeat(100))).isWellFormed()).toBe(true);
  });

  test("an answer of a schema is JSON of that schema", () => {
    const answerSchema = { type: "object", properties: { ok: { type: "boolean" } }, required: ["ok"] };

    expect(JSON.parse(textOf(asking("hi", { answerSchema })))).toEqual({ ok: false });
  });
});

describe("with tools", () => {
  test("a sentence and a call come first, thinking before them where it is asked for", () => {
    expect(kinds(asking("hi", { tools: [tool("x")] }))).toEqual(["text", "x"]);
    expect(kinds(asking("hi", { tools: [tool("x")], thinking: "hidden" }))).toEqual(["thinking", "text", "x"]);
    expect(replyTo(asking("hi", { tools: [tool("x")] })).stop).toEqual({ reason: "tool" });
  });

  test("a shell is preferred, then what reads, then the first", () => {
    expect(kinds(asking("hi", { tools: [tool("write"), tool("Read"), tool("Bash")] }))).toContain("Bash");
    expect(kinds(asking("hi", { tools: [tool("write"), tool("Read")] }))).toContain("Read");
    expect(kinds(asking("hi", { tools: [tool("write"), tool("weather")] }))).toContain("write");
  });

  test("an agent's work takes as many rounds of tools as are asked for", () => {
    const turns: Ask["said"] = [
      { by: "assistant", text: "" },
      { by: "tool", text: "a" },
      { by: "tool", text: "b" },
    ];
    const after = (rounds: number, text = "three rounds of two tools") =>
      kinds(
        asking(text, {
          tools: [tool("x")],
          said: [{ by: "user", parts: [text] }, ...Array.from({ length: rounds }, () => turns).flat()],
        }),
      );

    expect([0, 1, 2, 3].map((rounds) => after(rounds))).toEqual([
      ...Array.from({ length: 3 }, () => ["text", "x", "x"]),
      ["text"],
    ]);
    expect(after(1, "use two tools")).toEqual(["text"]);
  });

  test("two tools are called at once only where that is allowed", () => {
    expect(kinds(asking("use two tools", { tools: [tool("x")] }))).toEqual(["text", "x", "x"]);
    expect(kinds(asking("use two tools", { tools: [tool("x")], parallelTools: false }))).toEqual(["text", "x"]);
  });

  test("a result is told and ends the turn", () => {
    const said: Ask["said"] = [
      { by: "user", parts: ["go"] },
      { by: "assistant", text: "" },
      { by: "tool", text: "42 files" },
    ];
    const ask = asking("", { said, tools: [tool("x")] });

    expect(kinds(ask)).toEqual(["text"]);
    expect(textOf(ask)).toContain("42 files");
    expect(replyTo(ask).stop).toEqual({ reason: "end" });
  });

  test("the next user turn calls again", () => {
    const said: Ask["said"] = [
      { by: "user", parts: ["go"] },
      { by: "tool", text: "42" },
      { by: "user", parts: ["again"] },
    ];

    expect(kinds(asking("", { said, tools: [tool("x")] }))).toContain("x");
  });

  test("none forbids, required demands, a name decides", () => {
    const tools = [tool("Bash"), tool("weather")];

    expect(kinds(asking("hi", { tools, toolChoice: { type: "none" } }))).toEqual(["text"]);
    expect(kinds(asking("echo: hi", { tools, toolChoice: { type: "required" } }))).toEqual(["text", "Bash"]);
    expect(kinds(asking("hi", { tools, toolChoice: { type: "named", name: "weather" } }))).toEqual(["text", "weather"]);
  });

  test("a direct order for words is obeyed without a tool", () => {
    expect(kinds(asking("echo: hi", { tools: [tool("x")] }))).toEqual(["text"]);
  });
});

describe("limits", () => {
  test("the allowance cuts words exactly", () => {
    const reply = replyTo(asking("say 100 words", { maxTokens: 7 }));

    expect(reply.stop).toEqual({ reason: "length" });
    expect(reply.bill.outputTokens).toBe(7);
  });

  test("thinking uses up the same allowance", () => {
    const reply = replyTo(asking("say 100 words", { maxTokens: 3, thinking: "shown" }));

    expect(reply.blocks.map((block) => block.type)).toEqual(["thinking"]);
    expect(reply.bill).toMatchObject({ outputTokens: 3, thinkingTokens: 3 });
  });

  test("a call that does not fit is left out whole", () => {
    const reply = replyTo(asking("hi", { tools: [tool("x")], maxTokens: 12 }));

    expect(reply.blocks.map((block) => block.type)).toEqual(["text"]);
    expect(reply.stop).toEqual({ reason: "length" });
  });

  test("the earliest stop sequence ends the answer before itself", () => {
    const reply = replyTo(asking("echo: one two three", { stopSequences: ["three", " two"] }));

    expect(reply.blocks).toEqual([{ type: "text", text: "one" }]);
    expect(reply.stop).toEqual({ reason: "sequence", sequence: " two" });
    expect(reply.bill.outputTokens).toBe(tokensIn("one"));
  });
});
