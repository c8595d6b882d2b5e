import { expect, test } from "bun:test";
import { notRouted } from "../../../src/core/routed.ts";
import { openLedgerDatabase } from "../../../src/state/ledger/database.ts";
import { writtenRouted } from "../../../src/state/ledger/routed.ts";
import { valuesOf } from "../../../src/state/ledger/row.ts";
import { summary } from "../../support/summary.ts";

const opened = () =>
  openLedgerDatabase({ file: ":memory:", run: "now", now: () => 1_800_000_000_000, movedAside: () => undefined });

test("a request that has ended is found by its id with what was sent in the place of what was asked", () => {
  const ledger = opened();
  const request = summary({ id: "r_1", modelSent: "glm-4.6", translated: "openai-chat" });
  const edits = [{ by: "usage", count: 1 }];
  ledger.write([valuesOf(request, "now", writtenRouted({ ...notRouted, edits }))]);

  expect(ledger.request("r_1")).toEqual(request);
  expect(ledger.routed("r_1")).toEqual({ ...notRouted, edits });
  expect([ledger.request("r_2"), ledger.routed("r_2")]).toEqual([null, notRouted]);
});

test("the beginning of an id is enough, and the latest are told first", () => {
  const ledger = opened();
  ledger.write(["r_aa1", "r_aa2", "r_aa3", "r_ab1"].map((id) => valuesOf(summary({ id }), "now")));

  expect(ledger.idsLike("r_aa", 2)).toEqual(["r_aa3", "r_aa2"]);
  expect(ledger.idsLike("r_ab1", 5)).toEqual(["r_ab1"]);
  expect(ledger.idsLike("r_b", 5)).toEqual([]);
});
