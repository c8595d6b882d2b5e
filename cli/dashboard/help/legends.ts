/** What stands in the lists without a word of its own, and how a filter is written. */
export const legends = [
  {
    title: "STATES",
    lines: [
      "200 ok   >> running   Q2 waits, second in the row   429 limited",
      "5xx upstream error   CUT stream cut   ABT client left",
      "HIT out of the cache of answers   REF refused by the proxy",
    ],
  },
  {
    title: "FILTER",
    lines: ["model:glm st:5xx up:zai* cost:>0.1 time:>10s session:s_19", 'text, !not, "quoted", and = space, or = |'],
  },
] as const;
