import type { Command } from "../command.ts";

/** A command before it is loaded. */
export type Entry = {
  readonly name: string;
  /** Other words for it. */
  readonly aliases: readonly string[];
  readonly summary: string;
  /** Whether it has a line of its own in the short help. */
  readonly isCommon: boolean;
  readonly load: () => Promise<{ readonly default: Command }>;
};

/** Every command in the order of the help. Each is loaded when it is called, because start-up time is felt. */
export const commands: readonly Entry[] = [
  {
    name: "start",
    aliases: [],
    summary: "start the proxy in the background",
    isCommon: true,
    load: () => import("./start.ts"),
  },
  {
    name: "stop",
    aliases: [],
    summary: "let running answers end, then stop it",
    isCommon: true,
    load: () => import("./stop.ts"),
  },
  {
    name: "restart",
    aliases: [],
    summary: "stop it and start it again",
    isCommon: false,
    load: () => import("./restart.ts"),
  },
  {
    name: "reload",
    aliases: [],
    summary: "read config.yaml and servers.yaml again",
    isCommon: false,
    load: () => import("./reload.ts"),
  },
  {
    name: "status",
    aliases: [],
    summary: "is it on, through what, and how is it going",
    isCommon: true,
    load: () => import("./status.ts"),
  },
  {
    name: "tui",
    aliases: ["dashboard", "ui"],
    summary: "the dashboard: see, switch and search, live",
    isCommon: true,
    load: () => import("./tui.ts"),
  },
  {
    name: "statusline",
    aliases: [],
    summary: "one line for a prompt or a tool's status line",
    isCommon: false,
    load: () => import("./statusline.ts"),
  },
  {
    name: "run",
    aliases: [],
    summary: "one program through the proxy, for this run alone",
    isCommon: true,
    load: () => import("./run.ts"),
  },
  {
    name: "env",
    aliases: [],
    summary: "base URLs for this shell, for eval",
    isCommon: true,
    load: () => import("./env.ts"),
  },
  {
    name: "switch-upstream",
    aliases: ["switch", "use"],
    summary: "send new requests elsewhere, live",
    isCommon: true,
    load: () => import("./switch-upstream.ts"),
  },
  {
    name: "upstreams",
    aliases: ["servers"],
    summary: "where requests can go",
    isCommon: true,
    load: () => import("./upstreams.ts"),
  },
  {
    name: "keys",
    aliases: [],
    summary: "the keys that the proxy adds itself",
    isCommon: false,
    load: () => import("./keys.ts"),
  },
  {
    name: "token",
    aliases: ["tokens"],
    summary: "what programs and other machines show to use it",
    isCommon: false,
    load: () => import("./token.ts"),
  },
  {
    name: "limits",
    aliases: ["limit"],
    summary: "limits, how full they are, and who waits",
    isCommon: false,
    load: () => import("./limits.ts"),
  },
  {
    name: "stats",
    aliases: [],
    summary: "counts, statuses and times",
    isCommon: true,
    load: () => import("./stats.ts"),
  },
  {
    name: "prices",
    aliases: ["price"],
    summary: "what models cost, and who says so",
    isCommon: false,
    load: () => import("./prices.ts"),
  },
  {
    name: "models",
    aliases: ["model"],
    summary: "which models there are, and what they are called",
    isCommon: false,
    load: () => import("./models.ts"),
  },
  {
    name: "test-context",
    aliases: [],
    summary: "how many tokens really fit into a model",
    isCommon: false,
    load: () => import("./test-context.ts"),
  },
  {
    name: "benchmark",
    aliases: [],
    summary: "how fast upstreams answer",
    isCommon: false,
    load: () => import("./benchmark.ts"),
  },
  {
    name: "sessions",
    aliases: ["session"],
    summary: "conversations: their turns, costs and lost caches",
    isCommon: false,
    load: () => import("./sessions.ts"),
  },
  {
    name: "budget",
    aliases: ["budgets"],
    summary: "what may be spent: see it, allow more, stop",
    isCommon: false,
    load: () => import("./budget.ts"),
  },
  {
    name: "memory",
    aliases: ["memories"],
    summary: "what was left out of conversations, and how to have it back",
    isCommon: false,
    load: () => import("./memory.ts"),
  },
  {
    name: "cache",
    aliases: [],
    summary: "answers that are kept and given again",
    isCommon: false,
    load: () => import("./cache.ts"),
  },
  {
    name: "logs",
    aliases: ["log"],
    summary: "what the daemon writes down",
    isCommon: true,
    load: () => import("./logs.ts"),
  },
  {
    name: "why",
    aliases: [],
    summary: "why a request went where it went",
    isCommon: false,
    load: () => import("./why.ts"),
  },
  {
    name: "trace",
    aliases: ["traces"],
    summary: "requests and answers as files",
    isCommon: false,
    load: () => import("./trace.ts"),
  },
  {
    name: "config",
    aliases: [],
    summary: "every setting and where it comes from",
    isCommon: true,
    load: () => import("./config.ts"),
  },
  {
    name: "service",
    aliases: [],
    summary: "keep it running, with systemd or launchd",
    isCommon: false,
    load: () => import("./service.ts"),
  },
  {
    name: "doctor",
    aliases: [],
    summary: "what is wrong, and what to do about it",
    isCommon: true,
    load: () => import("./doctor.ts"),
  },
  {
    name: "simulator",
    aliases: [],
    summary: "a built-in vendor without a key, for trying things",
    isCommon: false,
    load: () => import("./simulator.ts"),
  },
  {
    name: "interactive",
    aliases: ["menu"],
    summary: "every command in a menu",
    isCommon: false,
    load: () => import("./interactive.ts"),
  },
  {
    name: "completions",
    aliases: ["completion"],
    summary: "let your shell fill in commands and names",
    isCommon: false,
    load: () => import("./completions.ts"),
  },
  {
    name: "man",
    aliases: [],
    summary: "the manual page",
    isCommon: false,
    load: () => import("./man.ts"),
  },
  {
    name: "bug-report",
    aliases: [],
    summary: "what somebody who helps needs to know",
    isCommon: false,
    load: () => import("./bug-report.ts"),
  },
  {
    name: "demo",
    aliases: [],
    summary: "20 seconds of real traffic, no key, no network",
    isCommon: true,
    load: () => import("./demo.ts"),
  },
];

/** The command with this name or alias. */
export const commandNamed = (word: string): Entry | undefined =>
  commands.find(({ name, aliases }) => name === word || aliases.includes(word));
