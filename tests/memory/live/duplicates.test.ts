import { expect, test } from "bun:test";
import { duplicates } from "../../../src/memory/live/duplicates.ts";
import { conversation } from "../../support/shrunk.ts";

const listing = Array.from({ length: 30 }, (_, at) => `entry ${at} of the folder`).join("\n");
const call = { name: "Bash", label: "ls -la" };

test("what a tool gives again word for word becomes a line that points to it", () => {
  expect(
    conversation(
      [
        { text: listing, call },
        { text: listing, call },
      ],
      "lossless",
    ),
  ).toEqual([listing, "[the same as what `Bash ls -la` gave above]"]);
});

test("it points to the one that is there, not to one that only points itself", () => {
  const [first, second, third] = conversation(
    [1, 2, 3].map(() => ({ text: listing, call })),
    "lossless",
  );
  expect(first).toBe(listing);
  expect([second, third]).toEqual(Array.from({ length: 2 }, () => "[the same as what `Bash ls -la` gave above]"));
});

test("where what it points to is not what it was, nothing stands for it", () => {
  expect(duplicates.apply(listing, { of: "k", as: "x" }, () => "something else")).toBeNull();
});

test("what is as short as the line stays", () => {
  expect(
    conversation([
      { text: "done", call },
      { text: "done", call },
    ]),
  ).toEqual(["done", "done"]);
});
