import { expect, test } from "bun:test";
import { withoutAttribution } from "../../../../src/translation/request/messages/attribution.ts";
import { after, from, to } from "../../../support/steps.ts";

const line = { type: "text", text: "x-anthropic-billing-header: cc_version=2.1; cch=1;" };
const chat = from.anthropic([], { system: [line, { type: "text", text: "You are an agent." }] });

test("the line that changes with every request goes to nobody but its own vendor, as it would make each prompt a new one", () => {
  for (const place of [to.openai, to.gemini, to.zaiMessages]) {
    const { chat: sent, rules } = after([withoutAttribution], chat, place);

    expect(sent.system).toMatchObject([{ text: "You are an agent." }]);
    expect(rules).toEqual(["system.attribution 1"]);
  }
  expect(after([withoutAttribution], chat, to.anthropic)).toMatchObject({ chat, rules: [] });
});

test("what stands behind the line in one text stays", () => {
  const whole = from.anthropic([], { system: `${line.text}\n\nYou are an agent.\nBe brief.` });

  expect(after([withoutAttribution], whole, to.openai).chat.system).toMatchObject([
    { text: "You are an agent.\nBe brief." },
  ]);
});

test("without the line nothing changes", () => {
  const plain = from.anthropic([], { system: "x-anthropic-billing-headers are a thing" });

  expect(after([withoutAttribution], plain, to.openai).chat).toBe(plain);
});
