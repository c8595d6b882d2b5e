import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { ProxyError } from "../../src/core/errors.ts";
import { nearest } from "../../src/lib/nearest.ts";
import type { Orders } from "../../src/lifecycle/orders.ts";
import type { Context, Option } from "../command.ts";
import type { Flags } from "../flags.ts";
import { logLevels } from "../output/log-line.ts";
import { memoryModes } from "../sessions/modes.ts";

/** The options that say how a daemon is to start. */
export const startOptions: readonly Option[] = [
  { flags: "--upstream <name>", summary: "where requests go; auto = to the vendor each one speaks to" },
  { flags: "--server <name>", summary: null },
  { flags: "--port <port>", summary: "0 takes a free one" },
  { flags: "--host <address>", summary: "anything but loopback needs --expose and a token" },
  { flags: "--expose", summary: "let other machines use it, each request with a token" },
  { flags: "--base-url <url>", summary: "an address that is the upstream this time (with --type)" },
  { flags: "--type <provider>", summary: "what it speaks: anthropic, openai, google, mistral, zai" },
  { flags: "--api-key-env <name>", summary: "its key, out of a variable; also --api-key-file, --api-key-stdin" },
  { flags: "--api-key-file <file>", summary: null },
  { flags: "--api-key-stdin", summary: null },
  { flags: "--api-key <key>", summary: null },
  { flags: "--log-level <level>", summary: "debug, info, warn or error" },
  {
    flags: "--memory <mode>",
    summary: "what is left out of conversations: off, shadow, lossless, balanced, aggressive",
  },
  { flags: "--ledger <on|off>", summary: "off: keep no row of each request" },
  { flags: "--ephemeral", summary: "keep nothing on the disk" },
  { flags: "--paranoid", summary: null },
  { flags: "--config <file>", summary: "another config.yaml" },
  { flags: "--env-file <file>", summary: "variables out of a file: NAME=value" },
];

/** What they are called, without their dashes. */
export const startOptionNames: readonly string[] = startOptions.map(({ flags }) =>
  flags.replace(/^--/, "").replace(/ .*$/, ""),
);

/** The setting behind each option. */
const settingOf = {
  port: "server.port",
  host: "server.host",
  "log-level": "log.level",
  memory: "memory.mode",
} as const;

/** The orders for a daemon, out of what was typed. Throws `usage` for what contradicts itself. */
export const ordersFrom = async (
  context: Pick<Context, "env" | "warn">,
  flags: Flags,
): Promise<Omit<Orders, "secrets" | "token">> => {
  const settings = await settingsFrom(flags);
  const upstream = flags.text("upstream") ?? flags.text("server");
  const custom = await customUpstream(context, flags);
  if (upstream !== null && custom !== null) throw usage("--upstream and --base-url both say where requests go.");
  return {
    flags: {
      ...settings,
      ...ledgerFrom(flags),
      ...(flags.has("expose") ? { "server.expose": "true" } : {}),
      ...(upstream === null ? {} : { upstream }),
    },
    upstream: custom,
    configFile: existing(flags.text("config"), "proxy-cli config --path"),
    envFile: existing(flags.text("env-file"), "proxy-cli start --env-file .env"),
    paranoid: flags.has("paranoid"),
    demo: false,
    ephemeral: null,
    takesOver: null,
  };
};

/** The settings that were typed. What is malformed is a mistake of the command line, not of the configuration. */
const settingsFrom = async (flags: Flags): Promise<Readonly<Record<string, string>>> => {
  const typed = Object.entries(settingOf).flatMap(([option, setting]) => {
    const value = flags.text(option);
    return value === null ? [] : [{ option, setting, value }];
  });
  if (typed.length === 0) return {};
  const { settings } = await import("../../src/config/schema.ts");
  for (const { option, setting, value } of typed) {
    const meant = setting === "server.port" && /^\d+$/.test(value) ? Number(value) : value;
    const checked = settings[setting].type.safeParse(setting === "log.level" ? value.toLowerCase() : meant);
    if (checked.success) continue;
    const words = nearest(value, setting === "log.level" ? logLevels : setting === "memory.mode" ? memoryModes : []);
    throw usage(
      `--${option} ${checked.error.issues[0]?.message ?? "is not valid"}, got "${value}".`,
      `--${option} ${words ?? examples[setting]}`,
    );
  }
  return Object.fromEntries(typed.map(({ setting, value }) => [setting, value]));
};

const examples = {
  "server.port": "7418",
  "server.host": "127.0.0.1",
  "log.level": "debug",
  "memory.mode": "balanced",
} as const;

const ledgerFrom = (flags: Flags): Readonly<Record<string, string>> => {
  const wanted = flags.text("ledger");
  if (wanted === null) return {};
  const value = { on: "true", off: "false" }[wanted];
  if (value === undefined) throw usage(`--ledger takes on or off, got "${wanted}".`, "--ledger off");
  return { "ledger.enabled": value };
};

const customUpstream = async (context: Pick<Context, "env" | "warn">, flags: Flags): Promise<Orders["upstream"]> => {
  const endpoint = flags.text("base-url");
  const type = flags.text("type");
  const key = await keyFrom(context, flags);
  if (endpoint === null) {
    if (type !== null || key !== null) throw usage("--type and --api-key belong to --base-url.");
    return null;
  }
  if (type === null)
    throw usage("--base-url needs --type: what does that address speak?", "--base-url URL --type openai");
  const { checkCustomUpstream } = await import("../../src/offline/before-start.ts");
  checkCustomUpstream({ endpoint, type, key });
  return { endpoint, type, key };
};

const keyFrom = async ({ env, warn }: Pick<Context, "env" | "warn">, flags: Flags): Promise<string | null> => {
  const ways = ["api-key-env", "api-key-file", "api-key-stdin", "api-key"].filter((name) => flags.has(name));
  if (ways.length > 1) throw usage(`One key is enough, got --${ways.join(" and --")}.`);
  const variable = flags.text("api-key-env");
  if (variable !== null) return notEmpty(env[variable] ?? "", `The variable ${variable} is not set.`);
  const file = flags.text("api-key-file");
  if (file !== null) return keyInFile(file);
  if (flags.has("api-key-stdin")) return notEmpty(await Bun.stdin.text(), "There was no key on standard input.");
  const key = flags.text("api-key");
  if (key !== null)
    warn(
      "warning: --api-key can be seen by every program here and stays in the shell's history; --api-key-env or --api-key-stdin does not",
    );
  return key;
};

const keyInFile = (file: string): string => {
  try {
    return notEmpty(readFileSync(file, "utf8"), `There is no key in ${file}.`);
  } catch (cause) {
    if (cause instanceof ProxyError) throw cause;
    const reason = cause instanceof Error && "code" in cause ? String(cause.code) : "no reason given";
    throw new ProxyError("input_missing", `Cannot read a key from ${file} (${reason}).`, {
      hint: "Try: proxy-cli start --base-url URL --type TYPE --api-key-file FILE",
      cause,
    });
  }
};

const notEmpty = (text: string, otherwise: string): string => {
  const key = text.trim();
  if (key !== "") return key;
  throw new ProxyError("config_invalid", otherwise, {
    hint: "Try: proxy-cli start --base-url URL --type TYPE --api-key-env NAME",
  });
};

/** The whole path of a file that has to be there. */
const existing = (file: string | null, attempt: string): string | null => {
  if (file === null) return null;
  if (existsSync(file)) return resolve(file);
  throw new ProxyError("input_missing", `There is no file ${resolve(file)}.`, { hint: `Try: ${attempt}` });
};

const usage = (what: string, example = "--help"): ProxyError =>
  new ProxyError("usage", what, { hint: `Try: proxy-cli start ${example}` });
