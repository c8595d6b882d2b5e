/** What stands in the lists without a word of its own, and how a filter is written. */
export const legends = [
  {
    title: "STATES",
    lines: [
      "200 ok   >> running   429 limited   5xx upstream error",
      "CUT stream cut   ABT client left   HIT from the cache   REF refused",
    ],
  },
  {
    title: "FILTER",
    lines: ["model:glm st:5xx up:zai* cost:>0.1 time:>10s session:s_19", 'text, !not, "quoted", and = space, or = |'],
  },
] as const;
