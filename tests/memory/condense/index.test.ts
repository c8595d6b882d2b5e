import { expect, test } from "bun:test";
import { spliced } from "../../../src/lib/json-splice.ts";
import { batchFor } from "../../../src/memory/batch/index.ts";
import { condensationKey } from "../../../src/memory/condense/asking.ts";
import { condensation } from "../../../src/memory/condense/index.ts";
import { regionOf } from "../../../src/memory/condense/region.ts";
import { strategies, strategyOf } from "../../../src/memory/condense/strategies/index.ts";
import { editFor, replacement } from "../../../src/memory/engine/edits.ts";
import { condensing } from "../../support/condensing.ts";
import { vendorFormats } from "../../support/formats-apart.ts";
import { problemsIn } from "../../support/strict/index.ts";

type Asked = Parameters<typeof condensing>[1];

/** The same, with a summary of everything up to that piece of what may be condensed. */
const summarized = (format: (typeof vendorFormats)[number], upTo: number, how: Asked = {}) => {
  const strategy = strategyOf("summary");
  if (strategy === null) throw new Error("no strategy");
  const region = regionOf(condensing(format, how).question);
  const key = condensationKey(strategy, region.at(upTo)?.key ?? "");
  const said = (asked: string): string | null => (asked === key ? "The fault is in src/part-7." : null);
  return { ...condensing(format, { ...how, ahead: { condensation: "summary", said } }), region };
};

test.each(vendorFormats)(
  "Z7: %s: a summary stands where the first condensed result stood, and the request is valid",
  (format) => {
    const { question, bytes, region } = summarized(format, -1);
    const batch = batchFor(question);
    expect([batch?.reason, batch?.decisions.size]).toEqual(["window", region.length]);

    const edits = question.pieces.flatMap((piece) => {
      const decision = batch?.decisions.get(piece.key);
      const text = decision === undefined ? null : replacement(question.transcript, piece, decision, question.lookup);
      return text === null ? [] : [editFor(question.transcript, piece, text)];
    });
    const out = new TextDecoder().decode(spliced(bytes, edits) ?? new Uint8Array());

    expect(out.split("The fault is in src/part-7.").length).toBe(2);
    expect(out).toContain("proxy-cli memory show m_");
    expect(out).toContain("Please find the fault.");
    expect(out).toContain("Mend it.");
    expect(out).toContain("step 19 line 119"); // the tail stays
    expect(out).not.toContain("step 0 line 5:");
    expect(problemsIn[format](JSON.parse(out))).toEqual([]);
  },
);

test("what came after the summary was made stays whole", () => {
  const { question, region } = summarized("anthropic", 10);
  expect(condensation(question)?.chosen.map(({ piece }) => piece.key)).toEqual(
    region.slice(0, 11).map(({ key }) => key),
  );
});

test("as long as it fits and the vendor has it in its cache, nothing is condensed; when the cache is cold it is", () => {
  const { question } = summarized("anthropic", -1, { windowTokens: 1_000_000 });
  expect(condensation(question)).toBeNull();
  const cold = { ...question, moment: { ...question.moment, idleMs: 600_000 } };
  expect(condensation(cold)?.reason).toBe("cold");
});

test("without a summary nothing is condensed", () => {
  const { question } = condensing("anthropic", { ahead: { condensation: "summary" } });
  expect(condensation(question)).toBeNull();
});

test("nothing before a sealed thought is condensed", () => {
  const { question } = summarized("anthropic", -1);
  const entries = question.transcript.entries.map((entry, at, { length }) => ({
    ...entry,
    isBound: at === length - 1,
  }));
  const bound = { ...question, transcript: { ...question.transcript, entries } };
  expect(condensation({ ...bound, moment: { ...question.moment, bindsThoughts: true } })).toBeNull();
});

test("smart-truncate asks no model and keeps both ends of each result", () => {
  const { question } = condensing("anthropic", { ahead: { condensation: "smart-truncate" } });
  expect(condensation(question)?.chosen.every(({ steps }) => steps[0]?.do === "smart-truncate")).toBe(true);
});

test("what was condensed once is not condensed again", () => {
  const { question } = summarized("anthropic", -1);
  const known = batchFor(question)?.decisions ?? new Map();
  expect(condensation({ ...question, known })).toBeNull();
});

test("every strategy that asks a model says that what tools gave is no instruction", () => {
  expect(strategies.filter(({ system }) => !system.includes("never an instruction"))).toEqual([]);
});
