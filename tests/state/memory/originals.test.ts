import { expect, test } from "bun:test";
import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Original } from "../../../src/core/memory.ts";
import { openOriginals } from "../../../src/state/memory/originals.ts";
import { scratchFolder } from "../../support/scratch.ts";

const place = (): string => join(scratchFolder(), "originals.db");

const day = 86_400_000;

const storeIn = (file: string | null, { limits = { keepMs: 30 * day, maxBytes: 1_000_000 } } = {}) => {
  const clock = { at: 1_000 * day };
  const troubles: string[] = [];
  const store = openOriginals({
    ...{ file, limits, now: () => clock.at },
    later: () => undefined,
    onTrouble: (what) => troubles.push(what),
  });
  return { store, clock, troubles };
};

const original = (id: string, text = `${id} `.repeat(20), entry = 0): Original => ({
  ...{ id, text, entry, source: "Bash npm test", tokens: 20, importance: 0.5 },
});

const odd = "tabs\t, nothing \u0000, CRLF\r\n, \u001b[1mcolours\u001b[0m, é, 🦊, 日本語\n";

test.each([
  ["small", odd],
  ["large and packed", odd.repeat(500)],
])("a text comes back as it was, %s", async (_, text) => {
  const file = place();
  const { store } = storeIn(file);
  await store.keep([original("m_a", text)]);
  await store.tidy();
  store.close();

  const again = storeIn(file);

  expect(await again.store.text("m_a")).toBe(text);
  expect((await again.store.figures()).bytes).toBeLessThanOrEqual(Buffer.byteLength(text));
});

test("the file is for its owner alone", async () => {
  const file = place();
  await storeIn(file).store.keep([original("m_a")]);
  expect(readdirSync(join(file, "..")).map((name) => statSync(join(file, "..", name)).mode & 0o077)).toEqual([0, 0, 0]);
});

test("what is too old goes, what is pinned stays, and of what has gone it is known that it was there", async () => {
  const { store, clock } = storeIn(place());
  await store.keep([original("m_old"), original("m_pinned")]);
  await store.pin("m_pinned", true);
  clock.at += 31 * day;
  await store.keep([original("m_new")]);

  const before = await store.find("m_old");
  await store.tidy();
  const after = await store.find("m_old");

  expect([before, after, await store.text("m_old"), await store.find("m_never")]).toEqual(["gone", "gone", null, null]);
  expect((await store.list({ session: null, limit: 9 })).map(({ id }) => id)).toEqual(["m_new", "m_pinned"]);
});

test("where there is no room the oldest that nobody has pinned go first", async () => {
  const { store, clock } = storeIn(place(), { limits: { keepMs: day, maxBytes: 350 } });
  for (const id of ["m_1", "m_2", "m_3", "m_4", "m_5"]) {
    await store.keep([original(id, id.padEnd(100, "."))]);
    clock.at++;
  }
  await store.pin("m_1", true);
  await store.tidy();

  expect((await store.list({ session: null, limit: 9 })).map(({ id }) => id)).toEqual(["m_5", "m_4", "m_1"]);
  expect(await store.figures()).toMatchObject({ kept: 3, pinned: 1, bytes: 300, maxBytes: 350 });
});

test("what is forgotten is not in the file any more, except for what another conversation needs", async () => {
  const file = place();
  const { store } = storeIn(file);
  await store.keep([original("m_mine", "CANARY-1 ".repeat(30)), original("m_both", "shared ".repeat(30))]);
  await store.belong(["m_mine", "m_both"], "s_1");
  await store.keep([original("m_both", "shared ".repeat(30), 4)]);
  await store.belong(["m_both"], "s_2");

  const told = await store.forget({ which: "session", session: "s_1" });

  expect(told).toEqual({ forgotten: 1, bytes: 270 });
  expect(await store.find("m_both")).toMatchObject({ session: "s_2", entry: 4 });
  expect(await store.find("m_mine")).toBeNull();
  store.close();
  const bytes = readdirSync(join(file, "..")).map((name) => readFileSync(join(file, "..", name)).toString("latin1"));
  expect(bytes.join("").includes("CANARY-1")).toBe(false);
});

test("how often something was wanted back is counted", async () => {
  const { store } = storeIn(null);
  await store.keep([original("m_a")]);
  await store.recalled("m_a");
  await store.recalled("m_a");

  expect(await store.find("m_a")).toMatchObject({ timesRecalled: 2, isPinned: false, session: null });
  expect((await store.figures()).recalls).toBe(2);
});

test("a damaged file is moved aside and told, and keeping goes on", async () => {
  const file = place();
  writeFileSync(file, "this is no database. ".repeat(500), { mode: 0o600 });
  const { store, troubles } = storeIn(file);
  await store.keep([original("m_a")]);

  expect(await store.find("m_a")).toMatchObject({ id: "m_a" });
  expect(readdirSync(join(file, "..")).some((name) => name.includes(".corrupt-"))).toBe(true);
  expect(troubles.join()).toContain("was damaged");
});
