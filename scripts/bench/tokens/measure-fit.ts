import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { createCounter } from "../../../src/meter/tokens/byte-pairs.ts";
import { measureIn } from "../../../src/meter/tokens/measure.ts";
import { loadRanks } from "../../../src/meter/tokens/ranks.ts";
import { traitNames, traitsOf } from "../../../src/meter/tokens/traits.ts";
import { median, percentile } from "../statistics.ts";
import { solved } from "./fit.ts";
import { dataFolder } from "./truth.ts";

/** A piece of a recorded text; `source` is the collection that it came from. */
type Piece = { readonly source: string; readonly text: string };

const pieceChars = 8192;
/** Each source has the same say, whatever its size. */
const piecesPerSource = 100;

/** Every text in the recordings: of JSON its longer strings, of everything else the whole. */
const recordedPieces = (): readonly Piece[] => {
  const folder = dataFolder();
  const files = [
    ...new Bun.Glob("{1-provider-responses,2-agent-conversations,3-memory-benchmarks}/**/*").scanSync(folder),
  ];
  const bySource = Map.groupBy(files.toSorted(), (file) => file.split("/").slice(0, 2).join("/"));
  return [...bySource].flatMap(([source, paths]) => {
    const texts = paths.map((path) => join(folder, path)).filter((path) => statSync(path).size < 3_000_000);
    const joined = texts.map((path) => textsIn(readFileSync(path, "utf8")));
    const pieces = joined.flatMap((text) => piecesOf(source, text));
    const every = Math.max(1, Math.floor(pieces.length / piecesPerSource));
    return pieces.filter((_, at) => at % every === 0);
  });
};

const piecesOf = (source: string, text: string): readonly Piece[] =>
  Array.from({ length: Math.ceil(text.length / pieceChars) }, (_, at) => ({
    source,
    text: text.slice(at * pieceChars, (at + 1) * pieceChars),
  })).filter((piece) => piece.text.length > 100);

const textsIn = (file: string): string => {
  const found: string[] = [];
  const walk = (value: unknown): void => {
    if (typeof value === "string") {
      if (value.length > 40) found.push(value);
    } else if (typeof value === "object" && value !== null) Object.values(value).forEach(walk);
  };
  for (const json of [file, ...file.split("\n")]) {
    try {
      walk(JSON.parse(json));
      if (json === file) break;
    } catch {
      // no JSON
    }
  }
  return found.length > 0 ? found.join("\n") : file;
};

/** Weights with the least relative errors, errors by their size and not its square. */
const fitted = (
  traits: readonly Float64Array[],
  tokens: readonly number[],
  start: readonly number[],
): readonly number[] => {
  const hold: number = 200; // keeps what the recordings hardly have near where it was
  let weights = start;
  for (let round = 0; round < 30; round++) {
    const matrix = start.map((_, i) => start.map((_, j) => (i === j ? hold : 0)));
    const right = start.map((value) => value * hold);
    for (const [at, trait] of traits.entries()) {
      const truth = tokens[at] ?? 1;
      const guess = trait.reduce((sum, value, i) => sum + value * (weights[i] ?? 0), 0);
      const trust = 150 / truth ** 2 / Math.max(Math.abs(guess / truth - 1), 0.01);
      for (const [i, value] of trait.entries()) {
        right[i] = (right[i] ?? 0) + trust * value * truth;
        const row = matrix[i] ?? [];
        for (const [j, other] of trait.entries()) row[j] = (row[j] ?? 0) + trust * value * other;
      }
    }
    weights = solved(matrix, right);
  }
  return weights;
};

const usual = [0.95, 0.07, 0.2, 0.45, 0.4, 1.2, 0.6, 0, 0.3, 1.2, 0.75, 0.7, 1, 1];

/** Recordings hold little source and no walls of base64. */
const ownPieces = (): readonly Piece[] => {
  const source = [...new Bun.Glob("{src,cli}/**/*.ts").scanSync(".")].toSorted();
  const code = source.flatMap((path) => piecesOf("source", readFileSync(path, "utf8")));
  const bytes = Buffer.from(Uint32Array.from({ length: 40_000 }, (_, at) => Math.imul(at + 1, 0x9e3779b1)).buffer);
  return [...code.filter((_, at) => at % 4 === 0), ...piecesOf("base64", bytes.toString("base64"))];
};

const pieces = [...recordedPieces(), ...ownPieces()];
for (const encoding of ["o200k_base", "cl100k_base"] as const) {
  const count = createCounter(await loadRanks(encoding));
  const tokens = pieces.map(({ text }) => count(text));
  const weights = fitted(
    pieces.map(({ text }) => traitsOf(text).slice()),
    tokens,
    usual,
  );
  console.log(
    encoding,
    Object.fromEntries(traitNames.map((name, at) => [name, Number((weights[at] ?? 0).toFixed(3))])),
  );
  const measured = pieces.map(({ text }) => measureIn(text, encoding));
  const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
  const errors = measured.map((value, at) => Math.abs(value / (tokens[at] ?? 1) - 1));
  console.log(
    `  as shipped: total ${((sum(measured) / sum(tokens) - 1) * 100).toFixed(2)} %, pieces ${(median(errors) * 100).toFixed(1)} % (median), ${(percentile(errors, 0.95) * 100).toFixed(1)} % (95 of 100)`,
  );
}
const characters = pieces.reduce((total, { text }) => total + text.length, 0);
const start = performance.now();
for (const { text } of pieces) measureIn(text, "o200k_base");
console.log(`${(characters / 1000 / (performance.now() - start)).toFixed(0)} MB/s`);
