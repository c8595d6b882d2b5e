import { isObject, type JsonObject } from "../../lib/json.ts";

/** The arguments of one call that come piece by piece, each with its place: `$.recipe.steps[0]`. */
export type PartialArgs = {
  readonly take: (pieces: readonly unknown[]) => void;
  readonly value: () => JsonObject;
};

/** Puts the pieces of one call's arguments together. Texts grow; everything else comes whole. */
export const partialArgs = (): PartialArgs => {
  const args: Tree = {};
  return {
    take: (pieces) => {
      for (const piece of pieces) if (isObject(piece)) put(args, piece);
    },
    value: () => args,
  };
};

type Tree = Record<string, unknown>;

const put = (args: Tree, piece: JsonObject): void => {
  const steps = stepsOf(piece["jsonPath"]);
  const last = steps.at(-1);
  if (last === undefined) return;
  let place = args;
  for (const [at, step] of steps.slice(0, -1).entries()) place = inside(place, step, typeof steps[at + 1] === "number");
  const before = own(place, last);
  const value = valueIn(piece);
  const grown = typeof before === "string" && typeof value === "string" ? before + value : value;
  if (value !== undefined) define(place, last, grown);
};

const own = (place: Tree, step: string | number): unknown => (Object.hasOwn(place, step) ? place[step] : undefined);

/** Also `__proto__` is only a name here. */
const define = (place: Tree, step: string | number, value: unknown): void => {
  Object.defineProperty(place, step, { value, writable: true, enumerable: true, configurable: true });
};

const inside = (place: Tree, step: string | number, isList: boolean): Tree => {
  const there = own(place, step);
  if (typeof there === "object" && there !== null) return there as Tree; // a list takes numbers the same way
  const made = (isList ? [] : {}) as Tree;
  define(place, step, made);
  return made;
};

/** The steps of a path, no deeper and no further along a list than anybody means. */
const stepsOf = (path: unknown): (string | number)[] => {
  if (typeof path !== "string" || !path.startsWith("$") || path.length > 1_000) return [];
  const steps = [...path.matchAll(/\.([^.[\]]+)|\[(\d{1,4})\]|\['([^']*)'\]|\["([^"]*)"\]/g)];
  return steps.map(
    ([, name, index, quoted, doubly]) => name ?? (index === undefined ? (quoted ?? doubly ?? "") : Number(index)),
  );
};

const valueIn = (piece: JsonObject): unknown => {
  if (typeof piece["stringValue"] === "string") return piece["stringValue"];
  if (typeof piece["numberValue"] === "number") return piece["numberValue"];
  if (typeof piece["boolValue"] === "boolean") return piece["boolValue"];
  return "nullValue" in piece ? null : undefined;
};
