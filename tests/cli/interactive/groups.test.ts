import { expect, test } from "bun:test";
import { commands } from "../../../cli/commands/index.ts";
import { grouped, groups, otherGroup } from "../../../cli/interactive/groups.ts";

test("every command is in the menu once, under what people come for", () => {
  const shown = grouped(commands).map(([, { name }]) => name);

  expect(shown.toSorted()).toEqual(commands.map(({ name }) => name).toSorted());
  expect(grouped(commands).flatMap(([group, { name }]) => (group === otherGroup ? [name] : []))).toEqual([
    "interactive",
  ]);
});

test("no command is in two groups", () => {
  const names = groups.flatMap(([, all]) => all);

  expect(new Set(names).size).toBe(names.length);
});
