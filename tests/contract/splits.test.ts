import { expect } from "bun:test";
import fc from "fast-check";
import type { Dialect, StreamReader } from "../../src/core/dialect.ts";
import { isEventStream } from "../../src/core/stream-reader.ts";
import { dialects } from "../../src/dialects/index.ts";
import { type SseEvent, sseReader } from "../../src/lib/sse.ts";
import { type RecordedStream, recorded, recordedTest } from "../support/recordings.ts";
import { eventsOf } from "./laws.ts";

/** Where one format streams what no content type tells. */
const path = "/v1beta/models/m:streamGenerateContent";

/** Streams so short that every single cut of them can be tried. */
const shortBytes = 1_200;

const seenIn = (chunks: readonly Uint8Array[], { readStream }: Dialect, { contentType }: RecordedStream): unknown => {
  const reader = readStream(contentType, (text) => text.length, path);
  let isChanged = false;
  for (const chunk of chunks) {
    const buffer = chunk.slice();
    reader?.read(buffer);
    isChanged ||= !Buffer.from(buffer.buffer).equals(chunk);
    buffer.fill(0); // as the runtime may, which takes its buffers back
  }
  reader?.end();
  return reader === null ? null : { isChanged, told: told(reader) };
};

const told = (reader: StreamReader): unknown => [
  ...[reader.state(), reader.warnings(), reader.atBoundary(), reader.reported()],
];

const eventsIn = (chunks: readonly Uint8Array[]): SseEvent[] => {
  const events: SseEvent[] = [];
  const reader = sseReader((event) => events.push(event));
  for (const chunk of chunks) reader.read(chunk);
  reader.end();
  return events;
};

/** The bytes in pieces. */
const cutAt = (bytes: Uint8Array, cuts: readonly number[]): Uint8Array[] => {
  const places = [...new Set(cuts.map((cut) => cut % (bytes.length + 1)))].sort((one, other) => one - other);
  return [0, ...places].map((from, index) => bytes.slice(from, places[index] ?? bytes.length));
};

const asOne = { isSameView: true, areSameEvents: true };

const expectSame = (stream: RecordedStream, dialect: Dialect, splits: Iterable<readonly number[]>): void => {
  const whole = seenIn([stream.bytes], dialect, stream);
  const events = eventsOf(stream.bytes);
  for (const cuts of splits) {
    const chunks = cutAt(stream.bytes, cuts);

    const isSameView = Bun.deepEquals(seenIn(chunks, dialect, stream), whole);
    const areSameEvents = !isEventStream(stream.contentType) || Bun.deepEquals(eventsIn(chunks), events);

    expect({ isSameView, areSameEvents }, `${stream.name} cut at ${cuts}`).toEqual(asOne);
  }
  expect(whole).toMatchObject({ isChanged: false });
};

for (const dialect of dialects) {
  const streams = (): RecordedStream[] => recorded(dialect.name, "stream");
  if (dialect.own !== undefined) continue; // nobody else speaks it, so there is nothing to record

  recordedTest(`${dialect.name}: a short recorded stream is read the same whichever byte it is cut at`, () => {
    for (const stream of streams().filter(({ bytes }) => bytes.length <= shortBytes))
      expectSame(
        stream,
        dialect,
        Array.from({ length: stream.bytes.length }, (_, cut) => [cut]),
      );
  });

  recordedTest(
    `${dialect.name}: every recorded stream is read the same in pieces of any size, and no byte changes`,
    () => {
      for (const stream of streams()) {
        const cuts = fc.array(fc.nat({ max: stream.bytes.length }), { maxLength: 40 });

        expectSame(stream, dialect, fc.sample(cuts, { numRuns: 4 }));
      }
    },
  );

  recordedTest(
    `${dialect.name}: a whole recorded stream has come to its end, and a beginning of it alone has not`,
    () => {
      for (const stream of streams()) {
        const reader = dialect.readStream(stream.contentType, undefined, path);

        reader?.read(stream.bytes.slice(0, 20));
        expect(reader?.state(), stream.name).toBe("open");
        reader?.read(stream.bytes.slice(20));
        reader?.end();
        expect(["ended", "failed"], stream.name).toContain(reader?.state() ?? "unread");
      }
    },
  );
}
