import { expect, test } from "bun:test";
import { readdirSync, readFileSync, utimesSync } from "node:fs";
import { join } from "node:path";
import { ended } from "../../../src/core/outcome.ts";
import { createRecording } from "../../../src/lib/recording.ts";
import { createTraces, type TraceParts, type TraceRules } from "../../../src/state/traces/index.ts";
import { exchangeOf } from "../../support/exchange.ts";
import { scratchFolder } from "../../support/scratch.ts";

const megabyte = 1024 * 1024;

const tracing = (more: Partial<TraceRules> = {}) => {
  const folder = join(scratchFolder(), "traces");
  const trouble: string[] = [];
  const traces = createTraces({ now: Date.now, onTrouble: (why) => void trouble.push(why), isKept: true });
  const rules: TraceRules = {
    isOn: true,
    folder,
    headers: true,
    bodies: true,
    maxBodyBytes: megabyte,
    keep: { days: 7, bytes: 500 * megabyte },
    ...more,
  };
  const tracer = traces.tracer(rules);
  if (tracer === null) throw new Error("off");
  const files = (): readonly string[] => readdirSync(folder).toSorted();
  return { traces, tracer, folder, files, trouble };
};

let serial = 0;

/** A trace of an answer with this body. */
const partsOf = async (answer: string, take: (bytes: number) => boolean): Promise<TraceParts> => {
  const exchange = exchangeOf("/v1/messages");
  exchange.settle(ended(200));
  const body = createRecording(megabyte, take);
  body.hear(new TextEncoder().encode(answer));
  return {
    exchange: {
      id: `r_test${String(serial++).padStart(6, "0")}`,
      startedAt: 0,
      method: "POST",
      path: "/v1/messages",
      query: "",
      body: null,
      bodyKind: "none",
      encoding: null,
      dialect: null,
      client: null,
      rule: "test",
      notes: exchange.notes,
    },
    asked: {},
    outcome: await exchange.outcome,
    answer: { status: 200, headers: {}, encoding: null },
    body,
  };
};

test("S-58: there are never more of them than may be kept, and the oldest go first", async () => {
  const { traces, tracer, files } = tracing({ keep: { days: 7, bytes: 20_000 } });

  for (let at = 0; at < 30; at++) tracer.write(await partsOf("x".repeat(1000), tracer.take));
  await traces.flush();

  expect(files().length).toBeGreaterThan(5);
  expect(files().length).toBeLessThan(20);
  expect(files().at(-1)).toBe(`r_test${String(serial - 1).padStart(6, "0")}.json`);
  expect(traces.health()).toEqual({ written: 30, dropped: 0 });
});

test("S-58: what is kept counts in bytes on the disk, whatever the letters", async () => {
  const { traces, tracer, folder, files } = tracing({ keep: { days: 7, bytes: 40_000 } });

  for (let at = 0; at < 10; at++) tracer.write(await partsOf("漢".repeat(3000), tracer.take));
  await traces.flush();

  const bytes = files().reduce((sum, name) => sum + readFileSync(join(folder, name)).length, 0);
  expect(bytes).toBeLessThanOrEqual(40_000);
  expect(bytes).toBeGreaterThan(9000);
});

test("S-58: a clock that was set back does not keep old ones from being taken away", async () => {
  let now = Date.now() + 400 * 86_400_000;
  const folder = join(scratchFolder(), "traces");
  const traces = createTraces({ now: () => now, onTrouble: () => undefined, isKept: true });
  const tracer = traces.tracer({
    ...{ isOn: true, folder, headers: true, bodies: true, maxBodyBytes: megabyte },
    keep: { days: 7, bytes: 500 * megabyte },
  });
  if (tracer === null) throw new Error("off");
  const write = async (): Promise<void> => {
    tracer.write(await partsOf("x", tracer.take));
    await traces.flush();
  };
  await write();
  const [first = ""] = readdirSync(folder);
  utimesSync(join(folder, first), 1, 1);

  now = Date.now();
  await write();

  expect(readdirSync(folder)).not.toContain(first);
});

test("memory for bodies has a limit: beyond it they are left out, and it is given back", async () => {
  const { traces, tracer } = tracing();
  let taken = 0;
  while (tracer.take(megabyte)) taken++;
  expect(taken).toBe(64);

  const parts = await partsOf("hello", tracer.take);
  expect(parts.body?.bytes().length).toBe(0);
  tracer.write(parts);
  await traces.flush();
  expect(traces.health().written).toBe(1);
});

test("what a trace has held is free again when it is written", async () => {
  const { traces, tracer } = tracing();

  for (let round = 0; round < 3; round++) {
    for (let at = 0; at < 30; at++) tracer.write(await partsOf("y".repeat(megabyte), tracer.take));
    await traces.flush();
  }

  expect(traces.health()).toEqual({ written: 90, dropped: 0 });
  expect(tracer.take(64 * megabyte)).toBe(true);
}, 30_000);

test("of a WebSocket it is said that its messages are not kept, and how many bytes they were", async () => {
  const { traces, tracer, folder, files } = tracing();
  const parts = await partsOf("", tracer.take);
  parts.exchange.notes.bytesOut = 28;

  tracer.write({ ...parts, answer: { status: 101, headers: {}, encoding: null } });
  await traces.flush();

  const { answer } = JSON.parse(readFileSync(join(folder, files()[0] ?? ""), "utf8"));
  expect(answer.body).toMatchObject({ bytes: 28, text: null, why: "messages of a WebSocket are not kept" });
});

test("S-33: nothing in a file speaks to a terminal", async () => {
  const { traces, tracer, folder, files } = tracing();

  tracer.write(await partsOf("\u001b[31m\u202e\u009b", tracer.take));
  await traces.flush();

  expect(readFileSync(join(folder, files()[0] ?? ""), "utf8")).toContain("\\u001b[31m\\u202e\\u009b");
});

test("nothing is traced that should not be: off, or a daemon that keeps nothing", () => {
  const options = { now: Date.now, onTrouble: () => undefined };
  const rules = {
    isOn: true,
    folder: "/nowhere",
    headers: true,
    bodies: true,
    maxBodyBytes: 1,
    keep: { days: 1, bytes: 1 },
  };

  expect(createTraces({ ...options, isKept: true }).tracer({ ...rules, isOn: false })).toBe(null);
  expect(createTraces({ ...options, isKept: false }).tracer(rules)).toBe(null);
});
