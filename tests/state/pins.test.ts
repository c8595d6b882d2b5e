import { expect, test } from "bun:test";
import { chmodSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { openPins } from "../../src/state/pins.ts";
import { scratchFolder } from "../support/scratch.ts";

const newFile = () => join(scratchFolder(), "pins.json");
const now = () => 1_800_000_000_000;
const cn = { upstream: "cn", model: "glm-4.6" };

test("a pin is found again after a restart, in a file that is its owner's alone", () => {
  const file = newFile();
  const pins = openPins(file, now);
  pins.set("s_1", cn);
  pins.set("s_2", { upstream: "openai", model: null });

  const later = openPins(file, now);

  expect(later.of("s_1")).toEqual(cn);
  expect(later.all().map(({ session }) => session)).toEqual(["s_1", "s_2"]);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(later.remove("s_1")).toBe(true);
  expect(
    openPins(file, now)
      .all()
      .map(({ session }) => session),
  ).toEqual(["s_2"]);
});

test("a session that has none stays where it is, and nothing is written for it", () => {
  const file = newFile();
  const pins = openPins(file, now);

  expect([pins.of("s_1"), pins.remove("s_1"), pins.size()]).toEqual([null, false, 0]);
  pins.forget(["s_1"]);
  expect(readdirSync(dirname(file))).toEqual([]);
});

test("sessions that are over take theirs along", () => {
  const file = newFile();
  const pins = openPins(file, now);
  for (const session of ["s_1", "s_2", "s_3"]) pins.set(session, cn);

  pins.forget(["s_3", "s_1", "s_unknown"]);

  expect(
    openPins(file, now)
      .all()
      .map(({ session }) => session),
  ).toEqual(["s_2"]);
});

test("of very many the oldest goes", () => {
  const pins = openPins(null, now);
  for (let count = 0; count < 510; count++) pins.set(`s_${count}`, cn);

  expect([pins.size(), pins.of("s_9"), pins.of("s_10")]).toEqual([500, null, cn]);
});

test.each(["", "{", "{}", "null", "[7]", '[{"session":"s_1"}]', '[{"session":1,"upstream":"x","at":2}]'])(
  "a file that holds %p counts as none, and the next pin mends it",
  (text) => {
    const file = newFile();
    writeFileSync(file, text);

    const pins = openPins(file, now);

    expect(pins.size()).toBe(0);
    pins.set("s_1", cn);
    expect(openPins(file, now).of("s_1")).toEqual(cn);
  },
);

test("what cannot be written is told to who asks, and is not in force", () => {
  const file = newFile();
  const pins = openPins(join(file, "below", "pins.json"), now);
  writeFileSync(file, "");
  chmodSync(file, 0o400);

  expect(() => pins.set("s_1", cn)).toThrow();
  expect(pins.size()).toBe(0);
});
