/**
 * The name of the media type that an Accept header likes best: the highest `q`, then the one that is asked for by name,
 * then the first. Also the first where none is welcome, because an answer is more use than a refusal.
 */
export const preferred = <Name extends string>(accept: string, types: Readonly<Record<Name, string>>): Name => {
  const ranges = accept.split(",").map(rangeIn);
  const names = Object.keys(types) as Name[]; // its own
  const rated = names.map((name) => ({ name, ...ratingOf(types[name], ranges) }));
  return rated.reduce((best, one) => (isBetter(one, best) ? one : best)).name;
};

type Rating = { readonly quality: number; readonly closeness: number };

const isBetter = (one: Rating, other: Rating): boolean =>
  one.quality === other.quality ? one.closeness > other.closeness : one.quality > other.quality;

type Range = { readonly type: string; readonly quality: number };

const rangeIn = (text: string): Range => {
  const [type = "", ...parameters] = text.split(";").map((part) => part.trim().toLowerCase());
  const quality = parameters.find((parameter) => parameter.startsWith("q="));
  return { type, quality: quality === undefined ? 1 : Number(quality.slice(2)) || 0 };
};

/** What is said of the type itself counts before what is said of its kind, and that before what is said of everything. */
const ratingOf = (type: string, ranges: readonly Range[]): Rating => {
  const closest = [type, `${type.split("/")[0]}/*`, "*/*"];
  const found = closest.map((wanted) => ranges.find((range) => range.type === wanted));
  const at = found.findIndex((range) => range !== undefined);
  return { quality: found[at]?.quality ?? 0, closeness: at < 0 ? 0 : closest.length - at };
};
