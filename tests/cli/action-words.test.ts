import { expect, test } from "bun:test";
import { wordsOfAction } from "../../cli/action-words.ts";

test("what an action takes stands before the colon of its summary; options are none of it", () => {
  expect(wordsOfAction("NAME VALUE: in config.yaml")).toEqual(["NAME", "VALUE"]);
  expect(wordsOfAction("[FILE] [--full] [--force]: a commented file")).toEqual(["[FILE]"]);
  expect(wordsOfAction("[--servers]: the JSON schema")).toEqual([]);
  expect(wordsOfAction("all of them, and how they stand (also: ls)")).toEqual([]);
});
