import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import {
  type Circuit,
  closed,
  entered,
  failed,
  isUnreached,
  knocked,
  left,
  reached,
} from "../../src/availability/circuit.ts";

const rules = { failures: 5, retryMs: 2000 };
const refused = "upstream_refused";

const afterFailures = (count: number, now = 1000): Circuit => {
  let circuit: Circuit = closed;
  for (let at = 0; at < count; at++) circuit = failed(circuit, refused, now + at, rules);
  return circuit;
};

test("U-37 five calls in a row that did not reach it open a circuit, four do not", () => {
  expect(afterFailures(4)).toEqual({ state: "closed", failures: 4 });
  expect(afterFailures(5)).toEqual({
    ...{ state: "open", sinceAt: 1004, retryAt: 3004, failures: 5, error: refused },
  });
});

test("U-37 one call in between that reaches it begins the count anew", () => {
  let circuit = afterFailures(4);
  circuit = reached(circuit, 1500);
  for (let at = 0; at < 4; at++) circuit = failed(circuit, refused, 2000, rules);

  expect(circuit).toEqual({ state: "closed", failures: 4 });
});

test("with failures: 0 it never opens", () => {
  let circuit: Circuit = closed;
  for (let at = 0; at < 50; at++) circuit = failed(circuit, refused, at, { failures: 0, retryMs: 2000 });

  expect(circuit.state).toBe("closed");
});

test("U-37 an open one lets nobody in, half open it lets one in, and the first that reaches it closes it", () => {
  const open = afterFailures(5);
  expect(entered(open, 999_999, rules)).toBeNull();

  const half = knocked(open, null, 3004, 2000);
  const seated = entered(half, 3005, rules);
  expect(seated).toMatchObject({ state: "half-open", seatUntilAt: 5005 });
  expect(seated === null ? null : entered(seated, 3006, rules)).toBeNull();

  expect(seated === null ? null : reached(seated, 3005)).toEqual(closed);
});

test("U-37 when the one that was let in fails, it is open again and rests as long", () => {
  const half = knocked(afterFailures(5), null, 3004, 2000);

  const again = failed(entered(half, 3005, rules) ?? half, "upstream_connect_timeout", 3100, rules);

  expect(again).toMatchObject({ state: "open", sinceAt: 1004, retryAt: 5100, failures: 6 });
});

test("when the one that was let in goes without a word, the next one may", () => {
  const half = knocked(afterFailures(5), null, 3004, 2000);
  const seated = entered(half, 3005, rules) ?? half;

  expect(entered(left(seated), 3006, rules)).not.toBeNull();
});

test("a model that thinks for long does not keep all others out: who has not failed for so long has reached it", () => {
  const half = knocked(afterFailures(5), null, 3004, 2000);
  const seated = entered(half, 3005, rules) ?? half;

  expect(entered(seated, 5004, rules)).toBeNull();
  expect(entered(seated, 5005, rules)).toEqual(closed);
});

test("D-15 when the clock is put back, nobody waits a day for a seat", () => {
  const seated = entered(knocked(afterFailures(5), null, 3004, 2000), 90_000_000, rules) ?? closed;

  expect(entered(seated, 1000, rules)).toEqual(closed);
});

test("an answer to a call of before the trouble says nothing of now", () => {
  const open = afterFailures(5);

  expect(reached(open, 500)).toBe(open);
  expect(reached(open, 1500)).toEqual(closed);
});

test("a handshake that fails again puts the next look off", () => {
  expect(knocked(afterFailures(5), "upstream_dns", 3004, 2000)).toMatchObject({
    state: "open",
    retryAt: 5004,
    error: "upstream_dns",
  });
});

describe("what counts", () => {
  test.each(["upstream_refused", "upstream_dns", "upstream_tls", "upstream_connect_timeout", "egress_proxy"] as const)(
    "%s did not reach it",
    (code) => expect(isUnreached(code)).toBe(true),
  );

  test.each(["upstream_closed", "upstream_timeout", "upstream_protocol", "key_rejected", "client_left"] as const)(
    "%s may have",
    (code) => expect(isUnreached(code)).toBe(false),
  );
});

/** What may happen, with what the rules say must hold after each step. */
type World = { now: number; circuit: Circuit; sinceReached: number };
type Event = { readonly kind: "fail" | "reach" | "enter" | "knock" | "miss" | "leave"; readonly afterMs: number };

const anyEvent: fc.Arbitrary<Event> = fc.record({
  kind: fc.constantFrom("fail", "fail", "fail", "reach", "enter", "knock", "miss", "leave"),
  afterMs: fc.integer({ min: 0, max: 3000 }),
});

const step = (world: World, { kind, afterMs }: Event): boolean => {
  world.now += afterMs;
  const before = world.circuit;
  switch (kind) {
    case "fail":
      world.sinceReached++;
      world.circuit = failed(before, refused, world.now, rules);
      return true;
    case "reach":
      world.sinceReached = 0;
      world.circuit = reached(before, world.now);
      return true;
    case "knock":
    case "miss":
      world.circuit = knocked(before, kind === "knock" ? null : refused, world.now, 2000);
      return true;
    case "leave":
      world.circuit = left(before);
      return true;
    case "enter": {
      const next = entered(before, world.now, rules);
      world.circuit = next ?? before;
      return next !== null;
    }
  }
};

test("U-37 laws: it opens only after five in a row, an open one lets nobody in, a success closes it, two are never let in at once", () => {
  fc.assert(
    fc.property(fc.array(anyEvent, { maxLength: 80 }), (events) => {
      const world: World = { now: 1000, circuit: closed, sinceReached: 0 };
      let seatedAt: number | null = null;
      for (const event of events) {
        const before = world.circuit;
        const isIn = step(world, event);
        if (before.state === "closed" && world.circuit.state === "open") expect(world.sinceReached).toBeGreaterThan(4);
        if (before.state === "open" && event.kind === "enter") expect(isIn).toBe(false);
        if (before.state === "open" && world.circuit.state === "half-open") expect(event.kind).toBe("knock");
        if (event.kind === "reach") expect(world.circuit).toEqual(closed);
        if (world.circuit.state === "closed") expect(world.circuit.failures).toBeLessThan(5);
        if (event.kind === "enter" && isIn && before.state === "half-open") {
          if (seatedAt !== null) expect(world.now - seatedAt).toBeGreaterThanOrEqual(rules.retryMs);
          seatedAt = world.now;
        } else if (world.circuit.state !== "half-open" || event.kind === "leave") seatedAt = null;
      }
    }),
    { numRuns: 500 },
  );
});
