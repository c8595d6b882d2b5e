import { expect, test } from "bun:test";
import { judgeDisk } from "../../../cli/doctor/disk.ts";

const levels = (freeBytes: number, ledgerTrouble: string | null = null) =>
  judgeDisk({ freeBytes, folder: "/p", ledgerTrouble }).map(({ level }) => level);

test("a full disk is a problem, a nearly full one a hint", () => {
  expect(levels(80e9)).toEqual(["ok", "ok"]);
  expect(levels(100e6)).toEqual(["hint", "ok"]);
  expect(levels(1e6)).toEqual(["problem", "ok"]);
});

test("a ledger that cannot be opened is told with its reason", () => {
  expect(judgeDisk({ freeBytes: 80e9, folder: "/p", ledgerTrouble: "SQLITE_NOTADB" })[1]).toMatchObject({
    level: "problem",
    text: "the ledger cannot be used: SQLITE_NOTADB",
  });
});
