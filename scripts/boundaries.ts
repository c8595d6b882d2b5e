import { type Import, type Problem, readSources, report, type Source } from "./source.ts";

/** What a place may import: places, files or packages; with `type ` before it as types only. */
type Row = readonly string[];

/**
 * Who may import whom. The longest matching key decides; a place may always import itself. Types cost nothing at run
 * time, so a place that only has to name another's shape may do that.
 */
export const table: Readonly<Record<string, Row>> = {
  "src/lib": [],
  "src/core": ["src/lib"],
  "src/dialects": ["src/core", "src/lib"],
  "src/providers": ["src/core", "src/lib"],
  "src/translation": ["src/core", "src/lib"], // by the words of a dialect, never by its name alone
  "src/availability": ["src/core", "src/lib"], // over a clock; what it does to the machine comes in
  "src/routing": ["src/core", "src/lib", "src/availability/order.ts", "type src/config"],
  "src/simulator": ["src/lib"], // written against the vendors' documents: a mistake must not agree with itself
  "src/meter": ["src/core", "src/lib", "src/dialects", "src/providers"],
  "src/memory": ["src/core", "src/lib", "src/dialects", "src/providers", "src/meter"],
  "src/cache": ["src/core", "src/lib"],
  "src/config": ["src/core", "src/lib", "type src/lifecycle/orders.ts"],
  "src/state": [
    ...["src/core", "src/lib", "src/availability", "src/budgets", "src/cache", "src/meter", "src/memory"],
    "type src/config",
  ],
  "src/budgets": ["src/core", "src/lib"],
  "src/limits": ["src/core", "src/lib", "type src/config"],
  "src/middleware": [
    ...["src/core", "src/lib", "src/availability", "src/budgets", "src/cache", "src/limits"],
    ...["src/memory", "src/meter", "src/routing", "src/translation"],
    ...["type src/state", "type src/config"],
  ],
  "src/own-middleware": ["src/core", "src/lib", "type src/config"],
  "src/server": [
    ...["src/core", "src/lib", "src/state", "src/meter", "type src/config", "type src/runtime.ts", "type src/web"],
  ],
  "src/upstream": ["src/core", "src/lib", "src/state", "src/meter", "src/translation", "type src/config"],
  "src/control": ["src/core", "src/lib", "src/config", "src/state", "type src/availability", "type src/meter"],
  "src/control/contract.ts": [
    ...["src/core", "src/lib", "type src/control/views.ts", "type src/config", "type src/state", "type src/meter"],
  ],
  "src/control/views.ts": ["src/core", "src/lib", "type src/config", "type src/state", "type src/meter"],
  "src/control/client.ts": ["src/core", "src/lib", "src/control/contract.ts"],
  "src/version.ts": ["package.json"],
  "src/accounts.ts": [
    ...["src/core", "src/lib", "src/memory", "src/state", "type src/meter", "type src/server", "type src/middleware"],
  ],
  "src/paranoid": ["src/core", "src/lib", "type src/server"],
  // What answers behind the door is loaded when somebody asks for the page, and answers with the calls of the contract.
  "src/web": ["src/core", "src/lib", "src/control/watch-stream.ts", "src/state/ledger/row.ts", "type src/control"],
  "src/simulator-host.ts": ["src/core", "src/lib", "src/simulator"],
  "src/offline": ["src"],
  "src/runtime.ts": [
    ...["src/core", "src/lib", "src/config", "src/dialects", "src/providers", "src/middleware", "src/memory"],
    ...["src/meter", "src/routing", "src/state", "src/server", "src/upstream", "type src/paranoid"],
    ...["type src/own-middleware", "type src/own-calls.ts", "type src/availability", "type src/limits", "src/wiring"],
  ],
  "src/wiring": [
    ...["src/core", "src/lib", "src/budgets", "src/limits", "src/memory", "src/meter", "src/providers", "src/upstream"],
    ...["src/own-calls.ts", "src/config/settings/budgets.ts", "type src/availability", "type src/config"],
    ...["type src/middleware", "type src/state", "type src/own-middleware", "type src/paranoid", "type src/server"],
  ],
  "src/own-calls.ts": [
    ...["src/core", "src/lib", "src/dialects", "src/providers", "src/server/accept.ts", "src/upstream"],
    ...["type src/config", "type src/state"],
  ],
  "src/live.ts": [
    ...[
      "type src/routing",
      "src/core",
      "src/lib",
      "src/runtime.ts",
      "src/control",
      "src/config",
      "src/state",
      "src/wiring",
    ],
  ],
  "src/rehearsal": [
    ...["src/core", "src/lib", "src/config", "src/providers", "src/routing", "src/server/accept.ts", "src/state"],
    ...["type src/engine/facts.ts", "type src/lifecycle/orders.ts"],
  ],
  "src/engine": [
    ...["src/core", "src/lib", "src/meter", "src/providers", "src/rehearsal", "src/routing", "src/server", "src/state"],
    ...["src/translation", "src/upstream", "src/wiring/limiting.ts", "type src/config", "type src/control"],
    ...["type src/lifecycle/crash-count.ts", "type src/live.ts", "type src/own-middleware", "type src/paranoid"],
    ...["type src/runtime.ts", "type src/simulator-host.ts", "type src/web", "type src/wiring"],
  ],
  "src/lifecycle": [
    ...[
      "src/core",
      "src/lib",
      "src/config",
      "src/control",
      "src/engine",
      "src/paranoid",
      "src/providers",
      "src/server",
    ],
    ...["src/state", "type src/rehearsal", "type src/upstream"],
  ],
  "src/lifecycle/orders.ts": ["src/core", "src/lib"], // the command line writes them
  "src/daemon.ts": ["src"],
  "src/surroundings.ts": ["src"],
  "src/lifecycle/process.ts": ["src"],
  "src/lifecycle/compiled.ts": [], // a start that waits for more wins nothing
  "src/main.ts": ["src/lifecycle/compiled.ts", "src/lifecycle/process.ts"],
  cli: [
    ...["src/control/contract.ts", "src/control/client.ts", "src/core/errors.ts", "src/core/problem.ts", "src/lib"],
    ...[
      "src/config/schema.ts",
      "src/config/paths.ts",
      "src/config/edit.ts",
      "src/lifecycle/orders.ts",
      "src/version.ts",
    ],
    "src/core/failure-words.ts", // every face says the same of an upstream
    "src/core/other-daemon.ts", // the same of another daemon
    "src/core/too-long.ts", // by what words a vendor is known to refuse a long prompt
    "src/offline", // what it does without a daemon, a file for each thing
    "src/state/tokens.ts", // a file that is the same with and without a daemon
    "src/config/secrets.ts", // which variables the daemon has to be handed
    "src/config/layers/older-variables.ts", // which it may see
    "type src/core", // what the contract carries
  ],
  "cli/dashboard": [
    ...["type src/control/contract.ts", "type src/control/client.ts", "type src/core", "src/core/errors.ts", "src/lib"],
    ...["cli/output", "cli/terminal/system-program.ts", "type cli/command.ts"],
    ...["type cli/logs/tail.ts", "type src/offline/config.ts"], // what can be asked without a daemon
    "cli/upstreams/standing.ts", // every face says the same of an upstream
    "cli/upstreams/reset.ts", // and of what a reset did
    ...["cli/stats", "cli/period.ts"], // the table of `stats`: the same columns, order and words
    "cli/budget/view.ts", // how full a budget is, as the command shows it
    "cli/config/told.ts", // what `config explain` says
    "cli/daemon/kept.ts", // with what a daemon is started again
    "cli/completions/words.ts", // what can be typed behind `:`
    "cli/trace/again.ts", // a request once more, as `trace replay` sends it
  ],
  // Shows in a browser what the dashboard shows in a terminal: the same readings of what the daemon tells, in the same words.
  "cli/web": [
    ...["type src/control/contract.ts", "type src/core", "cli/output", "cli/upstreams/standing.ts"],
    ...["cli/dashboard/data", "cli/dashboard/filter", "cli/dashboard/requests", "cli/dashboard/request"],
  ],
  // The one of its files that reads others.
  "cli/dashboard/at-hand.ts": [
    ...["cli/logs/tail.ts", "cli/completions/words.ts", "src/offline/config.ts", "src/config/schema.ts"],
    ...["type src/config/paths.ts", "type cli/dashboard/data/at-hand.ts", "type cli/command.ts"],
  ],
};

/** What to do instead, by the place that imports. */
const advice: Readonly<Record<string, string>> = {
  "src/lib": "lib knows nothing of LLMs: move it to the place whose word it is, or pass the value in",
  "src/core": "core holds the words alone: pass it in as an argument",
  "src/dialects": "dialects are pure and apart: give what both need to src/core or src/lib",
  "src/providers": "a provider is data: name the dialect by its name, src/runtime.ts finds it",
  "src/simulator": "the simulator is a vendor of its own: write it from the vendor's documents",
  "src/middleware": "pass what you need through Services, or import the type alone",
  "src/server": "src/runtime.ts hands server what it needs",
  "src/upstream": "src/runtime.ts hands upstream what it needs",
  cli: "ask the daemon through src/control/client.ts, or go through src/offline",
};

/** Packages that one place has to itself. */
export const packages: Readonly<Record<string, readonly string[]>> = {
  commander: ["cli"],
  blessed: ["cli/dashboard"],
  "blessed-contrib": ["cli/dashboard"],
  conf: ["src/state", "cli"],
  "eventsource-parser": ["src/lib/sse.ts", "cli/demo"],
  "js-tiktoken": ["src/meter/tokens"],
  ws: ["src/upstream/vendor-socket.ts"], // the only way out beside fetch
  "@pydantic/genai-prices": ["src/meter/prices"],
  ioredis: ["src/state/shared/redis/wire.ts"],
  "bun:sqlite": ["src/state", "src/lib/lock.ts"],
};

/** Places whose parts do not import one another; only their index.ts knows all. */
const apart: readonly string[] = ["src/dialects", "src/middleware"];

/** Where parts may share after all: who, then whose. */
const shared: readonly (readonly [string, string])[] = [
  ["src/dialects/openai-responses", "src/dialects/openai-chat/errors.ts"], // one vendor, one shape of error
  ["src/dialects/openai-responses", "src/dialects/openai-chat/failure.ts"], // and how it is read
  ["src/dialects/openai-responses", "src/dialects/openai-chat/annotations.ts"], // and how a page is named that a text goes by
  ["src/dialects/openai-responses", "src/dialects/openai-chat/usage-details.ts"], // and what a count is made of
  ["src/dialects/unified", "src/dialects/openai-chat"], // its messages, tools and settings are those of chat completions
];

/** Every import that the table does not allow, and every circle of imports. */
export const boundaryProblems = (sources: readonly Source[]): Problem[] => [
  ...sources.flatMap((source) => source.imports.flatMap((found) => refusals(source.path, found))),
  ...circles(sources),
];

const refusals = (path: string, found: Import): Problem[] => {
  const home = placeOf(path);
  const say = (message: string): Problem[] => [{ path, line: found.line, message }];
  if (home === null)
    return say(`is in no place of the table — add a row for it to scripts/boundaries.ts, with the reason`);
  const owners = packages[found.target];
  if (owners !== undefined && !found.isType && !owners.some((owner) => isIn(path, owner)))
    return say(`may not import ${found.target}: it belongs to ${owners.join(", ")} — go through what is there`);
  if (!/^(src|cli|tests|scripts|config|package\.json)\b/.test(found.target)) return [];
  if (crossesApart(path, found.target)) return say(refusal(path, found, home));
  return isAllowed(home, found) ? [] : say(refusal(path, found, home));
};

const isAllowed = (home: string, { target, isType }: Import): boolean => {
  if (isIn(target, home)) return true;
  return (table[home] ?? []).some((entry) =>
    entry.startsWith("type ") ? isType && isIn(target, entry.slice("type ".length)) : isIn(target, entry),
  );
};

const refusal = (path: string, { target, isType }: Import, home: string): string => {
  const hint =
    advice[home] ?? advice[home.split("/").slice(0, 2).join("/")] ?? "see the table in scripts/boundaries.ts";
  return `${path} may not import ${isType ? "types of " : ""}${target} — ${hint}.`;
};

/** The longest key of the table that holds this path. */
const placeOf = (path: string): string | null =>
  Object.keys(table)
    .filter((key) => isIn(path, key))
    .sort((a, b) => b.length - a.length)[0] ?? null;

const isIn = (path: string, place: string): boolean => path === place || path.startsWith(`${place}/`);

const crossesApart = (path: string, target: string): boolean =>
  !shared.some(([from, to]) => isIn(path, from) && isIn(target, to)) &&
  apart.some((place) => {
    if (!isIn(path, place) || !isIn(target, place) || path === `${place}/index.ts`) return false;
    const partOf = (file: string): string => file.slice(place.length + 1).split("/")[0] ?? "";
    return partOf(path) !== partOf(target);
  });

/**
 * Circles of imports, each told once, from the file where it was met. One of types alone is one too: who reads either
 * file has to know both. Only what is loaded when it is called closes none.
 */
const circles = (sources: readonly Source[]): Problem[] => {
  const graph = new Map(sources.map(({ path, imports }) => [path, imports.filter(({ isLazy }) => !isLazy)]));
  const done = new Set<string>();
  const problems: Problem[] = [];
  const visit = (path: string, trail: readonly string[]): void => {
    for (const { target, line } of graph.get(path) ?? []) {
      if (trail.includes(target)) {
        const circle = [...trail.slice(trail.indexOf(target)), target].join(" → ");
        problems.push({ path, line, message: `closes a circle: ${circle} — move what both need below them.` });
      } else if (!done.has(target)) visit(target, [...trail, target]);
    }
    done.add(path);
  };
  for (const path of graph.keys()) if (!done.has(path)) visit(path, [path]);
  return problems;
};

if (import.meta.main) report(boundaryProblems(readSources(".", ["src", "cli"])));
