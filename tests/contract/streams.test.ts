import { expect } from "bun:test";
import type { ChatEvent } from "../../src/core/answer.ts";
import type { Dialect } from "../../src/core/dialect.ts";
import { isEventStream } from "../../src/core/stream-reader.ts";
import { parsedJson } from "../../src/lib/json.ts";
import type { SseEvent } from "../../src/lib/sse.ts";
import { type RecordedStream, recorded, recordedTest } from "../support/recordings.ts";
import { eventsOf, meaningOf, strangersIn, withoutOrigins, written } from "./laws.ts";
import { spoken } from "./spoken/index.ts";

const streamsOf = ({ name }: Dialect): RecordedStream[] =>
  recorded(name, "stream").filter(({ contentType }) => isEventStream(contentType));

const read = (events: readonly SseEvent[], { eventReader }: Dialect): ChatEvent[] =>
  withoutOrigins(meaningOf(events, eventReader()));

const write = (events: readonly ChatEvent[], { eventWriter }: Dialect): SseEvent[] => written(events, eventWriter());

const jsonOf = (events: readonly SseEvent[]): unknown[] => events.map(({ data }) => parsedJson(data) ?? data);

const asItIs = (event: unknown): unknown => event;

for (const { dialect, beside, besideInStreams, exactStreams, normalEvent = asItIs } of spoken) {
  recordedTest(`${dialect.name}: a recorded stream that is written again says the same`, () => {
    for (const { name, bytes } of streamsOf(dialect)) {
      const events = read(eventsOf(bytes), dialect);

      expect(events.length, name).toBeGreaterThan(0);
      expect(read(write(events, dialect), dialect), name).toEqual(events);
    }
  });

  if (exactStreams > 0)
    recordedTest(
      `${dialect.name}: at least ${exactStreams} recorded streams are written event by event as they were`,
      () => {
        const exact = streamsOf(dialect).filter(({ bytes }) => {
          const events = eventsOf(bytes);
          const again = write(read(events, dialect), dialect);
          return Bun.deepEquals(jsonOf(again).map(normalEvent), jsonOf(events).map(normalEvent));
        });

        expect(exact.length).toBeGreaterThanOrEqual(exactStreams);
      },
    );

  if (besideInStreams === undefined) continue;

  recordedTest(`${dialect.name}: what the words know is never hidden in the extras of events`, () => {
    const events = streamsOf(dialect).flatMap(({ bytes }) => read(eventsOf(bytes), dialect));

    expect(strangersIn(events, { ...beside, ...besideInStreams })).toEqual([]);
  });
}
