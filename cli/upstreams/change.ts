import { isAbsolute, join } from "node:path";
import { ProxyError } from "../../src/core/errors.ts";
import type { Context, Option } from "../command.ts";
import { changing, effectWords } from "../daemon/in-force.ts";
import type { Flags } from "../flags.ts";
import { withTilde } from "../output/home.ts";
import { readKey } from "../terminal/key-input.ts";
import { warnOfRepository } from "./key-warnings.ts";
import { nameNeeded, noUpstream } from "./view.ts";

/** The options that say what an upstream is. */
export const fieldOptions: readonly Option[] = [
  { flags: "--endpoint <url>", summary: "where it is" },
  { flags: "--type <provider>", summary: "what it speaks: anthropic, openai, google, mistral, zai" },
  { flags: "--prices-of <provider>", summary: "a gateway: whose prices it passes on" },
  {
    flags: "--endpoint-for <format=url...>",
    summary: "an address of one format alone: anthropic=URL, openai-chat=URL",
  },
  { flags: "--region <text>", summary: "shown to people" },
  { flags: "--memory <mode>", summary: "what is left out of conversations there: off, lossless, balanced, ..." },
  { flags: "--private", summary: "it may be in a private network" },
  { flags: "--no-private", summary: null },
  { flags: "--ca-file <file>", summary: "certificates (PEM) that it is trusted by, beside the system's" },
  { flags: "--key-stdin", summary: "its key, from standard input" },
  { flags: "--key-from-env <name>", summary: "its key, out of this variable each time" },
];

type Changes = Readonly<Record<string, string | boolean | null>>;

/** Writes a new upstream down and has a running daemon use it. */
export const addUpstream = async (context: Context, asked: string | null, flags: Flags): Promise<void> => {
  const name = nameNeeded(asked, "upstreams add");
  const { serverEntries } = await import("../../src/offline/servers.ts");
  if (serverEntries(context.paths).has(name) || name === reserved)
    throw new ProxyError("usage", `There is an upstream "${name}" already.`, {
      hint: `Try: proxy-cli upstreams edit ${name} --endpoint URL   or another name`,
    });
  const hasAddress = flags.has("endpoint") || flags.has("endpoint-for");
  if (!hasAddress || !flags.has("type"))
    throw new ProxyError("usage", "A new upstream needs an address and a type.", {
      hint: `Try: proxy-cli upstreams add ${name} --endpoint https://llm.example.com --type openai`,
    });
  await write(context, name, await changesFrom(context, flags), "added");
};

/** The upstream of `start --base-url` is made by that alone. */
const reserved = "custom";

/** Changes fields of an upstream; of a built-in one they stand in the place of what ships. */
export const editUpstream = async (context: Context, name: string, flags: Flags): Promise<void> => {
  const { serverEntries } = await import("../../src/offline/servers.ts");
  const known = [...serverEntries(context.paths).keys()];
  if (!known.includes(name)) throw noUpstream(name, known, "upstreams edit");
  await write(context, name, await changesFrom(context, flags), "changed");
};

/** Whether any option says what to change. */
export const saysChanges = (flags: Flags): boolean =>
  flags.has("private") ||
  flags.isNo("private") ||
  ["endpoint", "type", "prices-of", "endpoint-for", "region", "memory", "ca-file", "key-stdin", "key-from-env"].some(
    (name) => flags.has(name),
  );

const changesFrom = async (context: Context, flags: Flags): Promise<Changes> => {
  const file = flags.text("ca-file");
  const fields = {
    endpoint: flags.text("endpoint"),
    type: flags.text("type"),
    prices_of: flags.text("prices-of"),
    region: flags.text("region"),
    memory: flags.text("memory"),
    ca_file: file === null || isAbsolute(file) ? file : join(context.folder ?? "/", file),
    api_key: await keyFrom(context, flags),
  };
  return {
    ...Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null)),
    ...Object.fromEntries(flags.texts("endpoint-for").map(endpointFrom)),
    ...(flags.has("private") ? { private: true } : {}),
    ...(flags.isNo("private") ? { private: null } : {}),
  };
};

const shownType = ({ type }: Changes): string => (typeof type === "string" ? type : "PROVIDER");

const endpointFrom = (text: string): readonly [string, string] => {
  const [, format = "", url = ""] = /^([a-z-]+)=(.+)$/.exec(text) ?? [];
  if (url !== "") return [`endpoints.${format}`, url];
  throw new ProxyError("usage", `--endpoint-for takes a format and its address, got "${text}".`, {
    hint: "Try: --endpoint-for anthropic=https://llm.example.com/anthropic",
  });
};

const keyFrom = (context: Context, flags: Flags): Promise<string> | null => {
  const variable = flags.text("key-from-env");
  if (variable !== null && flags.has("key-stdin"))
    throw new ProxyError("usage", "One key is enough, got --key-stdin and --key-from-env.", {
      hint: "Try: proxy-cli upstreams --help",
    });
  if (variable !== null) return readKey(context, { kind: "variable", name: variable });
  return flags.has("key-stdin") ? readKey(context, { kind: "stdin" }) : null;
};

const write = async (context: Context, name: string, changes: Changes, done: string): Promise<void> => {
  const { paths, env, json, data, say, paint } = context;
  const { changeServer, hasPrices, serverEntries } = await import("../../src/offline/servers.ts");
  if (changes["api_key"] !== undefined) await warnOfRepository(context);
  const reloaded = await changeServer(changing(context), name, changes);
  if (json) return data({ name, changed: Object.keys(changes), file: paths.servers, running: reloaded !== null });
  say(
    `${paint("ok", "ok")}  ${name} is ${done}   ${effectWords(reloaded)}   (${withTilde(paths.servers, env["HOME"])})`,
  );
  if (!hasPrices(serverEntries(paths).get(name)))
    say(
      `    costs     unknown until models.yaml says them, or: proxy-cli upstreams edit ${name} --prices-of ${shownType(changes)}`,
    );
  say(`    test it   proxy-cli upstreams test ${name}`);
  say(`    use it    proxy-cli switch-upstream ${name}`);
};
