import { type Variables, withToken } from "./base-urls.ts";

/** What a tool's settings are made from. */
export type Setup = {
  /** The proxy's address. */
  readonly url: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** What its requests to this vendor's upstreams carry beside its own headers: the upstream of this run, its label. */
  readonly headers: (home: string) => Headers;
  /** The key that the child is to show; null = its own. */
  readonly key: string | null;
  /** Whether its requests end at the vendor that it was made for. */
  readonly isAtHome: boolean;
  /** What every request has to show, because other machines can reach the proxy; null = nothing. */
  readonly token: string | null;
};

/** Headers by their name; neither holds a line break or a comma. */
export type Headers = Readonly<Record<string, string>>;

/** What a known program needs beside the base URLs. */
export type Tool = {
  readonly programs: readonly string[];
  /** The vendor it was made for. */
  readonly home: string;
  /** Whether a header can be given to it, and with it an upstream of its own; it may be a matter of what is set. */
  readonly takesHeaders: (env: Setup["env"]) => boolean;
  /** The vendors whose base URL it takes out of the environment, each with what that address ends with at the proxy. */
  readonly obeys: Readonly<Record<string, string>>;
  readonly variables: (setup: Setup) => Variables;
  /** Variables of the person's that would be in the way. */
  readonly unset: (setup: Setup) => readonly string[];
  /** Files of a project, or of the person's home, that can have more say than what we give to it. */
  readonly overruledBy: readonly string[];
  /** Goes before the arguments that were typed. */
  readonly args: (setup: Setup) => readonly string[];
};

const none = (): readonly string[] => [];
const always = (): boolean => true;

const claude: Tool = {
  programs: ["claude"],
  home: "anthropic",
  takesHeaders: always,
  obeys: { anthropic: "" },
  variables: ({ env, headers, key, isAtHome }) => ({
    // Claude Code switches the search for tools off behind any proxy; this switches it on again.
    ENABLE_TOOL_SEARCH: env["ENABLE_TOOL_SEARCH"] ?? "true",
    // A line at the head of the prompt that changes with each request would spoil other vendors' prompt caches.
    ...(isAtHome ? {} : { CLAUDE_CODE_ATTRIBUTION_HEADER: env["CLAUDE_CODE_ATTRIBUTION_HEADER"] ?? "0" }),
    ...inVariable("ANTHROPIC_CUSTOM_HEADERS", env, headers("anthropic"), "\n"),
    ...(key === null ? {} : { ANTHROPIC_AUTH_TOKEN: key }),
  }),
  unset: ({ key }) => (key === null ? [] : ["ANTHROPIC_API_KEY"]),
  overruledBy: [".claude/settings.json", ".claude/settings.local.json"],
  args: none,
};

/** Headers as a variable that may hold some already: `Name: value`, one behind the other. */
const inVariable = (name: string, env: Setup["env"], headers: Headers, between: string): Variables => {
  const own = Object.entries(headers).map(([header, value]) => `${header}: ${value}`);
  const known = (env[name] ?? "").trim();
  return own.length === 0 ? {} : { [name]: [...(known === "" ? [] : [known]), ...own].join(between) };
};

/**
 * Codex takes no base URL from the environment, but settings from its command line. The built-in provider would try a
 * WebSocket first, so it gets one of its own; with a key in the environment that key, else the login that Codex has.
 */
const codex: Tool = {
  programs: ["codex"],
  home: "openai",
  takesHeaders: always,
  obeys: {},
  variables: ({ key, token }) => ({
    ...(key === null ? {} : { OPENAI_API_KEY: key }),
    ...(token === null ? {} : { PROXY_CLI_TOKEN: token }),
  }),
  unset: none,
  overruledBy: [".codex/config.toml"],
  args: ({ url, env, headers, key, token }) => {
    const hasKey = key !== null || (env["OPENAI_API_KEY"] ?? "") !== "";
    const provider = [
      `name="OpenAI through proxy-cli"`,
      `base_url=${JSON.stringify(`${url}/v1`)}`,
      `wire_api="responses"`,
      `supports_websockets=false`,
      hasKey ? `env_key="OPENAI_API_KEY"` : `requires_openai_auth=true`,
      ...(token === null ? [] : [`env_http_headers={"x-proxy-token"="PROXY_CLI_TOKEN"}`]), // arguments can be read by others
      ...tomlTable("http_headers", headers("openai")),
    ];
    return ["-c", `model_provider="proxy-cli"`, "-c", `model_providers.proxy-cli={${provider.join(",")}}`];
  },
};

const tomlTable = (name: string, values: Headers): readonly string[] => {
  const pairs = Object.entries(values).map(([key, value]) => `${JSON.stringify(key)}=${JSON.stringify(value)}`);
  return pairs.length === 0 ? [] : [`${name}={${pairs.join(",")}}`];
};

const gemini: Tool = {
  programs: ["gemini"],
  home: "google",
  takesHeaders: always,
  obeys: { google: "" },
  variables: ({ env, headers, key }) => ({
    ...inVariable("GEMINI_CLI_CUSTOM_HEADERS", env, headers("google"), ", "),
    ...(key === null ? {} : { GEMINI_API_KEY: key }),
  }),
  unset: none,
  overruledBy: [".gemini/settings.json", ".gemini/.env"],
  args: none,
};

/** opencode reads its settings from a variable too; where a person uses that already, it stays as it is. */
const opencode: Tool = {
  programs: ["opencode"],
  home: "anthropic",
  takesHeaders: (env) => env["OPENCODE_CONFIG_CONTENT"] === undefined,
  obeys: { anthropic: "/v1", openai: "/v1" },
  variables: ({ url, env, headers, key, token }) => {
    if (env["OPENCODE_CONFIG_CONTENT"] !== undefined) return {};
    const at = (home: string, path: string): object => {
      const more = headers(home);
      return {
        options: {
          baseURL: withToken(url, token) + path,
          ...(Object.keys(more).length === 0 ? {} : { headers: more }),
          ...(key === null ? {} : { apiKey: key }),
        },
      };
    };
    const provider = {
      anthropic: at("anthropic", "/v1"),
      openai: at("openai", "/v1"),
      google: at("google", "/v1beta"),
    };
    return { OPENCODE_CONFIG_CONTENT: JSON.stringify({ provider }) };
  },
  unset: none,
  overruledBy: ["opencode.json", "opencode.jsonc", ".opencode/opencode.json", ".opencode/opencode.jsonc"],
  args: none,
};

const tools: readonly Tool[] = [claude, codex, gemini, opencode];

/** The tool behind a command, whatever folder it is in; null for any other program. */
export const toolNamed = (command: string): Tool | null => {
  const name = command.slice(command.lastIndexOf("/") + 1);
  return tools.find(({ programs }) => programs.includes(name)) ?? null;
};
