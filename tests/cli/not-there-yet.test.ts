import { afterEach, beforeEach, expect, test } from "bun:test";
import { commandNamed } from "../../cli/commands/index.ts";
import { notThereYet, notYet } from "../../cli/not-there-yet.ts";
import { type Corner, newCorner } from "../support/program.ts";

let corner: Corner;

beforeEach(() => {
  corner = newCorner();
});

afterEach(() => corner.leave());

test.each(Object.entries(notThereYet))("%s is not there yet, and what is named instead is", async (word, instead) => {
  const [command = "", ...rest] = word.split(" ");
  expect(notYet(command, rest)?.message).toBe(`"${word}" is not there yet.`);
  expect(commandNamed(instead.split(" ")[0] ?? "")).toBeDefined();
});

test("an older tool's word gets one clear sentence and exit code 2, no wrong guess", async () => {
  const [first = ""] = Object.keys(notThereYet);

  for (const words of [[first]]) {
    const { code, out, err } = await corner.cli(words);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toStartWith(`error: "${words.join(" ")}" is not there yet\ntry: meanwhile: proxy-cli `);
  }
});

test("a command that is there, and a word that nobody knows, are not in it", () => {
  expect(notYet("status", ["--json"])).toBeNull();
  expect(notYet("toString")).toBeNull();
});
