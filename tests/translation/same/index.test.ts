import { expect, test } from "bun:test";
import type { Provider } from "../../../src/core/provider.ts";
import { markedSeal } from "../../../src/core/seal.ts";
import type { JsonObject } from "../../../src/lib/json.ts";
import { anthropic } from "../../../src/providers/anthropic.ts";
import { zai } from "../../../src/providers/zai.ts";
import { sameDialectChanges } from "../../../src/translation/same/index.ts";

const line = { type: "text", text: "x-anthropic-billing-header: cch=1;" };

const editsOf = (json: JsonObject, provider: Provider) => {
  let reads = 0;
  const { edits, losses } = sameDialectChanges({
    ...{ dialect: "anthropic", provider, bytes: new TextEncoder().encode(JSON.stringify(json)) },
    body: () => {
      reads++;
      return json;
    },
  });
  return {
    edits: edits.map(({ by, path }) => `${by} ${path.join(".")}`),
    lost: losses.map(({ rule, count }) => `${rule} ${count}`),
    reads,
  };
};

test("a request with nothing of ours in it is not even read", () => {
  expect(editsOf({ messages: [] }, zai)).toEqual({ edits: [], lost: [], reads: 0 });
  expect(editsOf({ system: [line] }, anthropic)).toEqual({ edits: [], lost: [], reads: 0 });
});

test("what another vendor cannot use goes: the line of attribution, and thoughts that are not its own", () => {
  const thought = { type: "thinking", thinking: "hm", signature: markedSeal("google", "G") };
  const body = {
    system: [line, line, { type: "text", text: "You are." }],
    messages: [{ role: "assistant", content: [thought, line] }],
  };

  expect(editsOf(body, zai).edits).toEqual([
    "seals messages.0.content.0",
    "attribution system.0",
    "attribution system.1",
  ]);
  expect(editsOf(body, zai).lost).toEqual(["thinking.foreign 1", "system.attribution 2"]);
  expect(editsOf(body, anthropic).edits).toEqual(["seals messages.0.content.0"]);
});
