import { expect, test } from "bun:test";
import { watchStream } from "../../src/control/watch-stream.ts";
import type { Notice } from "../../src/core/notice.ts";
import { createNotices } from "../../src/state/notices.ts";
import { quietStatus } from "../support/control.ts";
import { until } from "../support/wait.ts";

const watching = (snapshots = { count: 0 }) => {
  const notices = createNotices();
  const stream = () =>
    watchStream({
      listen: notices.listen,
      snapshot: async () => {
        snapshots.count++;
        return { type: "snapshot", status: quietStatus };
      },
    }).getReader();
  return { notices, stream, snapshots };
};

const reload = (generation: number): Notice => ({ type: "config-reloaded", generation, needsRestart: [] });
const linesIn = (chunk: Uint8Array | undefined) =>
  new TextDecoder()
    .decode(chunk)
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line));

test("what has happened meanwhile comes in one piece, in order, each on a line of its own", async () => {
  const { notices, stream } = watching();
  const reader = stream();
  await reader.read();

  for (let generation = 0; generation < 500; generation++) notices.send(reload(generation));
  const { value } = await reader.read();

  expect(linesIn(value).map(({ generation }) => generation)).toEqual(Array.from({ length: 500 }, (_, index) => index));
});

test("a notice is written once however many watchers there are, and not at all for who never takes it", async () => {
  const { notices, stream } = watching();
  const readers = [stream(), stream(), stream()];
  for (const reader of readers.slice(1)) await reader.read();
  let written = 0;
  const notice = { ...reload(7), toJSON: () => ({ written: ++written }) };

  notices.send(notice);
  const chunks = await Promise.all(readers.slice(1).map((reader) => reader.read()));

  expect(written).toBe(1);
  expect(chunks.map(({ value }) => linesIn(value))).toEqual([[{ written: 1 }], [{ written: 1 }]]);
});

test("who has missed something gets a snapshot in its place, and is told of nothing twice", async () => {
  const { notices, stream, snapshots } = watching();
  const reader = stream();
  await reader.read();
  for (let generation = 0; generation < 1001; generation++) notices.send(reload(generation));

  const { value: fresh } = await reader.read();
  notices.send(reload(5000));
  const { value: after } = await reader.read();

  expect(linesIn(fresh)).toEqual([expect.objectContaining({ type: "snapshot" })]);
  expect(linesIn(after)).toEqual([reload(5000)]);
  expect(snapshots.count).toBe(2);
});

test("a watcher that leaves while something is gathered for it is forgotten", async () => {
  const { notices, stream } = watching();
  const reader = stream();
  await reader.read();
  void reader.read();
  notices.send(reload(1));

  await reader.cancel();

  await until("nobody listens", () => notices.listeners() === 0);
});
