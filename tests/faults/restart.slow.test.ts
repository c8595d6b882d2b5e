import { afterEach, beforeEach, expect, test } from "bun:test";
import { startLoad } from "../support/load.ts";
import { newRestarting, type Restarting } from "../support/restarting.ts";
import { until } from "../support/wait.ts";

let place: Restarting;
beforeEach(() => {
  place = newRestarting();
});
afterEach(() => place.leave());

const runs = 10;
const perSecond = 2000;

test("D-24: ten restarts at up to 2,000 requests a second: none is refused, none is lost, each has one row", async () => {
  await place.cli("start");
  const load = startLoad(place.url, { clients: 40, perSecond });
  const pids = [await place.pid()];
  const beganAt = performance.now();
  for (let run = 0; run < runs; run++) {
    const answeredBefore = load.answered();
    await until("the daemon has work", () => load.answered() > answeredBefore + perSecond / 2, 60_000);
    const restarted = await place.cli("restart");
    expect(restarted).toMatchObject({ code: 0, err: "" });
    pids.push(await place.pid());
  }
  const { answered, lost } = await load.stop();
  const seconds = (performance.now() - beganAt) / 1000;
  console.log(
    `D-24: ${answered} requests, ${Math.round(answered / seconds)} a second, ${runs} restarts, ${lost.length} lost`,
  );

  expect(new Set(pids).size).toBe(runs + 1);
  expect(lost).toEqual([]);
  for (const pid of pids.slice(0, -1)) await place.hasEnded(pid);
  const rows = await place.rows();
  expect(rows.length).toBe(answered);
  expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length);
  expect(rows.filter(({ outcome }) => outcome !== "--")).toEqual([]);
  expect((await place.control.status({})).inFlight).toBe(0);
  expect(place.leaks()).toEqual([]);
}, 300_000);
