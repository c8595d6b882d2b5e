import { afterEach, beforeAll, beforeEach, expect, test } from "bun:test";
import { migrations } from "../../src/state/ledger/schema.ts";
import { version } from "../../src/version.ts";
import { commandIn, treeWith } from "../support/builds.ts";
import { startLoad } from "../support/load.ts";
import { type Ran, runProgram } from "../support/program.ts";
import { newRestarting, type Restarting } from "../support/restarting.ts";
import { until } from "../support/wait.ts";

const newerVersion = "99.1.0";

/** The next version: it has one more step in its ledger. */
let newer: string;
beforeAll(() => {
  newer = treeWith({
    "package.json": (text) => text.replace(`"version": "${version}"`, `"version": "${newerVersion}"`),
    "src/state/ledger/schema.ts": (text) =>
      text.replace(
        /(export const migrations[\s\S]*?)\n\];/,
        '$1\n  "ALTER TABLE requests ADD COLUMN of_tomorrow TEXT;",\n];',
      ),
  });
});

let place: Restarting;
beforeEach(() => {
  place = newRestarting();
});
afterEach(() => place.leave());

const ofNewer = (...words: readonly string[]): Promise<Ran> => {
  const env = { PROXY_PORT: String(place.port), PROXY_PARANOID: "1", PROXY_SIMULATOR_PACE_MS: "1" };
  return runProgram(commandIn(newer, words), { ...place.corner.env, ...env }, place.corner.folder);
};

test("D-23: an upgrade under load loses no request, takes the ledger along, and each request has one row of one of the two", async () => {
  await place.cli("start");
  const before = await place.pid();
  const load = startLoad(place.url, { clients: 4 });
  await until("requests are answered", () => load.answered() > 50);

  const restarted = await ofNewer("restart");
  const answeredThen = load.answered();
  await until("requests are answered by the new one", () => load.answered() > answeredThen + 50);
  const { answered, lost } = await load.stop();

  expect(restarted).toMatchObject({ code: 0, err: "" });
  expect(lost).toEqual([]);
  expect((await place.control.status({})).version).toBe(newerVersion);
  await place.hasEnded(before);
  const rows = await place.rows();
  expect(rows.length).toBe(answered);
  expect(new Set(rows.map(({ id }) => id)).size).toBe(answered);
  expect(rows.filter(({ outcome }) => outcome !== "--")).toEqual([]);
  expect(new Set(rows.map(({ run }) => run)).size).toBe(2);
  expect(Object.keys(rows[0] ?? {})).toContain("ofTomorrow");
  const { total } = await place.control.stats({ since: 0, by: "upstream" });
  expect([total.requests, total.ok]).toEqual([answered, answered]);
});

test("D-23, D-05: an older version is told that the ledger is too new for it, and the running one goes on", async () => {
  await ofNewer("start");
  const before = await place.pid();
  const load = startLoad(place.url, { clients: 4 });
  await until("requests are answered", () => load.answered() > 20);
  await place.rows(); // so that the ledger is there

  const restarted = await place.cli("restart");
  const answeredThen = load.answered();
  await until("requests are answered", () => load.answered() > answeredThen + 20);
  const { lost } = await load.stop();

  expect(restarted.code).toBe(78);
  expect(restarted.err).toContain(
    `was written by a newer version (schema ${migrations.length + 1}, this one knows ${migrations.length})`,
  );
  expect(restarted.err).toContain("try: update proxy-cli");
  expect(lost).toEqual([]);
  expect([await place.pid(), (await place.control.status({})).version]).toEqual([before, newerVersion]);
});
