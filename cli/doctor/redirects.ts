import { isLoopback } from "../../src/lib/loopback.ts";
import { visible } from "../output/visible.ts";

/** Names of variables that send a program's requests elsewhere, or let others read them. */
const steering =
  /^(\w*_BASE_URL|\w*_API_BASE|\w*_ENDPOINT|(HTTPS?|ALL)_PROXY|NODE_TLS_REJECT_UNAUTHORIZED|NODE_EXTRA_CA_CERTS)$/i;

/** What a Claude Code settings file sets that steers requests. */
export const redirectsInSettings = (text: string): readonly string[] => {
  try {
    const settings: unknown = JSON.parse(text);
    if (typeof settings !== "object" || settings === null) return [];
    const env = "env" in settings && typeof settings.env === "object" && settings.env !== null ? settings.env : {};
    return [
      ...Object.entries(env).flatMap(([name, value]) => assigned(name, String(value))),
      ...("apiKeyHelper" in settings ? ["runs a program for the key (apiKeyHelper)"] : []),
    ];
  } catch {
    return [];
  }
};

/** What a .env file sets that steers requests. */
export const redirectsInDotenv = (text: string): readonly string[] =>
  text.split("\n").flatMap((line) => {
    const [, name = "", value = ""] = /^\s*(?:export\s+)?(\w+)\s*=\s*(.*)$/.exec(line) ?? [];
    return assigned(name, value.replace(/^(['"])(.*)\1.*$/, "$2"));
  });

/** What a bunfig.toml runs before every program. */
export const redirectsInBunfig = (text: string): readonly string[] =>
  /^\s*preload\s*=/m.test(text) ? ["runs code before every Bun program (preload)"] : [];

/** What Codex's config.toml says of other addresses, and of programs that fetch its key. */
export const redirectsInToml = (text: string): readonly string[] => inTree(() => Bun.TOML.parse(text));

/** The same for settings of opencode and of Gemini CLI, which may hold comments. */
export const redirectsInJson = (text: string): readonly string[] => inTree(() => Bun.JSONC.parse(text));

/** Fields that hold an address: `base_url`, `baseURL`, `chatgpt_base_url`, `otlpEndpoint`, `api`, `proxy`. */
const addressField = /(base_?url|endpoint)$|^(api|proxy)$/i;

/** Fields that hold a program which gives out a key, by what they are in. */
const helperField = /(^|\.)(auth\.command|apiKeyHelper)$/;

/** No settings are nested deeper. */
const deepest = 12;

const inTree = (parse: () => unknown): readonly string[] => {
  try {
    return [...new Set(found(parse(), ""))];
  } catch {
    return []; // no program can read it either
  }
};

const found = (value: unknown, path: string): readonly string[] => {
  if (typeof value !== "object" || value === null || path.split(".").length > deepest) return [];
  return Object.entries(value).flatMap(([name, inner]: [string, unknown]) => {
    const here = path === "" ? name : `${path}.${name}`;
    if (helperField.test(here)) return [`runs a program for the key (${visible(here)})`];
    return typeof inner === "string" && addressField.test(name) ? elsewhere(here, inner) : found(inner, here);
  });
};

const elsewhere = (name: string, value: string): readonly string[] => {
  const url = URL.parse(value);
  if (url === null || url.host === "" || isLoopback(url.hostname)) return [];
  return [`sets ${visible(name)} to another host (${visible(url.host)})`];
};

/** This machine is where we are; anywhere else is told by its host alone, because a URL can hold a key. */
const assigned = (name: string, value: string): readonly string[] => {
  if (!steering.test(name)) return [];
  return URL.canParse(value) ? elsewhere(name, value) : [`sets ${visible(name)}`];
};
