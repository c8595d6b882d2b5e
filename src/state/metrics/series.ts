/** What stands for every value of a label that came after too many others. */
export const other = "other";

/** More values of one label than that would make the answer to a scrape as long as somebody who invents them likes. */
const mostValues = 200;

/** No name that anybody means is longer. */
const longest = 120;

/** Gives back a label's value as it can be printed, or `other` where too many different ones have been seen before it. */
export const boundedLabel = (): ((value: string) => string) => {
  const seen = new Set<string>();
  return (value) => {
    if (seen.has(value)) return value; // it was printable then
    // Here and not where it is printed: two names that print alike would be one series twice, which no scraper takes.
    const short = value.slice(0, longest).toWellFormed().replaceAll("\r", " ");
    if (seen.has(short)) return short;
    if (seen.size >= mostValues) return other;
    seen.add(short);
    return short;
  };
};

/** Things kept by their labels. */
export type Series<Labels extends Readonly<Record<string, string>>, Value> = {
  /** The one with these labels; made where there is none yet. */
  readonly at: (labels: Labels) => Value;
  readonly all: () => readonly { readonly labels: Labels; readonly value: Value }[];
};

/** A series whose values begin as `make` makes them. */
export const createSeries = <Labels extends Readonly<Record<string, string>>, Value>(
  make: () => Value,
): Series<Labels, Value> => {
  const kept = new Map<string, { readonly labels: Labels; readonly value: Value }>();
  return {
    at: (labels) => {
      const key = Object.values(labels).join("\0");
      const found = kept.get(key);
      if (found !== undefined) return found.value;
      const made = { labels, value: make() };
      kept.set(key, made);
      return made.value;
    },
    all: () => [...kept.values()],
  };
};
