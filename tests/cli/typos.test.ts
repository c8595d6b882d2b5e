import { expect, test } from "bun:test";
import { commands } from "../../cli/commands/index.ts";
import { longName, optionsOf } from "../../cli/global-options.ts";
import { parseInput } from "../../cli/parse.ts";
import { settingNames } from "../../src/config/schema.ts";
import { nearest, nearestFew } from "../../src/lib/nearest.ts";
import { runs } from "../support/runs.ts";

/** The slips of a hurried hand: a letter left out, doubled, wrong, or two of them the wrong way round. */
const slipsOf = (word: string): readonly string[] =>
  [...word].flatMap((letter, at) => [
    word.slice(0, at) + word.slice(at + 1),
    word.slice(0, at) + letter + word.slice(at),
    `${word.slice(0, at)}q${word.slice(at + 1)}`,
    word.slice(0, at) + (word[at + 1] ?? "") + letter + word.slice(at + 2),
  ]);

const names = commands.flatMap(({ name, aliases }) => [name, ...aliases]);
const upstreams = ["auto", "anthropic", "openai", "google", "mistral", "international", "cn", "simulator"];

test.each(names)("X-04 one slip in %s is understood", (name) => {
  const missed = slipsOf(name).filter((slip) => !names.includes(slip) && !nearestFew(slip, names).includes(name));

  expect(missed).toEqual([]);
});

/** All the names of the command that has this one. */
const alike = (name: string): readonly string[] =>
  commands.flatMap((one) => ([one.name, ...one.aliases].includes(name) ? [one.name, ...one.aliases] : []));

test.each(names.filter((name) => name.length >= 5))("X-04 two slips in %s are understood", (name) => {
  const [one = "", ...rest] = [...name];
  const missed = [`${one}qq${name.slice(3)}`, `${rest.join("").slice(0, -1)}`, `q${name}q`].filter(
    (slip) => !names.includes(slip) && !nearestFew(slip, names).some((few) => alike(name).includes(few)),
  );

  expect(missed).toEqual([]);
});

/** There are many settings, and their names are long: in the gate each letter slips in one way, among the slower tests in all. */
const someSlipsOf = (word: string): readonly string[] =>
  slipsOf(word).filter((_, at) => runs(1).numRuns > 1 || at % 4 === Math.floor(at / 4) % 4);

test.each([...settingNames])("X-04 one slip in the setting %s is understood", (name) => {
  const known: readonly string[] = settingNames;
  const missed = someSlipsOf(name).filter((slip) => !known.includes(slip) && nearest(slip, settingNames) !== name);

  expect(missed).toEqual([]);
});

/** Two letters wrong, two left out at the ends, one wrong and one doubled. */
const twoSlipsOf = (word: string): readonly string[] => [
  `${word[0]}qq${word.slice(3)}`,
  word.slice(1, -1),
  `q${word.slice(1)}${word.at(-1)}`,
];

test("X-04 two slips in a setting's name are understood", () => {
  const known: readonly string[] = settingNames;
  const missed = settingNames.flatMap((name) =>
    twoSlipsOf(name).filter((slip) => !known.includes(slip) && !nearestFew(slip, settingNames).includes(name)),
  );

  expect(missed).toEqual([]);
});

test("X-04 two slips in the longer name of an upstream are understood", () => {
  const missed = upstreams
    .filter(({ length }) => length >= 6)
    .flatMap((name) => twoSlipsOf(name).filter((slip) => nearest(slip, upstreams) !== name));

  expect(missed).toEqual([]);
});

test("X-04 one slip in an upstream's name is understood", () => {
  for (const name of upstreams.filter(({ length }) => length > 2)) {
    const missed = slipsOf(name).filter((slip) => !upstreams.includes(slip) && nearest(slip, upstreams) !== name);

    expect(missed).toEqual([]);
  }
});

test("X-04 one slip in any option of any command is understood", async () => {
  for (const { name, load } of commands) {
    const { default: command } = await load();
    const shown = optionsOf(command).filter(({ summary }) => summary !== null);
    const known = shown.map(longName);
    for (const option of known.filter(({ length }) => length > 5)) {
      const slip = `${option.slice(0, -2)}${option.at(-1)}${option.at(-2)}`;
      if (known.includes(slip)) continue;
      // Another option may be as near; then one of the two is named.
      expect(() => parseInput(name, command, [slip]), `${name} ${slip}`).toThrow("Did you mean --");
    }
  }
});

test.each(["foo", "xyzzy", "banana", "q", "zz", "kubernetes", "-", "你好"])("X-04 %s is like nothing here", (word) => {
  expect(nearestFew(word, names)).toEqual([]);
  expect(nearest(word, settingNames)).toBeNull();
});
