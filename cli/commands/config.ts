import type { ConfigView, UpstreamView } from "../../src/control/contract.ts";
import { ProxyError } from "../../src/core/errors.ts";
import { orNull } from "../answering.ts";
import type { Command, Context } from "../command.ts";
import { withTilde } from "../output/home.ts";
import { tableLines } from "../output/table.ts";
import { visible } from "../output/visible.ts";
import { setSetting } from "../set-setting.ts";

export default {
  args: "[action] [key] [value]",
  summary: "every setting in force and where it comes from",
  options: [
    { flags: "-l, --list", summary: "all of them (the same as: config list)" },
    { flags: "--get <key>", summary: "one of them" },
    { flags: "--set <key>", summary: "change one in config.yaml; its comments stay" },
    { flags: "--path", summary: "where the files are" },
  ],
  examples: ["proxy-cli config", "proxy-cli config --get server.port", "proxy-cli config --set log.level debug"],
  run: async (context, { args, flags }) => {
    const [first] = args;
    const key = flags.text("set");
    if (key !== null) return setSetting(context, key, first);
    const asked = flags.text("get");
    if (asked !== null) return get(context, asked);
    if (flags.has("path")) return path(context);
    return act(context, flags.has("list") ? "list" : (first ?? "list"), args.slice(1));
  },
} satisfies Command;

const act = (context: Context, action: string, [key, value]: readonly string[]): Promise<void> => {
  switch (action) {
    case "list":
    case "show":
      return list(context);
    case "path":
      return path(context);
    case "get":
      return get(context, key ?? missing("get"));
    case "set":
      return setSetting(context, key ?? missing("set"), value);
    default:
      throw new ProxyError("usage", `config knows list, get, set and path, not "${action}".`, {
        hint: `Try: proxy-cli config get ${action}`,
      });
  }
};

const missing = (action: string): never => {
  throw new ProxyError("usage", `config ${action} needs the name of a setting.`, {
    hint: "Try: proxy-cli config list",
  });
};

type View = { readonly running: boolean; readonly config: ConfigView; readonly upstreams: readonly UpstreamView[] };

const viewOf = async ({ client, paths, env }: Context): Promise<View> => {
  const config = await orNull(client.config({}));
  if (config !== null) return { running: true, config, upstreams: (await client.upstreams({})).upstreams };
  const { configWithoutDaemon, upstreamsWithoutDaemon } = await import("../../src/offline.ts");
  return {
    running: false,
    config: configWithoutDaemon(paths, env),
    upstreams: upstreamsWithoutDaemon(paths, env).upstreams,
  };
};

const list = async (context: Context): Promise<void> => {
  const { json, data, print, columns, env, paths } = context;
  const { running, config, upstreams } = await viewOf(context);
  const keys = upstreams.flatMap(({ name, key }) =>
    key === null
      ? []
      : [{ name: `upstreams.${name}.key`, value: key, source: name === "custom" ? "command line" : paths.servers }],
  );
  const settings = [...config.settings, ...keys];
  if (json) return data({ running, file: config.file, settings });
  const rows = settings.map(({ name, value, source }) => [name, inWords(value), withTilde(source, env["HOME"])]);
  const shape = [{ title: "" }, { title: "", flexible: true }, { title: "", flexible: true }];
  for (const line of tableLines({ columns: shape, rows, width: columns }).slice(1)) print(line);
};

const get = async (context: Context, name: string): Promise<void> => {
  const { settingMeant } = await import("../../src/offline.ts");
  const meant = settingMeant(name);
  const { running, config } = await viewOf(context);
  const found = config.settings.find((setting) => setting.name === meant);
  if (found === undefined)
    throw new ProxyError("version_mismatch", `The daemon does not know ${meant}.`, { hint: "Try: proxy-cli restart" });
  const { json, data, print, warn, paint, columns, env } = context;
  if (json) return data({ running, ...found });
  print(inWords(found.value));
  // Only for people: a script wants the value and nothing else.
  if (Number.isFinite(columns)) warn(paint("muted", `from ${withTilde(found.source, env["HOME"])}`));
};

const path = async (context: Context): Promise<void> => {
  const { json, data, print, client, paths } = context;
  const file = (await orNull(client.config({})))?.file ?? paths.config;
  if (json)
    return data({ home: paths.home, config: file, servers: paths.servers, log: paths.log, ledger: paths.ledger });
  print(file);
};

const inWords = (value: unknown): string => {
  if (Array.isArray(value)) return value.length === 0 ? "(none)" : visible(value.join(","));
  return visible(typeof value === "string" ? value : String(value));
};
