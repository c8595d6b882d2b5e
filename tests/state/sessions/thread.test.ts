import { Database } from "bun:sqlite";
import { expect, test } from "bun:test";
import { join } from "node:path";
import { sessionsInFile } from "../../../src/state/sessions/thread.ts";
import { scratchFolder } from "../../support/scratch.ts";
import { newSmallDisk } from "../../support/small-disk.ts";
import { until } from "../../support/wait.ts";

const row = (id: string, data = "{}") => ({ id, lastAt: Date.now(), data });
const idsIn = (file: string): readonly string[] => {
  const database = new Database(file, { readonly: true });
  const rows = database.query("SELECT id FROM sessions ORDER BY id").all() as { id: string }[];
  database.close();
  return rows.map(({ id }) => id);
};

const disk = newSmallDisk();
test.skipIf(disk === null)(
  "V4, D-03: what a full disk does not take is told once, waits, and is written when there is room",
  async () => {
    const file = join(disk?.folder ?? "", "memory.db");
    const told: string[] = [];
    const store = sessionsInFile(file, (what) => void told.push(what));
    store.save([row("s_a"), row("s_b")], []);
    await until("the first are written", async () => (await store.load(null)).length === 2);
    disk?.fill();
    for (let index = 0; index < 5; index++) store.save([row(`s_${index}`, "x".repeat(20_000))], ["s_b"]);
    await until("it is told", () => told.length > 0);
    await store.load(null);
    const during = told.length;
    disk?.free();
    store.save([row("s_z")], []);
    await store.close();

    expect(during).toBe(1);
    expect(idsIn(file)).toEqual(["s_0", "s_1", "s_2", "s_3", "s_4", "s_a", "s_z"]);
    disk?.remove();
  },
);

test("V4: a session that is forgotten while it waits to be written is not written", async () => {
  const file = join(scratchFolder(), "memory.db");
  const store = sessionsInFile(file, () => undefined);
  store.save([row("s_a"), row("s_b")], []);
  store.save([], ["s_a"]);
  await store.close();

  expect(idsIn(file)).toEqual(["s_b"]);
});
