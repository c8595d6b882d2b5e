import { expect, test } from "bun:test";
import { nextWait, supervise } from "../../../cli/daemon/supervise.ts";
import { unsound } from "../../../cli/exit-codes.ts";

/** A supervisor of something that ends with these codes, one after the other; the clock moves only by what is told. */
const supervised = (ends: readonly (number | Error | "until a signal")[], lastsMs = 10) => {
  const told: string[] = [];
  const waits: number[] = [];
  let now = 0;
  let starts = 0;
  let signal: (name: NodeJS.Signals) => void = () => undefined;
  const passed: string[] = [];
  const ended = supervise({
    run: async (onSignals) => {
      const end = ends[starts++];
      const { promise, resolve } = Promise.withResolvers<number>();
      onSignals(["SIGTERM"], (name) => {
        passed.push(name);
        resolve(143);
      });
      now += lastsMs;
      if (end instanceof Error) throw end;
      return end === "until a signal" ? promise : (end ?? 0);
    },
    onSignals: (_, hear) => {
      signal = hear;
    },
    tell: (text) => void told.push(text),
    tick: () => now,
    sleep: async (ms) => {
      waits.push(ms);
      if (ends[starts] === undefined) await new Promise(() => undefined); // nothing but a signal ends this wait
    },
  });
  return { ended, told, waits, passed, starts: () => starts, signal: (name: NodeJS.Signals) => signal(name) };
};

test("D-22 what crashes is started again after 1, 2, 4 … 60 seconds, and a proper end ends it all", async () => {
  const { ended, waits, told } = supervised([139, 139, 1, 1, 1, 1, 1, 1, 0]);

  expect(await ended).toBe(0);
  expect(waits).toEqual([1000, 2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000]);
  expect(told[0]).toBe("the daemon ended with 139; it is started again in 1 s");
});

test("a daemon that looked on at itself and saw something has ended in order, and is not started again", async () => {
  const { ended, starts } = supervised([unsound, 0]);

  expect(await ended).toBe(unsound);
  expect(starts()).toBe(1);
});

test("after a minute that went well the waits begin anew", () => {
  expect(nextWait(32_000, 59_999)).toBe(60_000);
  expect(nextWait(32_000, 60_000)).toBe(1000);
});

test("a first start that fails is the caller's; a later one is tried again", async () => {
  expect(supervised([new Error("port taken")]).ended).rejects.toThrow("port taken");

  const later = supervised([1, new Error("port taken"), 0]);
  expect(await later.ended).toBe(0);
  expect(later.told).toContain("port taken");
});

test("a signal is passed on and then nothing is started again", async () => {
  const { ended, signal, passed, starts } = supervised(["until a signal"]);

  signal("SIGTERM");

  expect(await ended).toBe(143);
  expect({ passed, starts: starts() }).toEqual({ passed: ["SIGTERM"], starts: 1 });
});

test("a signal ends the wait for the next start too", async () => {
  const { ended, signal, waits, starts } = supervised([139]);
  while (waits.length === 0) await Bun.sleep(0);

  signal("SIGINT");

  expect(await ended).toBe(139);
  expect(starts()).toBe(1);
});
