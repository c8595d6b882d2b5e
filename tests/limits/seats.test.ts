import { expect, jest, test } from "bun:test";
import { Seats } from "../../src/limits/seats.ts";
import { createAlone } from "../../src/state/shared/alone.ts";

test("a seat is kept as long as its request runs, and free when it has ended or its daemon has died", async () => {
  jest.useFakeTimers();
  try {
    const { counters } = createAlone(() => Date.now());
    const [here, dead] = [new Seats(counters), new Seats(counters)];
    const seat = { key: "k", most: 2 };
    await here.take("r_1", [seat]);
    await dead.take("r_2", [seat]);
    dead.stop(); // it renews nothing any more

    expect(await here.take("r_3", [seat])).toBe(seat);
    for (let turn = 0; turn < 4; turn++) {
      jest.advanceTimersByTime(20_000);
      for (let step = 0; step < 20; step++) await Promise.resolve();
    }
    expect(await here.take("r_3", [seat])).toBeNull();
    expect(await here.take("r_4", [seat])).toBe(seat);
    await here.leave("r_1");
    expect(await here.take("r_4", [seat])).toBeNull();
    expect(here.taken("k")).toBe(2);
  } finally {
    jest.useRealTimers();
  }
});

test("of several seats all are taken or none", async () => {
  const seats = new Seats(createAlone(() => 0).counters);
  const [wide, tight] = [
    { key: "wide", most: 5 },
    { key: "tight", most: 1 },
  ];
  await seats.take("r_1", [tight]);

  expect(await seats.take("r_2", [wide, tight])).toBe(tight);
  expect([seats.taken("wide"), seats.taken("tight")]).toEqual([0, 1]);
  await seats.leave("r_1");
  await seats.leave("r_1");
  expect(await seats.take("r_2", [wide, tight])).toBeNull();
  await seats.leave("r_2");
  expect([seats.taken("wide"), seats.taken("tight")]).toEqual([0, 0]);
});
