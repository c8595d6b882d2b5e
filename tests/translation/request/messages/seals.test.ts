import { expect, test } from "bun:test";
import { markedSeal } from "../../../../src/core/seal.ts";
import { joined } from "../../../../src/translation/request/messages/joined.ts";
import { ownThoughts } from "../../../../src/translation/request/messages/seals.ts";
import { after, from, to } from "../../../support/steps.ts";

const think = (signature: string, thinking = "hm") => ({ type: "thinking", thinking, signature });
const use = { type: "tool_use", id: "1", name: "f", input: {} };
const says = (...content: readonly unknown[]) => from.anthropic([{ role: "assistant", content }]);
const opened = (chat: ReturnType<typeof says>, place: (typeof to)[keyof typeof to]) =>
  after([joined, ownThoughts], chat, place);

test("a thought goes back to the vendor that its seal names, opened, and to nobody else", () => {
  const chat = says(think(markedSeal("openai", "ENC")), { type: "text", text: "so" });

  expect(opened(chat, to.responses)).toMatchObject({ said: ["assistant: thought(hm,ENC) | so"], rules: [] });
  for (const place of [to.anthropic, to.gemini, to.zai])
    expect(opened(chat, place)).toMatchObject({ said: ["assistant: so"], rules: ["thinking.foreign 1"] });
});

test("a seal without a mark is the home vendor's of the format that it came in", () => {
  const chat = says(think("SIG"), { type: "text", text: "so" });

  expect(opened(chat, to.zaiMessages).said).toEqual(["assistant: so"]);
  expect(opened(chat, to.anthropic).said).toEqual(["assistant: thought(hm,SIG) | so"]);
});

test("an empty thought with its seal survives, and one that is nothing but its seal is known again", () => {
  const item = (seal: string) => from.responses([{ type: "reasoning", summary: [], encrypted_content: seal }]);

  expect(opened(item(markedSeal("anthropic", "SIG")), to.anthropic).chat.messages).toMatchObject([
    { blocks: [{ text: "", signature: "SIG", isSealed: false, origin: null }] },
  ]);
  expect(opened(item(markedSeal("anthropic", "DATA", true)), to.anthropic).chat.messages).toMatchObject([
    { blocks: [{ signature: "DATA", isSealed: true }] },
  ]);
});

test("several summaries are under one seal", () => {
  const summary = ["a", "b"].map((text) => ({ type: "summary_text", text }));
  const chat = from.responses([{ type: "reasoning", summary, encrypted_content: markedSeal("anthropic", "SIG") }]);

  expect(opened(chat, to.anthropic).said).toEqual(["assistant: thought(a\n\nb,SIG)"]);
  expect(opened(chat, to.gemini).rules).toEqual(["thinking.foreign 2"]);
});

test("a thought that came in pieces, as Google's SDK keeps it, is whole again under its seal", () => {
  const parts = [
    { text: "I lo", thought: true },
    { text: "ok.", thought: true },
    { text: "", thought: true, thoughtSignature: markedSeal("anthropic", "SIG") },
    { text: "so" },
  ];

  expect(opened(from.gemini([{ role: "model", parts }]), to.anthropic).said).toEqual([
    "assistant: thought(I look.,SIG) | so",
  ]);
});

test("a seal of Google's stands on the call that came of the thought, else on the text", () => {
  const seal = think(markedSeal("google", "GSIG"));

  expect(opened(says(seal, { type: "text", text: "I look." }, use), to.gemini3).said).toEqual([
    "assistant: I look. | call(1,f,GSIG)",
  ]);
  expect(opened(says(seal, { type: "text", text: "so" }), to.gemini3).chat.messages).toMatchObject([
    { blocks: [{ type: "text", extras: { thoughtSignature: "GSIG" } }] },
  ]);
  expect(opened(says(seal), to.gemini3).said).toEqual(["assistant: thought(hm,GSIG)"]);
});

test("a call that carries its seal itself keeps it for its own vendor alone", () => {
  const chat = from.gemini([
    { role: "model", parts: [{ functionCall: { name: "f", args: {} }, thoughtSignature: "G" }] },
  ]);

  expect(opened(chat, to.gemini3).said).toEqual(["assistant: call(null,f,G)"]);
  expect(opened(chat, to.openai).said).toEqual(["assistant: call(null,f)"]);
});

test("vendors whose thoughts have no seal get their words back in the form that they have", () => {
  const chat = (provider: string) => says(think(markedSeal(provider, "")), { type: "text", text: "so" });

  expect(opened(chat("zai"), to.zai).said).toEqual(["assistant: thought(hm,null) | so"]);
  expect(opened(chat("zai"), to.zaiMessages).said).toEqual(["assistant: thought(hm,) | so"]);
  expect(opened(chat("mistral"), to.mistral).chat.messages[0]?.blocks[0]).toMatchObject({
    extras: { type: "thinking" },
  });
  expect(opened(chat("openai"), to.openai)).toMatchObject({ said: ["assistant: so"], rules: ["thinking.placeless 1"] });
});

test("a thought without any seal is nobody's", () => {
  const chat = from.chat([{ role: "assistant", content: "so", reasoning_content: "hm" }]);

  expect(opened(chat, to.anthropic)).toMatchObject({ said: ["assistant: so"], rules: ["thinking.foreign 1"] });
});
