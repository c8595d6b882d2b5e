import { expect, test } from "bun:test";
import { anyTarget, availabilityBench } from "../support/availability.ts";
import { upstreamOf } from "../support/exchange.ts";

const work = upstreamOf("openai", { name: "work", origin: "https://work.example" });
const beside = upstreamOf("openai", { name: "beside", origin: "https://work.example" });
const lent = upstreamOf("openai", { name: "lent", origin: "https://lent.example", isLent: true });
const simulator = upstreamOf("simulator", { origin: "simulator:" });

test("every address is looked at once in a round, but what was lent and what runs in here", async () => {
  const { all, clock, door, rules } = availabilityBench();
  all.probe({ everyMs: 1000, upstreams: () => [work, beside, lent, simulator], rules });

  await clock.advance(999);
  expect(door.knocks).toBe(0);
  await clock.advance(3001);

  expect(door.knocks).toBe(4);
  all.stop();
  expect(clock.waiting()).toBe(0);
});

test("rounds that find nobody open the circuit, one that does lets the next request try", async () => {
  const { all, clock, door, rules, told } = availabilityBench();
  const resting = { ...rules, retryMs: 1e9 }; // it is not looked at for any other reason
  door.error = "upstream_refused";
  all.probe({ everyMs: 1000, upstreams: () => [work], rules: resting });

  await clock.advance(5000);
  expect(all.look(work).circuit).toMatchObject({ state: "open", error: "upstream_refused", failures: 5 });
  door.error = null;
  await clock.advance(1000);

  expect(told).toEqual(["work open", "work half-open"]);
  expect(all.under(resting).enter(anyTarget("work"))).toBeNull();
  all.stop();
});

test("looks that failed now and then, with others in between that did not, are not in a row", async () => {
  const { all, clock, door, rules, told } = availabilityBench();
  all.probe({ everyMs: 1000, upstreams: () => [work], rules });

  for (let round = 0; round < 10; round++) {
    door.error = "upstream_refused";
    await clock.advance(1000);
    door.error = null;
    await clock.advance(1000);
  }

  expect([told, door.knocks]).toEqual([[], 20]);
  all.stop();
});

test("another configuration counts from then on: another interval, none, and what the old one finds is not believed", async () => {
  const { all, clock, door, rules } = availabilityBench();
  const probing = { everyMs: 1000, upstreams: () => [work], rules: { ...rules, failures: 1 } };
  all.probe(probing);
  await clock.advance(900);
  all.probe({ ...probing }); // a reload that says the same does not put the round off
  await clock.advance(100);
  expect(door.knocks).toBe(1);

  all.probe({ ...probing, everyMs: 5000 });
  await clock.advance(4999);
  expect(door.knocks).toBe(1);
  door.error = "upstream_refused";
  door.takesMs = 100;
  await clock.advance(1);
  all.probe({ ...probing, everyMs: 0 });
  await clock.advance(60_000);

  expect([door.knocks, all.look(work).circuit.state, clock.waiting()]).toEqual([2, "closed", 0]);
  all.stop();
});
