import { describe, expect, test } from "bun:test";
import type { Block, Tool } from "../../../src/core/chat.ts";
import { noUsage, type Usage } from "../../../src/core/usage.ts";
import { asForwarded } from "../../../src/meter/cache-truth/changed.ts";
import { cacheTruth, type Sent } from "../../../src/meter/cache-truth/index.ts";
import { messageSegments, systemSegments, toolSegments } from "../../../src/meter/cache-truth/segments.ts";

const measure = (text: string): number => text.length;
const long = "x".repeat(2000);
const part = { extras: {}, origin: null };

const text = (words: string, isMarked = false): Block => ({
  ...{ type: "text", text: words, origin: null },
  extras: isMarked ? { cache_control: { type: "ephemeral" } } : {},
});
const tool = (name: string, description = ""): Tool => ({
  name,
  description,
  schema: {},
  isPlain: false,
  isStrict: null,
  hosted: null,
  ...part,
});
const thinking: Block = { type: "thinking", text: "hm", signature: null, isSealed: false, ...part };

type Parts = {
  readonly tools?: readonly Tool[];
  readonly system?: readonly Block[];
  readonly messages?: readonly (readonly Block[])[];
};

const usage = (inputTokens: number, read: number, write: number | null, write1h: number | null = 0): Usage => ({
  ...noUsage,
  inputTokens,
  cacheReadTokens: read,
  cacheWriteTokens: write,
  cacheWrite1hTokens: write === null ? null : write1h,
});

const usualParts: Required<Parts> = {
  tools: [tool("a"), tool("b"), tool("c")],
  system: [text(`You help. ${long}`), text("It is 10:04:31.")],
  messages: [[text(long)], [thinking, text("answer")], [text(`more ${long}`, true)]],
};

const sent = (parts: Parts = {}, more: Partial<Sent> = {}): Sent => {
  const { tools, system, messages } = { ...usualParts, ...parts };
  return {
    ...{ upstream: "vendor", model: "m", at: 0, usage: usage(6000, 0, 6000) },
    prompt: {
      tools: toolSegments(tools, measure),
      system: systemSegments(system, measure),
      messages: messages.map((blocks, index) =>
        messageSegments({ role: index % 2 === 0 ? "user" : "assistant", blocks }, measure),
      ),
    },
    ...more,
  };
};

/** A dollar for a million tokens read, ten for others, twelve and a half for those written. */
const costMicros = ({ inputTokens, cacheReadTokens, cacheWriteTokens }: Usage): number => {
  const [read, write] = [cacheReadTokens ?? 0, cacheWriteTokens ?? 0];
  return read + write * 12.5 + ((inputTokens ?? 0) - read - write) * 10;
};

const truth = (now: Sent, before: readonly Sent[] = [sent()]) => cacheTruth({ now, before, costMicros });
const missed = (parts: Parts, more: Partial<Sent> = {}): Sent =>
  sent(parts, { at: 60_000, usage: usage(6000, 0, 6000), ...more });
const whyOf = (parts: Parts, more: Partial<Sent> = {}, before?: readonly Sent[]): string | undefined =>
  truth(missed(parts, more), before).broke?.why;

test("a prompt that goes on where the last one ended, and was read, is whole", () => {
  const { messages } = usualParts;
  const next = sent(
    { messages: [...messages, [text("fine")], [text("next")]] },
    { usage: usage(6100, 6000, 100), at: 60_000 },
  );

  expect(truth(next)).toMatchObject({ repeatedShare: expect.closeTo(0.99, 1), readShare: 6000 / 6100, broke: null });
  expect(truth(next, [])).toMatchObject({ repeatedShare: null, readShare: 6000 / 6100, broke: null });
});

describe("what broke the beginning is named without its text", () => {
  const { tools, system, messages } = usualParts;
  const cases: readonly (readonly [string, Parts])[] = [
    ["system block 2 changed: a timestamp", { system: [system[0] as Block, text("It is 10:09:00.")] }],
    ["system block 1 changed: its text", { system: [text(`You hurt. ${long}`), system[1] as Block] }],
    ["system block 3 added", { system: [...system, text("And more.")] }],
    ["system block 2 removed", { system: system.slice(0, 1) }],
    ["tools[3] added", { tools: [...tools, tool("d")] }],
    ["tools[1] and 1 more added", { tools: [tool("a"), tool("x"), tool("y"), tool("b"), tool("c")] }],
    ["tools[1] removed", { tools: [tool("a"), tool("c")] }],
    ["tools reordered", { tools: [tool("b"), tool("a"), tool("c")] }],
    ["tools[1] changed", { tools: [tool("a"), tool("b", "other"), tool("c")] }],
    ["messages[0] edited by the client", { messages: [[text("other")], ...messages.slice(1)] }],
    ["messages[0] removed by the client", { messages: messages.slice(1).toSpliced(0, 1, [text("answer")]) }],
    ["thinking of messages[1] left out by the client", { messages: messages.with(1, [text("answer")]) }],
  ];
  for (const [why, parts] of cases.filter(([words]) => !words.includes("messages[0] removed"))) {
    test(why, () => {
      expect(truth(missed(parts)).broke).toMatchObject({ cause: "block-changed", why });
    });
  }

  test("a reminder that is not what it was", () => {
    const reminded = (words: string): Parts => ({
      messages: messages.with(0, [text(`${long}<system-reminder>${words}</system-reminder>`)]),
    });

    expect(whyOf(reminded("b"), {}, [sent(reminded("a"))])).toBe("messages[0] changed: a reminder");
  });
});

test("where nothing changed, the pause, the switch, the model or the marks may have done it", () => {
  const { messages } = usualParts;
  const unmarked = messages.with(2, [text(`more ${long}`)]);

  expect(truth(missed({}, { at: 372_000 })).broke).toMatchObject({ cause: "idle", why: "idle 6m12s, TTL 5m" });
  expect(whyOf({}, { at: 3_000_000 }, [sent({}, { usage: usage(6000, 0, 6000, 6000) })])).toContain("nothing changed");
  expect(truth(missed({}, { upstream: "b" })).broke).toMatchObject({
    cause: "switched",
    why: "upstream switched from vendor to b",
  });
  expect(truth(missed({}, { model: "n" })).broke).toMatchObject({
    cause: "model-changed",
    why: "model changed from m to n",
  });
  expect(truth(missed({ messages: unmarked })).broke).toMatchObject({
    cause: "marks-moved",
    why: "cache_control removed",
  });
  expect(whyOf({})).toBe("nothing changed, and the vendor did not read it after 1m");
});

test("a conversation that comes back to a place is compared with what it sent there", () => {
  const there = sent();
  const elsewhere = sent({}, { upstream: "b", at: 30_000 });
  const back = sent({}, { at: 60_000, usage: usage(6000, 6000, 0) });

  expect(truth(back, [there, elsewhere]).broke).toBe(null);
});

test("it costs what was paid beyond the price of reading; nobody's price is nobody's cost", () => {
  const changed = missed({ tools: [tool("b"), tool("a"), tool("c")] });

  expect(truth(changed).broke?.costMicros).toBeCloseTo(6000 * 11.5, -2);
  expect(cacheTruth({ now: changed, before: [sent()], costMicros: () => null }).broke).toMatchObject({
    costMicros: null,
  });
});

test("nothing is claimed where nothing was in the cache, nothing is repeated, or the vendor does not tell", () => {
  const changed: Parts = { tools: [tool("b"), tool("a"), tool("c")] };
  const uncached = sent({}, { usage: usage(6000, 0, 0) });
  const fork: Parts = { messages: [[text("all new")]], system: [], tools: [] };

  expect(truth(missed(changed, { usage: usage(6000, 0, 0) }), [uncached]).broke).toBe(null);
  expect(truth(missed(fork)).broke).toBe(null);
  expect(truth(missed(changed, { usage: null })).broke).toBe(null);
  expect(truth(missed(changed, { usage: { ...noUsage, inputTokens: 6000 } })).broke).toBe(null);
  expect(truth(missed(changed), [sent({}, { usage: null })]).broke).toBe(null);
});

test("a vendor that tells nothing of writing keeps what is long enough", () => {
  const automatic = (tokens: number, read: number): Usage => usage(tokens, read, null);

  expect(truth(missed({}, { usage: automatic(6000, 0) }), [sent({}, { usage: automatic(6000, 0) })]).broke?.cause).toBe(
    "unexplained",
  );
  expect(truth(missed({}, { usage: automatic(900, 0) }), [sent({}, { usage: automatic(900, 0) })]).broke).toBe(null);
});

/** A prompt of which a piece goes out otherwise, with this in its place. */
const shortened = (instead: string, more: Partial<Sent> = {}): Sent => {
  const whole = missed({}, more);
  const path = ["messages", 0, "content", 0, "text"];
  const change = { path, by: ["test"], source: "t", before: 9, after: 1, text: instead, of: "whole", hash: instead };
  const at = whole.prompt.messages.map((segments) => segments.map((one) => ({ ...one, path: ["content", 0] })));
  return { ...whole, prompt: asForwarded({ ...whole.prompt, messages: at }, [{ ...change, isBatched: false }]) };
};

test("what a vendor that caches by itself has not read is not laid at our door; one that was paid to keep it is another thing", () => {
  const automatic = shortened("x", { usage: usage(6000, 0, null) });
  const marked = shortened("x");

  expect([truth(automatic, [automatic]).broke?.cause, truth(automatic, [automatic]).isOurs]).toEqual([
    "unexplained",
    false,
  ]);
  expect([truth(marked, [marked]).broke?.cause, truth(marked, [marked]).isOurs]).toEqual(["unexplained", true]);
});

test("what a batch changed while the conversation was elsewhere was declared there, and is no change without a word here", () => {
  const [here, there] = [shortened("x"), shortened("y", { upstream: "other" })];

  expect(truth(shortened("y"), [here, there]).isOurs).toBe(false);
  expect(truth(shortened("y"), [here]).isOurs).toBe(true);
});

test("a marked prompt that is too short to be kept is told, and costs nothing more", () => {
  const short = (at: number) => sent({}, { at, usage: usage(700, 0, 0) });

  expect(truth(short(1000), [short(0)]).broke).toMatchObject({ cause: "too-short", costMicros: 0 });
});
