import { expect, test } from "bun:test";
import type { Decision } from "../../../src/core/memory.ts";
import { regretsIn } from "../../../src/memory/learning/regret.ts";
import { liveShrinkers } from "../../../src/memory/live/index.ts";
import { aboutOf } from "../../support/about.ts";

const lossy = liveShrinkers.find(({ isLossy }) => isLossy)?.name ?? "";
const decision = (name: string): Decision => ({
  steps: [{ do: name, v: 1, with: {} }],
  before: 900,
  after: 90,
  isBatched: false,
});
const said = (author: "model" | "client") =>
  ({ ...{ hash: null, author, isBound: false, tokens: 9 }, ...{ pieces: [], calls: [] } }) as const;
const transcript = { entries: [said("client"), said("model"), said("client"), said("model"), said("client")] };
const read = { name: "Read", label: "src/a.ts", file: "src/a.ts", does: "read" } as const;
const text = "export const parser = () => null;\nexport const reader = () => parser;";
const { piece } = aboutOf(read, text);
const [first, again] = [
  { ...piece, key: "first", entry: 2 },
  { ...piece, key: "again", entry: 4 },
];

const regrets = (step: string, gone: readonly string[] = []) =>
  regretsIn({
    ...{ transcript, pieces: [first, again], decisions: new Map([["first", decision(step)]]) },
    lookup: () => text,
    isNew: ({ key }) => !gone.includes(key),
  });

test("a call made again for what was left out is a regret, one for what went out whole is none", () => {
  expect(regrets(lossy)).toEqual({ askedAgain: 1 });
  expect(regrets("ansi")).toEqual({});
});

test("the same request once more is told as that, and its calls are not counted twice", () => {
  expect(regrets(lossy, ["again"])).toEqual({ isRepeated: true });
});
