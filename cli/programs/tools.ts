import { type Variables, withToken } from "./base-urls.ts";

/** What a tool's settings are made from. */
export type Setup = {
  /** The proxy's address. */
  readonly url: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The upstream for this run alone; null = the current one. */
  readonly upstream: string | null;
  /** The key that the child is to show; null = its own. */
  readonly key: string | null;
  /** Whether its requests end at the vendor that it was made for. */
  readonly isAtHome: boolean;
  /** What every request has to show, because other machines can reach the proxy; null = nothing. */
  readonly token: string | null;
};

/** What a known program needs beside the base URLs. */
export type Tool = {
  readonly programs: readonly string[];
  /** The vendor it was made for. */
  readonly home: string;
  /** Whether a header can be given to it, and with it an upstream of its own. */
  readonly takesHeaders: boolean;
  readonly variables: (setup: Setup) => Variables;
  /** Variables of the person's that would be in the way. */
  readonly unset: (setup: Setup) => readonly string[];
  /** Files of a project, or of the person's home, that it obeys more than the variables we give to it. */
  readonly overruledBy: readonly string[];
  /** Goes before the arguments that were typed. */
  readonly args: (setup: Setup) => readonly string[];
};

const none = (): readonly string[] => [];

const claude: Tool = {
  programs: ["claude"],
  home: "anthropic",
  takesHeaders: true,
  variables: ({ env, upstream, key, isAtHome }) => ({
    // Claude Code switches the search for tools off behind any proxy; this switches it on again.
    ENABLE_TOOL_SEARCH: env["ENABLE_TOOL_SEARCH"] ?? "true",
    // A line at the head of the prompt that changes with each request would spoil other vendors' prompt caches.
    ...(isAtHome ? {} : { CLAUDE_CODE_ATTRIBUTION_HEADER: env["CLAUDE_CODE_ATTRIBUTION_HEADER"] ?? "0" }),
    ...(upstream === null ? {} : { ANTHROPIC_CUSTOM_HEADERS: withLine(env["ANTHROPIC_CUSTOM_HEADERS"], upstream) }),
    ...(key === null ? {} : { ANTHROPIC_AUTH_TOKEN: key }),
  }),
  unset: ({ key }) => (key === null ? [] : ["ANTHROPIC_API_KEY"]),
  overruledBy: [".claude/settings.json", ".claude/settings.local.json"],
  args: none,
};

const withLine = (known: string | undefined, upstream: string): string =>
  [...(known ?? "").split("\n").filter((line) => line !== ""), `x-proxy-upstream: ${upstream}`].join("\n");

/**
 * Codex takes no base URL from the environment, but settings from its command line. The built-in provider would try a
 * WebSocket first, so it gets one of its own; with a key in the environment that key, else the login that Codex has.
 */
const codex: Tool = {
  programs: ["codex"],
  home: "openai",
  takesHeaders: true,
  variables: ({ key, token }) => ({
    ...(key === null ? {} : { OPENAI_API_KEY: key }),
    ...(token === null ? {} : { PROXY_CLI_TOKEN: token }),
  }),
  unset: none,
  overruledBy: [],
  args: ({ url, env, upstream, key, token }) => {
    const hasKey = key !== null || (env["OPENAI_API_KEY"] ?? "") !== "";
    const provider = [
      `name="OpenAI through proxy-cli"`,
      `base_url=${JSON.stringify(`${url}/v1`)}`,
      `wire_api="responses"`,
      `supports_websockets=false`,
      hasKey ? `env_key="OPENAI_API_KEY"` : `requires_openai_auth=true`,
      ...(token === null ? [] : [`env_http_headers={"x-proxy-token"="PROXY_CLI_TOKEN"}`]), // arguments can be read by others
      ...(upstream === null ? [] : [`http_headers={"x-proxy-upstream"=${JSON.stringify(upstream)}}`]),
    ];
    return ["-c", `model_provider="proxy-cli"`, "-c", `model_providers.proxy-cli={${provider.join(",")}}`];
  },
};

const gemini: Tool = {
  programs: ["gemini"],
  home: "google",
  takesHeaders: false,
  variables: ({ key }) => (key === null ? {} : { GEMINI_API_KEY: key }),
  unset: none,
  overruledBy: [],
  args: none,
};

/** opencode reads its settings from a variable too; where a person uses that already, it stays as it is. */
const opencode: Tool = {
  programs: ["opencode"],
  home: "anthropic",
  takesHeaders: true,
  variables: ({ url, env, upstream, key, token }) => {
    if (env["OPENCODE_CONFIG_CONTENT"] !== undefined) return {};
    const more = {
      ...(upstream === null ? {} : { headers: { "x-proxy-upstream": upstream } }),
      ...(key === null ? {} : { apiKey: key }),
    };
    const at = (path: string): object => ({ options: { baseURL: withToken(url, token) + path, ...more } });
    const provider = { anthropic: at("/v1"), openai: at("/v1"), google: at("/v1beta") };
    return { OPENCODE_CONFIG_CONTENT: JSON.stringify({ provider }) };
  },
  unset: none,
  overruledBy: [],
  args: none,
};

const tools: readonly Tool[] = [claude, codex, gemini, opencode];

/** The tool behind a command, whatever folder it is in; null for any other program. */
export const toolNamed = (command: string): Tool | null => {
  const name = command.slice(command.lastIndexOf("/") + 1);
  return tools.find(({ programs }) => programs.includes(name)) ?? null;
};
