import { expect, test } from "bun:test";
import type { Forwarded } from "../../../src/core/memory.ts";
import { noUsage, type Usage } from "../../../src/core/usage.ts";
import { bookedSavings } from "../../../src/memory/savings/booked.ts";
import { exchangeOf } from "../../support/exchange.ts";

const forwarded: Forwarded = {
  ...{ mode: "balanced", edits: 1, removedBefore: 0, removedLive: 1000, batch: null, rewritten: 0 },
  ...{ frontier: 0, tokens: 5000, changes: [] },
};
const usage: Usage = { ...noUsage, inputTokens: 4000, outputTokens: 10 };
const perToken = ({ inputTokens }: Usage): number => inputTokens ?? 0;

const booked = (more: Partial<Forwarded>, kind: "none" | "reported" | "unknown" = "reported") => {
  const exchange = exchangeOf("/v1/messages");
  exchange.notes.forwarded = { ...forwarded, ...more };
  exchange.notes.bill = { kind, usage, costMicros: kind === "unknown" ? null : 4000 };
  return bookedSavings(exchange, perToken);
};

test("what was left out is worth what its bill would have been more", () => {
  expect(booked({})).toMatchObject({ grossTokens: 1000, netMicros: 1000 });
});

test("nothing is claimed where nothing was left out, or nothing was billed", () => {
  expect(booked({ edits: 0 })).toBeNull();
  expect(booked({}, "none")).toBeNull();
});

test("where nobody knows what it cost, nobody knows what was saved", () => {
  expect(booked({}, "unknown")).toMatchObject({ grossTokens: 1000, netMicros: null });
});
