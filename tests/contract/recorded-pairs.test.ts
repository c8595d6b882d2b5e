import { expect } from "bun:test";
import { ProxyError } from "../../src/core/errors.ts";
import type { JsonObject } from "../../src/lib/json.ts";
import { type Place, places } from "../support/destinations.ts";
import { recorded, recordedTest } from "../support/recordings.ts";
import { clients, sentTo } from "../support/translated.ts";

/** What is refused on purpose is a row of the table, and no request. */
const problemsOf = (
  from: (typeof clients)[number],
  body: JsonObject,
  { destination, problems }: Place,
): readonly string[] => {
  try {
    return problems(sentTo(from, body, destination).body);
  } catch (error) {
    if (error instanceof ProxyError && error.code === "untranslatable" && error.rule !== null) return [];
    throw error;
  }
};

for (const from of clients)
  recordedTest(`${from}: every recorded request is one that each other vendor takes`, () => {
    const wrong = recorded(from, "request").flatMap(({ name, body }) =>
      places
        .filter(({ destination }) => destination.dialect !== from)
        .flatMap((place) => problemsOf(from, body, place).map((problem) => `${name} to ${place.name}: ${problem}`)),
    );

    expect(wrong).toEqual([]);
  });
