import { expect, test } from "bun:test";
import fc from "fast-check";
import { editingModes } from "../../../src/core/memory.ts";
import { isObject, type JsonObject, listIn } from "../../../src/lib/json.ts";
import { batchFor } from "../../../src/memory/batch/index.ts";
import { type Policy, policyOf } from "../../../src/memory/policy/index.ts";
import type { Moment } from "../../../src/memory/policy/moment.ts";
import { openReplay } from "../../../src/state/memory/replay.ts";
import {
  type Deed,
  deedsOf,
  edited,
  messagesOf,
  program,
  questionOf,
  ran,
  readFile,
  said,
} from "../../support/batches.ts";
import { createBill, type Tariff } from "../../support/billed.ts";
import { exchangeWith, user } from "../../support/sessions.ts";
import { engineWith, shortened } from "../../support/shortened.ts";

const commands = Array.from({ length: 12 }, (_, at) => ran(`make part${at}`, program(60, at + 1)));

test("while the cache is warm and nothing was saved, nothing is changed", () => {
  expect(batchFor(questionOf(commands))).toBeNull();
});

test.each([
  { when: "after a pause", moment: { idleMs: 300_001 } },
  { when: "elsewhere", moment: { isElsewhere: true } },
])("$when all is written anew: without what nobody needs", ({ moment }) => {
  const question = questionOf(commands, { moment });
  const batch = batchFor(question);
  const changed = question.pieces.filter(({ key }) => batch?.decisions.has(key));
  expect(batch?.reason).toBe("cold");
  expect(deedsOf(changed)).toEqual([0, 1, 2, 3, 4, 5]);
});

test("a window that is nearly full is emptied", () => {
  const tokens = questionOf(commands).transcript.entries.reduce((sum, entry) => sum + entry.tokens, 0);
  expect(batchFor(questionOf(commands, { moment: { windowTokens: tokens } }))?.reason).toBe("window");
  expect(batchFor(questionOf(commands, { moment: { windowTokens: tokens * 1.2 } }))).toBeNull();
});

test("every change of a batch makes the piece shorter, by a fifth and 200 tokens at least", () => {
  for (const { before, after, isBatched } of batchFor(
    questionOf(commands, { moment: { isElsewhere: true } }),
  )?.decisions.values() ?? []) {
    expect(isBatched).toBe(true);
    expect(before - after).toBeGreaterThanOrEqual(Math.max(200, before * 0.2));
  }
});

const noisy = (lines: number, seed: number): string =>
  program(lines, seed).replaceAll("const", "\u001b[1;32mconst\u001b[0;39;49m\u001b[22m\u001b[24m");

const files = ["src/a.ts", "src/b.ts", "src/c.ts"] as const;
const size = fc.integer({ min: 1, max: 160 });
const seed = fc.integer({ min: 1, max: 9 });
const file = fc.constantFrom(...files);
const anyDeed: fc.Arbitrary<Deed> = fc.oneof(
  fc.tuple(file, size, seed).map(([name, lines, at]) => readFile(name, program(lines, at))),
  fc.tuple(file, size, seed).map(([name, lines, at]) => edited(name, program(lines, at))),
  fc.tuple(size, seed).map(([lines, at]) => ran(`make part${at}`, noisy(lines, at))),
  fc.tuple(size, seed).map(([lines, at]) => ({ ...ran("npm test", program(lines, at)), isError: at > 6 })),
  fc.constant(said("Go on.")),
);

const anyTariff: fc.Arbitrary<Tariff> = fc.record({
  readPrice: fc.constantFrom(0.1, 0.25, 0.5),
  writePrice: fc.constantFrom(1, 1.25, 2),
  ttlMs: fc.constantFrom(300_000, 3_600_000),
  lookBack: fc.constantFrom(null, 20),
});

/** The texts that a vendor reads, block by block. */
const blocksOf = (bytes: Uint8Array): readonly string[] =>
  listIn(JSON.parse(new TextDecoder().decode(bytes)).messages).flatMap((message) => {
    const { role, content } = isObject(message) ? message : {};
    return (Array.isArray(content) ? content : [content]).map((block) => JSON.stringify([role, block]));
  });

type Step = {
  readonly came: readonly string[];
  readonly went: readonly string[];
  readonly isBatch: boolean;
  readonly cost: number;
  readonly raw: number;
};

/** A conversation turn by turn, as it went out and what it cost. */
const played = async (
  deeds: readonly Deed[],
  idles: readonly number[],
  { policy, tariff, moment = {} }: { policy: Policy; tariff: Tariff; moment?: Partial<Moment> },
): Promise<readonly Step[]> => {
  const store = openReplay(null, () => 0);
  const bills = { ours: createBill(tariff), raw: createBill(tariff) };
  const steps: Step[] = [];
  let now = 0;
  const all = messagesOf(deeds);
  const ends = all.flatMap((message, at) => (message["role"] === "user" ? at + 1 : []));
  for (const [turn, end] of ends.entries()) {
    const messages: readonly JsonObject[] = [user("Please see to it."), ...all.slice(0, end)];
    const idleMs = turn === 0 ? null : (idles[turn % idles.length] ?? 0);
    now += idleMs ?? 0;
    const exchange = exchangeWith(messages);
    if (exchange.body.kind !== "held") throw new Error("no body");
    const { engine } = engineWith(store); // as after a restart
    const { bytes, forwarded } = await shortened(engine, exchange, {
      ...{ mode: policy.mode, policy },
      moment: { ...tariff, cacheTtlMs: tariff.ttlMs, lookBackBlocks: tariff.lookBack, idleMs, ...moment },
    });
    const [came, went] = [blocksOf(exchange.body.bytes), blocksOf(bytes)];
    steps.push({
      came,
      went,
      isBatch: forwarded.batch !== null,
      cost: bills.ours(went, now),
      raw: bills.raw(came, now),
    });
  }
  return steps;
};

const anyIdles = fc.array(
  fc.oneof({ weight: 9, arbitrary: fc.constant(20_000) }, fc.constantFrom(400_000, 4_000_000)),
  {
    minLength: 1,
    maxLength: 30,
  },
);

test("whenever a conversation ends, it has cost no more than without us, but for half a percent; and what went out only changes in batches", async () => {
  let batches = 0;
  await fc.assert(
    fc.asyncProperty(
      ...([
        fc.array(anyDeed, { minLength: 1, maxLength: 40 }),
        anyIdles,
        anyTariff,
        fc.constantFrom(...editingModes),
      ] as const),
      async (deeds, idles, tariff, mode) => {
        const steps = await played(deeds, idles, { policy: { ...policyOf(mode), keep: 2 }, tariff });
        let [cost, raw] = [0, 0];
        for (const [at, step] of steps.entries()) {
          cost += step.cost;
          raw += step.raw;
          expect(cost).toBeLessThanOrEqual(raw * 1.005);
          expect(step.went.join("").length).toBeLessThanOrEqual(step.came.join("").length);
          const before = steps[at - 1];
          if (before === undefined) continue;
          if (step.isBatch) batches++;
          else expect(step.went.slice(0, before.went.length)).toEqual([...before.went]);
        }
      },
    ),
    { numRuns: 60, seed: 7 },
  );
  expect(batches).toBeGreaterThan(20);
}, 60_000);
