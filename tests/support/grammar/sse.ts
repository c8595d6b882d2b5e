import { isObject, type JsonObject, parsedJson } from "../../../src/lib/json.ts";

/** One event of a stream, by its lines alone. */
export type Frame = { readonly name: string | null; readonly data: JsonObject; readonly text: string };

/** A rule of a format that a stream breaks. */
export class Broken extends Error {}

/** Fails where something is not as the format has it. */
export function rule(holds: boolean, what: string): asserts holds {
  if (!holds) throw new Broken(what);
}

/** The events of a stream whose lines end like this, strictly: each line is a field or a comment, each event ends with a blank line. */
export const framesIn = (text: string, lineEnd: "\n" | "\r\n" = "\n"): Frame[] => {
  const blank = lineEnd + lineEnd;
  rule(text === "" || text.endsWith(blank), "the last event has no end");
  return text
    .split(blank)
    .slice(0, -1)
    .flatMap((block) => {
      const all = block.split(lineEnd);
      const firstSaid = all.findIndex((line) => line !== ""); // empty lines between two events say nothing
      const lines = firstSaid < 0 ? [] : all.slice(firstSaid);
      rule(!block.replaceAll(lineEnd, "").includes("\n"), "a line ends in another way");
      if (lines.every((line) => line.startsWith(":"))) return []; // a comment
      const [first, second] = lines;
      const name = first?.startsWith("event: ") === true ? first.slice("event: ".length) : null;
      const said = name === null ? first : second;
      rule(lines.length === (name === null ? 1 : 2), `an event of ${lines.length} lines`);
      rule(said?.startsWith("data: ") === true, `no data in ${block.slice(0, 80)}`);
      const data = said.slice("data: ".length);
      const json = parsedJson(data);
      rule(data === "[DONE]" || isObject(json), `no JSON object: ${data.slice(0, 80)}`);
      return [{ name, data: isObject(json) ? json : {}, text: data }];
    });
};

/** An object that has to be there. */
export const objectAt = (json: JsonObject, name: string): JsonObject => {
  const value = json[name];
  rule(isObject(value), `${name} is no object in ${JSON.stringify(json).slice(0, 120)}`);
  return value;
};

/** A text that has to be there. */
export const textAt = (json: JsonObject, name: string): string => {
  const value = json[name];
  rule(typeof value === "string", `${name} is no text in ${JSON.stringify(json).slice(0, 120)}`);
  return value;
};

/** A list that has to be there. */
export const listAt = (json: JsonObject, name: string): readonly unknown[] => {
  const value = json[name];
  rule(Array.isArray(value), `${name} is no list in ${JSON.stringify(json).slice(0, 120)}`);
  return value as readonly unknown[];
};

/** A count that has to be there. */
export const countAt = (json: JsonObject, name: string): number => {
  const value = json[name];
  rule(
    typeof value === "number" && Number.isInteger(value) && value >= 0,
    `${name} is no count in ${JSON.stringify(json).slice(0, 160)}`,
  );
  return value;
};
