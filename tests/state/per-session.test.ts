import { expect, test } from "bun:test";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { textOrNull } from "../../src/lib/json.ts";
import { openPerSession } from "../../src/state/per-session.ts";
import { scratchFolder } from "../support/scratch.ts";

const open = (file: string | null) =>
  openPerSession({
    ...{ file, now: () => 7 },
    read: ({ word }) => (textOrNull(word) === null ? null : { word: String(word) }),
  });

test("what is said of a session is found again, with when it was said; entries that nobody can mean are passed over", () => {
  const file = join(scratchFolder(), "said.json");
  open(file).set("s_1", { word: "yes" });
  const written = JSON.parse(readFileSync(file, "utf8")) as object[];
  writeFileSync(file, JSON.stringify([...written, { session: "s_2", at: 1 }, "x", { word: "no", at: 1 }]));

  expect(open(file).all()).toEqual([{ session: "s_1", word: "yes", at: 7 }]);
  expect(open(file).of("s_2")).toBeNull();
});

test("of more than anybody sets by hand the oldest goes", () => {
  const said = open(null);
  for (let at = 0; at <= 500; at++) said.set(`s_${at}`, { word: "yes" });

  expect([said.size(), said.of("s_0"), said.of("s_500")?.word]).toEqual([500, null, "yes"]);
});
