import { expect, test } from "bun:test";
import { asProxyError } from "../../src/core/errors.ts";
import { Gate } from "../../src/limits/gate.ts";
import { createAlone } from "../../src/state/shared/alone.ts";
import { stoppedClock } from "../support/exchange.ts";
import { boundOf, gateAlone, waiterOf } from "../support/gate.ts";
import { until } from "../support/wait.ts";

const noRow = { max: 0, maxWaitMs: 30_000 };
const row = { max: 10, maxWaitMs: 30_000 };
const nobodyWaits = (): never => {
  throw new Error("Nobody was to wait.");
};

const codeOf = (entering: Promise<void>): Promise<string> =>
  entering.then(() => "passed").catch((thrown: unknown) => asProxyError(thrown).code);

test("without a row what is over the limit is refused at once, and counted", async () => {
  const { gate } = gateAlone();
  const bound = boundOf(1, { limit: "mine" });
  await gate.enter(waiterOf([bound]), noRow, nobodyWaits);

  expect(await codeOf(gate.enter(waiterOf([bound]), noRow, nobodyWaits))).toBe("rate_limited");
  expect(gate.figures()).toEqual({ refused: new Map([["mine", 1]]), waiting: 0 });
  const { levels } = await gate.view([], noRow);
  expect(levels).toMatchObject([{ limit: "mine", used: 1, most: 1, refused: 1, waiting: 0 }]);
  expect(JSON.stringify(levels)).not.toContain('"key"');
});

test("what would wait longer than anybody may, or for ever, is refused at once", async () => {
  const { gate } = gateAlone();
  const day = boundOf(1, { per: "day" });
  await gate.enter(waiterOf([day]), row, nobodyWaits);

  expect(await codeOf(gate.enter(waiterOf([day]), row, nobodyWaits))).toBe("rate_limited");
  const tokens = boundOf(10, { counted: "input_tokens" });
  expect(await codeOf(gate.enter(waiterOf([tokens], { inputTokens: 11 }), row, nobodyWaits))).toBe("rate_limited");
});

test("with a row it waits until one that ran has ended, and everybody can see it", async () => {
  const { gate } = gateAlone();
  const bound = boundOf(1, { per: null });
  const [first, second] = [waiterOf([bound]), waiterOf([bound], { id: "r_second", caller: "token ci" })];
  await gate.enter(first, row, nobodyWaits);
  let waitsFor = "";
  const entering = gate.enter(second, row, (full) => {
    waitsFor = full.bound.limit;
  });

  await until("it waits", () => gate.waiting().length === 1);
  expect(waitsFor).toBe("test");
  expect(gate.waiting()).toMatchObject([{ id: "r_second", caller: "token ci", limit: "test", place: 1 }]);
  expect((await gate.view([], row)).queue).toMatchObject({ max: 10, maxWaitMs: 30_000, waiting: [{ place: 1 }] });
  expect(gate.placeOf("r_second")).toBe(1);
  await gate.leave(first, null, 0);
  await entering;
  expect(gate.figures().waiting).toBe(0);
});

test("two daemons that share one store let through one at a time between them, and both their rows move", async () => {
  const clock = stoppedClock();
  const { counters } = createAlone(clock.now);
  const gates = [new Gate(counters, clock), new Gate(counters, clock)] as const;
  const bound = boundOf(1, { per: null });
  let [running, most, passed] = [0, 0, 0];
  const work = async (gate: Gate): Promise<void> => {
    const waiter = waiterOf([bound]);
    await gate.enter(waiter, row, () => undefined);
    most = Math.max(most, ++running);
    await new Promise((resolve) => setImmediate(resolve));
    running--;
    passed++;
    await gate.leave(waiter, null, clock.now());
  };

  await Promise.all(Array.from({ length: 8 }, (_, index) => work(gates[index % 2 === 0 ? 0 : 1])));
  expect([most, passed]).toEqual([1, 8]);
});
