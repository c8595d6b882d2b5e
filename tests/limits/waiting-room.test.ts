import { expect, test } from "bun:test";
import { array, assert, asyncProperty, constantFrom } from "fast-check";
import { asProxyError, ProxyError } from "../../src/core/errors.ts";
import type { Full, Wish } from "../../src/limits/limiter.ts";
import { type RoomRules, WaitingRoom } from "../../src/limits/waiting-room.ts";
import { boundOf, waiterOf } from "../support/gate.ts";
import { until } from "../support/wait.ts";

const bound = boundOf(1, { per: null });
const full: Full = { bound, waitMs: null, isTooLarge: false };
const rules: RoomRules = { max: 100, maxWaitMs: 60_000 };

/** A room in front of so many free places. */
const newRoom = (free = 0) => {
  const places = { free, taken: [] as string[], givenBack: [] as string[] };
  const room = new WaitingRoom({
    take: async ({ id }: Wish) => {
      if (places.free === 0) return full;
      places.free--;
      places.taken.push(id);
      return null;
    },
    giveBack: async ({ id }) => void places.givenBack.push(id),
    tick: () => performance.now(),
  });
  return { room, places };
};

const codeOf = async (waiting: Promise<void>): Promise<string> =>
  waiting.then(() => "passed").catch((thrown: unknown) => asProxyError(thrown).code);

test("G11 who waits goes in turns among callers, as places become free", async () => {
  const { room, places } = newRoom();
  const waiting = ["a", "a", "a", "b"].map((caller, at) =>
    room.wait(waiterOf([bound], { caller, id: `${caller}${at}` }), full, rules),
  );

  expect(room.waiting().map(({ id }) => id)).toEqual(["a0", "b3", "a1", "a2"]);
  expect(room.placeOf("b3")).toBe(2);
  for (let turn = 0; turn < 4; turn++) {
    places.free++;
    room.stir();
    await until("one more has had its turn", () => places.taken.length === turn + 1);
  }
  await Promise.all(waiting);
  expect(places.taken).toEqual(["a0", "b3", "a1", "a2"]);
  expect([room.size, room.placeOf("b3")]).toEqual([0, 0]);
});

test("a place that becomes free without a word is found all the same: another daemon had it", async () => {
  const { room, places } = newRoom();
  const waiting = room.wait(waiterOf([bound]), full, rules);
  places.free = 1;

  await waiting;
  expect(places.taken).toHaveLength(1);
});

test("a client that leaves is out of the row at once, and takes nothing", async () => {
  const { room, places } = newRoom();
  const client = new AbortController();
  const waiting = codeOf(room.wait(waiterOf([bound], { signal: client.signal }), full, rules));

  client.abort();

  expect([await waiting, room.size]).toEqual(["client_left", 0]);
  places.free = 1;
  room.stir();
  expect(places.taken).toEqual([]);
  expect(await codeOf(room.wait(waiterOf([bound], { signal: AbortSignal.abort() }), full, rules))).toBe("client_left");
});

test("what was taken for a client that left just then is given back", async () => {
  const client = new AbortController();
  const givenBack: string[] = [];
  const room = new WaitingRoom({
    take: async () => {
      client.abort();
      return null;
    },
    giveBack: async ({ id }) => void givenBack.push(id),
    tick: () => performance.now(),
  });
  const waiting = codeOf(room.wait(waiterOf([bound], { id: "gone", signal: client.signal }), full, rules));

  room.stir();

  expect(await waiting).toBe("client_left");
  await until("it is given back", () => givenBack.length === 1);
});

test("the row has an end, and nobody stands in it for ever", async () => {
  const { room } = newRoom();
  const short = codeOf(room.wait(waiterOf([bound]), full, { max: 1, maxWaitMs: 20 }));

  expect(await codeOf(room.wait(waiterOf([bound]), full, { max: 1, maxWaitMs: 20 }))).toBe("queue_full");
  expect(await short).toBe("queued_too_long");
  expect(room.size).toBe(0);
});

test("a daemon that stops, or a person, ends the waiting with a word", async () => {
  const { room } = newRoom();
  const waiting = codeOf(room.wait(waiterOf([bound], { id: "r_mine" }), full, rules));

  room.end("r_other", new ProxyError("draining", "It stops."));
  expect(room.size).toBe(1);
  room.end("r_mine", new ProxyError("draining", "It stops."));
  expect(await waiting).toBe("draining");
});

test("nobody goes past one who waits for the same, and nobody waits for what somebody else waits for", async () => {
  const { room } = newRoom();
  const other = boundOf(1, { key: "other", per: null });
  void codeOf(room.wait(waiterOf([bound]), full, rules));

  expect(room.aheadOf(waiterOf([bound, other]))).toBe(full);
  expect(room.aheadOf(waiterOf([other]))).toBeNull();
  room.end(room.waiting()[0]?.id ?? "", new ProxyError("draining", "It stops."));
});

test("law: whoever comes, each has exactly one turn, and callers who wait have theirs one after the other", async () => {
  await assert(
    asyncProperty(array(constantFrom("a", "b", "c"), { minLength: 1, maxLength: 20 }), async (callers) => {
      const { room, places } = newRoom();
      const all = callers.map((caller, at) =>
        room.wait(waiterOf([bound], { caller, id: `${caller}${at}` }), full, rules),
      );
      const expected = room.waiting().map(({ id }) => id);
      places.free = callers.length;
      room.stir();
      await Promise.all(all);
      expect(places.taken).toEqual(expected);
    }),
    { numRuns: 30 },
  );
});
