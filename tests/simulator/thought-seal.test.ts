import { expect, test } from "bun:test";
import { idsFor } from "../../src/simulator/ids.ts";
import { isBrokenSeal, sealOf } from "../../src/simulator/thought-seal.ts";
import { asks, frozen, jsonOf, post } from "./asking.ts";

const seal = sealOf("a thought", "x", idsFor(new Uint8Array(), 1));

test("a seal fits its own thought and no other", () => {
  expect(isBrokenSeal(seal, "a thought")).toBe(false);
  expect(isBrokenSeal(seal, "")).toBe(true);
  expect(isBrokenSeal(seal.slice(0, -4), "a thought")).toBe(true);
  expect(isBrokenSeal("ErUBCkYIBxgCKkA", "of another vendor")).toBe(false);
});

test.each(["summarized", "omitted"])(
  "a thought that comes back changed is refused, unchanged it is fine (%s)",
  async (display) => {
    const simulator = frozen();
    const thinking = { type: "adaptive", display };
    const { content } = await jsonOf(await post(simulator, ...asks.anthropic("hi", { thinking })));
    const again = (blocks: readonly object[]) => {
      const messages = [
        { role: "user", content: "hi" },
        { role: "assistant", content: blocks },
        { role: "user", content: "and?" },
      ];
      return post(simulator, ...asks.anthropic("", { thinking, messages }));
    };

    expect((await again(content)).status).toBe(200);
    const refused = await again([{ ...content[0], thinking: "something else" }, ...content.slice(1)]);
    expect(refused.status).toBe(400);
    expect((await jsonOf(refused)).error.message).toContain("signature");
  },
);
