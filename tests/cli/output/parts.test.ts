import { expect, test } from "bun:test";
import { labelled, wrapped } from "../../../cli/output/parts.ts";

test("parts stay whole and continue below their label's text", () => {
  const lines = labelled("requests", ["1,204 since start", "", "in flight 3", "ok 99.1%"], 50);

  expect(lines).toEqual(["  requests   1,204 since start   in flight 3", "             ok 99.1%"]);
});

test("what fits stays on one line", () => {
  expect(wrapped("> cn   ok", ["http://127.0.0.1:1", "up 3h12"], 80)).toEqual([
    "> cn   ok   http://127.0.0.1:1   up 3h12",
  ]);
});
