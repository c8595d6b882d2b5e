import type { Status } from "../../src/control/contract.ts";
import { ProxyError } from "../../src/core/errors.ts";
import type { Command, Context, Input } from "../command.ts";
import { statusOrNull } from "../daemon/answering.ts";
import { baseUrls, families, type Variables, withoutProxyFor, withToken } from "../programs/base-urls.ts";
import { ownToken } from "../programs/own-token.ts";

export default {
  args: "",
  summary: "base URLs for this shell, for eval",
  options: [
    { flags: "--shell <shell>", summary: "bash, zsh, fish or pwsh (default: yours)" },
    { flags: "--for <tool>", summary: "only what one needs: claude, codex, gemini, cursor or sdk" },
    { flags: "--unset", summary: "the lines that take it back" },
    { flags: "--with-token", summary: "also the local token as the key, for upstreams whose key the proxy adds" },
  ],
  examples: ['eval "$(proxy-cli env)"', 'eval "$(proxy-cli env --unset)"', "proxy-cli env --for claude --shell fish"],
  run: async (context, { flags }) => {
    const shell = shellFrom(flags, context.env);
    const tool = toolFrom(flags);
    const token = flags.has("with-token") ? ownToken(context) : null;
    const variables = {
      ...(await urlsFor(tool, context, token)),
      ...(token === null ? {} : keysFor(tool, token)),
      ...withoutProxyFor(context.env),
    };
    if (context.json) return context.data({ variables, shell: shell.name });
    const names = Object.keys(variables).filter((name) => !/^no_proxy$/i.test(name));
    if (flags.has("unset")) return context.print(names.map(shell.unset).join("\n"));
    context.print(linesFor(variables, shell, tool).join("\n"));
  },
} satisfies Command;

type Shell = {
  readonly name: string;
  readonly set: (name: string, value: string) => string;
  readonly unset: (name: string) => string;
  readonly evaluate: (command: string) => string;
};

const quotedFor = (value: string): string =>
  /^[\w:/.,@%+-]+$/.test(value) ? value : `'${value.replaceAll("'", "'\\''")}'`;

const posix: Omit<Shell, "name"> = {
  set: (name, value) => `export ${name}=${quotedFor(value)}`,
  unset: (name) => `unset ${name}`,
  evaluate: (command) => `eval "$(${command})"`,
};

const shells: readonly Shell[] = [
  { name: "bash", ...posix },
  { name: "zsh", ...posix },
  { name: "sh", ...posix },
  {
    name: "fish",
    set: (name, value) => `set -gx ${name} '${value.replaceAll(/[\\']/g, "\\$&")}'`,
    unset: (name) => `set -e ${name}`,
    evaluate: (command) => `${command} | source`,
  },
  {
    name: "pwsh",
    set: (name, value) => `$env:${name} = '${value.replaceAll("'", "''")}'`,
    unset: (name) => `Remove-Item Env:${name} -ErrorAction SilentlyContinue`,
    evaluate: (command) => `${command} | Out-String | Invoke-Expression`,
  },
];

const shellFrom = (flags: Input["flags"], env: Context["env"]): Shell => {
  const wanted = flags.text("shell");
  const usual = (env["SHELL"] ?? "").split("/").at(-1) ?? "";
  const found = shells.find(({ name }) => name === (wanted ?? usual));
  if (found !== undefined) return found;
  if (wanted === null) return { name: "sh", ...posix };
  throw new ProxyError("usage", `There is no shell "${wanted}" here. Known: bash, zsh, fish, pwsh.`, {
    hint: "Try: proxy-cli env --shell bash",
  });
};

/** Which families a tool belongs to. */
const homesOf: Readonly<Record<string, readonly string[]>> = {
  claude: ["anthropic"],
  codex: ["openai"],
  gemini: ["google"],
  cursor: ["openai"],
  sdk: ["anthropic", "openai", "google"],
};

const toolFrom = (flags: Input["flags"]): string | null => {
  const tool = flags.text("for");
  if (tool === null || Object.hasOwn(homesOf, tool)) return tool;
  throw new ProxyError("usage", `There is no tool "${tool}" here. Known: ${Object.keys(homesOf).join(", ")}.`, {
    hint: "Try: proxy-cli env   (the base URLs of every tool)",
  });
};

const familiesOf = (tool: string | null) =>
  families.filter(({ home }) => tool === null || homesOf[tool]?.includes(home));

const urlsFor = async (tool: string | null, context: Context, token: string | null): Promise<Variables> => {
  const { client, warn, paths, env } = context;
  const status = await statusOrNull(client);
  if (status !== null) return baseUrls(addressOf(status, token, context), familiesOf(tool));
  const { configWithoutDaemon } = await import("../../src/offline/without-daemon.ts");
  const settings = new Map(configWithoutDaemon(paths, env).settings.map(({ name, value }) => [name, value]));
  const [host, port] = [settings.get("server.host"), settings.get("server.port")];
  if (port === 0) {
    throw new ProxyError(
      "not_running",
      "The proxy is not running, and its port is a free one that only a start finds.",
      {
        hint: "Try: proxy-cli start",
      },
    );
  }
  warn("note: the proxy is not running yet; start it with: proxy-cli start");
  return baseUrls(`http://${String(host)}:${String(port)}`, familiesOf(tool));
};

/** Of a proxy that other machines can reach every request needs a token; in the base URL it also goes beside a key. */
const addressOf = ({ url, isExposed }: Status, token: string | null, { warn }: Context): string => {
  if (!isExposed) return url;
  if (token !== null) return withToken(url, token);
  warn("note: the proxy is open to other machines, so every request needs a token: proxy-cli env --with-token");
  return url;
};

const keysFor = (tool: string | null, token: string): Variables =>
  Object.fromEntries(familiesOf(tool).map(({ keyVariable }) => [keyVariable, token]));

/** What no variable can do is said in a comment, which every shell skips. */
const linesFor = (variables: Variables, shell: Shell, tool: string | null): readonly string[] => {
  const urls = Object.entries(variables);
  const url = urls[0]?.[1].replace(/\/v1$/, "") ?? "";
  const again = `proxy-cli env --unset${shell.name === "sh" ? "" : ` --shell ${shell.name}`}`;
  return [
    ...urls.map(([name, value]) => shell.set(name, value)),
    ...(tool === "codex" ? ["# Codex reads no base URL from here; use: proxy-cli run -- codex"] : []),
    ...(tool === "cursor" ? [`# Cursor: Settings > Models > Override OpenAI Base URL = ${url}/v1`] : []),
    ...(tool === null || tool === "sdk"
      ? [`# Mistral SDK: new Mistral({ serverURL: "${url}" })`, `# any vendor in one format: POST ${url}/v1/chat`]
      : []),
    `# undo: ${shell.evaluate(again)}`,
  ];
};
