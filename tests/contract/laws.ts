import type { ChatEvent } from "../../src/core/answer.ts";
import type { EventReader, EventWriter } from "../../src/core/dialect.ts";
import { isObject } from "../../src/lib/json.ts";
import { type SseEvent, sseReader } from "../../src/lib/sse.ts";

/** The events of a stream's bytes, as its format frames them. */
export const eventsOf = (bytes: Uint8Array): SseEvent[] => {
  const events: SseEvent[] = [];
  const reader = sseReader((event) => events.push(event));
  reader.read(bytes);
  reader.end();
  return events;
};

/** What the events of a stream mean. */
export const meaningOf = (events: readonly SseEvent[], reader: EventReader): ChatEvent[] => [
  ...events.flatMap((event) => reader.read(event)),
  ...(reader.end?.() ?? []),
];

/** The stream that a writer makes of these. */
export const written = (events: readonly ChatEvent[], writer: EventWriter): SseEvent[] =>
  eventsOf(new TextEncoder().encode(events.map((event) => writer.write(event)).join("")));

/** The same without the places where it stood: a writer that looks there would prove nothing. */
export const withoutOrigins = <T>(value: T): T => stripped(value) as T; // the same, field by field, but for `origin`

const stripped = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(stripped);
  if (!isObject(value)) return value;
  const isPart = "extras" in value && "origin" in value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inside]) =>
      isPart && name === "origin" ? [name, null] : [name, isOpaque(name) ? inside : stripped(inside)],
    ),
  );
};

/** What came as it is: nothing in it is ours. */
const isOpaque = (name: string): boolean => name === "extras" || name === "json";

/** All extras anywhere in a value of ours. */
export const extrasIn = (value: unknown): unknown[] => {
  if (Array.isArray(value)) return value.flatMap(extrasIn);
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([name, inside]) =>
    name === "extras" ? [inside] : isOpaque(name) ? [] : extrasIn(inside),
  );
};

/** Every path to a value that says something: `usage.iterations.type`, whichever of a list it is in. */
export const pathsIn = (value: unknown, before = ""): string[] => {
  if (value === null || value === undefined) return [];
  if (Array.isArray(value) && value.some(isObject)) return value.flatMap((one) => pathsIn(one, before));
  if (!isObject(value) || Object.keys(value).length === 0) return [before];
  return Object.entries(value).flatMap(([name, inside]) => pathsIn(inside, before === "" ? name : `${before}.${name}`));
};

/** What extras anywhere in a value hold besides what they may. */
export const strangersIn = (value: unknown, beside: Readonly<Record<string, string>>): string[] => {
  const known = Object.keys(beside);
  const isBeside = (path: string): boolean =>
    path === "" || known.some((name) => path === name || path.startsWith(`${name}.`));
  const paths = extrasIn(value).flatMap((extras) => pathsIn(extras));
  return [...new Set(paths)].filter((path) => !isBeside(path));
};

/** The entries of a list of what extras may hold that no extras hold. */
export const idleIn = (value: unknown, beside: Readonly<Record<string, string>>): string[] => {
  const paths = extrasIn(value).flatMap((extras) => pathsIn(extras));
  return Object.keys(beside).filter((name) => !paths.some((path) => path === name || path.startsWith(`${name}.`)));
};
