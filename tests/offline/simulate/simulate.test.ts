import { expect, test } from "bun:test";
import { builtInModels } from "../../../src/config/models/load.ts";
import { createPrices } from "../../../src/meter/prices/index.ts";
import type { Vendor } from "../../../src/offline/simulate/billing.ts";
import { type Contender, raw } from "../../../src/offline/simulate/contender.ts";
import { contenderOf } from "../../../src/offline/simulate/modes.ts";
import type { Recording } from "../../../src/offline/simulate/recording.ts";
import { simulate } from "../../../src/offline/simulate/simulate.ts";
import { providers } from "../../../src/providers/index.ts";
import { model, user } from "../../support/sessions.ts";

const { card } = createPrices({ providers, builtIn: builtInModels }).of("anthropic", "claude-sonnet-4-5", 0);
if (card === null) throw new Error("The model has no price.");
const vendor: Vendor = { model: "claude-sonnet-4-5", card, caching: "marked", windowTokens: null };

const noisy = `${"\u001b[32mok\u001b[0m src/server/listen.test.ts\n".repeat(400)}1 failed`;
const call = (id: string, command: string) => model([{ type: "tool_use", id, name: "Bash", input: { command } }]);
const gave = (id: string, content: unknown) => user([{ type: "tool_result", tool_use_id: id, content }]);

const recording: Recording = {
  ...{ name: "a talk", dialect: "anthropic", list: "messages", isAsked: false },
  head: { model: "m", max_tokens: 100, system: "You help." },
  items: [
    user("Run the tests."),
    call("t1", "npm test"),
    gave("t1", noisy),
    call("t2", "npm test src/server/listen.test.ts"),
    gave("t2", "ok"),
    model("Done."),
  ],
};

/** The first result goes out whole once, and then is cut. */
const forgetful: Contender = {
  name: "forgetful",
  play: () => ({
    send: ({ bytes, transcript }) => {
      const text = new TextDecoder().decode(bytes);
      const isLate = transcript.entries.length > 3;
      const cut = isLate ? text.replaceAll("src/server/listen.test.ts\\n", "") : text;
      return Promise.resolve({ bytes: new TextEncoder().encode(cut), isBatch: false, replaced: [] });
    },
    originalOf: () => null,
  }),
};

test("a conversation is played turn by turn, and what is repeated is read from the vendor's cache", async () => {
  const [outcome] = await simulate(recording, [raw], vendor);

  expect(outcome).toMatchObject({ contender: "raw", turns: 3, batches: 0, breaks: 0, unsound: [] });
  expect(outcome?.readTokens).toBeGreaterThan(2000);
  expect(outcome?.needles).toEqual({ all: 1, verbatim: 1, recoverable: 0 });
});

test("what one of our modes leaves out makes the bill smaller and breaks nothing", async () => {
  const [all, less] = await simulate(recording, [raw, contenderOf("lossless")], vendor);

  expect(less?.costMicros).toBeLessThan(all?.costMicros ?? 0);
  expect(less).toMatchObject({ breaks: 0, unsound: [], needles: { all: 1, verbatim: 1 } });
});

test("who changes what had gone out is found out, and so is what he lost", async () => {
  const [all, odd] = await simulate(
    { ...recording, items: [...recording.items, user("More."), call("t3", "ls src/server/listen.test.ts")] },
    [raw, forgetful],
    vendor,
  );

  expect(odd?.breaks).toBe(1);
  expect(odd?.inputTokens).toBeLessThan(all?.inputTokens ?? 0);
  expect(odd?.readTokens).toBeLessThan(all?.readTokens ?? 0);
});
