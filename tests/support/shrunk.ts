import { expect } from "bun:test";
import fc from "fast-check";
import type { Entry, PieceCall } from "../../src/core/memory.ts";
import type { JsonObject } from "../../src/lib/json.ts";
import { earlierThan } from "../../src/memory/engine/earlier.ts";
import { decided } from "../../src/memory/engine/shrink.ts";
import { shrinkers } from "../../src/memory/shrinkers/index.ts";
import { idOf } from "../../src/memory/shrinkers/placeholder.ts";
import type { About, Shrinker } from "../../src/memory/shrinkers/shrinker.ts";
import { applied } from "../../src/memory/shrinkers/steps.ts";
import { contentHash } from "../../src/memory/transcript/hash.ts";
import type { PlacedPiece } from "../../src/memory/transcript/transcript.ts";
import { measure } from "../../src/meter/tokens/measure.ts";
import { aboutOf } from "./about.ts";

type How = {
  readonly call?: Partial<PieceCall> | null;
  readonly mode?: About["mode"];
  readonly piece?: Partial<About["piece"]>;
};

/** What one shrinker makes of a tool's result; null where it leaves it alone. */
export const shrunk = (shrinker: Shrinker, text: string, { call = {}, mode = "balanced", piece = {} }: How = {}) => {
  const about = aboutOf(call, text, mode);
  const how = shrinker.suits(text, { ...about, piece: { ...about.piece, ...piece } });
  return how === null ? null : shrinker.apply(text, how, () => null);
};

/** The lines that an abridged text has of its own: those that stood in it before. */
export const keptLines = (text: string, before: string): readonly string[] => {
  const lines = new Set(before.split("\n"));
  return text.split("\n").filter((line) => lines.has(line));
};

/** A word or two, also strange ones. */
const word = fc.oneof(
  fc.constantFrom("src/a/b.ts:12:", "Error: no", "ok 1", "@@ -1 +1 @@", "+new", "-old", " at f (a.ts:1:2)", "WARN 7"),
  fc.string({ maxLength: 30 }),
  fc.string({ unit: "binary", maxLength: 8 }),
);

/** Any text, also of this kind. */
const anyText = (line: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc.array(fc.oneof(line, word), { maxLength: 120 }).map((lines) => lines.join("\n"));

/**
 * What must be true of every shrinker that keeps some lines, for texts with such lines in them: done twice is done once,
 * the same again for the same, its lines stand in their order, and it tells how to get the rest back.
 */
export const expectLineLaws = (shrinker: Shrinker, line: fc.Arbitrary<string>): void => {
  fc.assert(
    fc.property(anyText(line), fc.constantFrom("balanced", "aggressive"), (text, level) => {
      const how: JsonObject = { level, id: idOf(contentHash(text)) };
      const short = shrinker.apply(text, how, () => null) ?? "";
      expect(shrinker.apply(text, JSON.parse(JSON.stringify(how)), () => null)).toBe(short);
      expect(shrinker.apply(short, how, () => null)).toBe(short);
      expect(short).toContain(`proxy-cli memory show ${how["id"]}`);
      expect(isInOrder(keptLines(short, text), text.split("\n"))).toBe(true);
      const { before, after, steps } = decided(text, aboutOf({}, text, level), () => null);
      expect(after).toBeLessThanOrEqual(before);
      expect((applied(text, steps, shrinkers, () => null) ?? "").length).toBeLessThanOrEqual(text.length);
    }),
    { numRuns: 150 },
  );
};

const isInOrder = (kept: readonly string[], lines: readonly string[]): boolean => {
  let from = 0;
  return kept.every((line) => {
    const at = lines.indexOf(line, from);
    from = at + 1;
    return at >= 0 || isOurs(line);
  });
};

/** A line that we write may stand in a text by chance. */
const isOurs = (line: string): boolean => /^(?:…|\[)/.test(line) || line === "";

/** Texts of a million letters that take a careless pattern for ever. */
const hostile: readonly string[] = [
  "a".repeat(1_000_000),
  "/".repeat(1_000_000),
  " ".repeat(1_000_000),
  "1".repeat(1_000_000),
  "a/".repeat(500_000),
  "a.1:".repeat(250_000),
  "\n".repeat(1_000_000),
  "```\n".repeat(250_000),
  "= 1-2\n".repeat(160_000),
  "src/a.ts:1:x\n".repeat(75_000),
  `${"x".repeat(998)}(\n`.repeat(1000),
];

/** However long and strange a text is, the time that it takes grows with its length and not with its square. */
export const expectLinear = (shrinker: Shrinker, how: JsonObject = { level: "balanced", id: "m_0123456789" }): void => {
  for (const text of hostile) expect(typeof shrinker.apply(text, how, () => text)).toMatch(/string|object/);
};

/** A result in a conversation, with what was decided of it. */
export type Said = {
  readonly text: string;
  readonly call?: Partial<PieceCall>;
  readonly kind?: PlacedPiece["kind"];
  /** What the model does in the entry before. */
  readonly calls?: readonly Partial<PieceCall>[];
};

const noCall: PieceCall = { id: "c", name: "Bash", label: "", file: null, does: "other", hash: "h" };

/** A conversation of results, each decided in turn; gives what goes out for each. */
export const conversation = (said: readonly Said[], mode: About["mode"] = "balanced"): readonly string[] => {
  const pieces = said.map(
    ({ text, call, kind = "result" }, at): PlacedPiece => ({
      ...{
        path: ["content"],
        kind,
        role: kind === "text" ? "user" : "tool",
        hash: contentHash(text),
        tokens: measure(text),
      },
      ...{
        callId: "c",
        isError: false,
        key: `k${at}`,
        entry: 2 * at + 1,
        call: call === undefined ? null : { ...noCall, ...call },
      },
    }),
  );
  const entries = said.flatMap(({ calls = [] }): readonly Entry[] => {
    const entry: Entry = { hash: "e", author: "client", isBound: false, tokens: 1, pieces: [], calls: [] };
    return [{ ...entry, author: "model", calls: calls.map((one) => ({ ...noCall, ...one })) }, entry];
  });
  const decisions = new Map<string, ReturnType<typeof decided>>();
  const lookup = (key: string): string | null => said[pieces.findIndex((piece) => piece.key === key)]?.text ?? null;
  return pieces.map((piece, at) => {
    const text = said[at]?.text ?? "";
    const decisionOf = (key: string) => decisions.get(key);
    const earlier = earlierThan(piece, { transcript: { entries }, pieces, decisionOf, lookup });
    const decision = decided(text, { piece, mode, measure, earlier }, lookup);
    decisions.set(piece.key, decision);
    return applied(text, decision.steps, shrinkers, lookup) ?? "";
  });
};
