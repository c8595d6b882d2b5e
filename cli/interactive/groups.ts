/** What people come for, and the commands for it. */
export const groups: readonly (readonly [name: string, commands: readonly string[]])[] = [
  [
    "see traffic",
    ["status", "tui", "stats", "sessions", "memory", "why", "limits", "logs", "trace", "web", "statusline"],
  ],
  [
    "steer",
    ["start", "switch-upstream", "models", "run", "env", "budget", "stop", "restart", "reload", "demo", "simulator"],
  ],
  ["set up", ["upstreams", "keys", "config", "token", "prices", "cache", "service", "completions", "man"]],
  ["find trouble", ["doctor", "test-context", "benchmark", "bug-report"]],
];

/** Where a command stands that is in none of them. */
export const otherGroup = "more";

/** These commands by their groups, in the order above. */
export const grouped = <Entry extends { readonly name: string }>(
  entries: readonly Entry[],
): readonly (readonly [group: string, entry: Entry])[] => {
  const known = groups.flatMap(([, names]) => names);
  return [
    ...groups.flatMap(([group, names]) =>
      names.flatMap((name) => entries.filter((entry) => entry.name === name).map((entry) => [group, entry] as const)),
    ),
    ...entries.filter(({ name }) => !known.includes(name)).map((entry) => [otherGroup, entry] as const),
  ];
};
