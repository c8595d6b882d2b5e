/** A pattern for names: `*` = anything, `?` = one sign, `{a,b}` = one of these; all else is itself, in any case. */
export type Glob = { readonly text: string; readonly fits: (name: string) => boolean };

/** The pattern that a text says; null where it can be none: it is empty, has blanks, or a brace without the other. */
export const globOf = (text: string): Glob | null => {
  if (text === "" || text.length > longest || /\s/.test(text)) return null;
  const patterns = spelledOut(text.toLowerCase());
  if (patterns === null) return null;
  return {
    text,
    fits: (name) => {
      const lower = name.toLowerCase();
      return patterns.some((pattern) => isLike(lower, pattern));
    },
  };
};

/** Several patterns as one: what fits any of them. */
export const anyGlob = (patterns: string | readonly string[]): Glob => {
  const globs = [patterns].flat().flatMap((pattern) => globOf(pattern) ?? []);
  return { text: globs.map(({ text }) => text).join(" or "), fits: (name) => globs.some(({ fits }) => fits(name)) };
};

/** So that nothing takes long to be compared. */
const longest = 200;
const mostSpelledOut = 64;

/** `{a,b}-c` → `a-c`, `b-c`. Null where the braces are no pairs, or there are too many. */
const spelledOut = (text: string): readonly string[] | null => {
  const [, before = "", inside, after = ""] = /^([^{}]*)\{([^{}]*)\}(.*)$/.exec(text) ?? [];
  if (inside === undefined) return /[{}]/.test(text) ? null : [text];
  const rest = spelledOut(after);
  if (rest === null) return null;
  const all = inside.split(",").flatMap((one) => rest.map((end) => before + one + end));
  return all.length > mostSpelledOut ? null : all;
};

/** Goes back to the latest `*` alone, so that no pattern takes longer than its length times the name's. */
const isLike = (name: string, pattern: string): boolean => {
  let [at, next] = [0, 0];
  let [star, tried] = [-1, 0];
  while (at < name.length) {
    const sign = pattern[next];
    if (sign === "*") [star, tried, next] = [next, at, next + 1];
    else if (sign === "?" || sign === name[at]) [at, next] = [at + 1, next + 1];
    else if (star < 0) return false;
    else {
      tried++;
      [at, next] = [tried, star + 1];
    }
  }
  while (pattern[next] === "*") next++;
  return next === pattern.length;
};
