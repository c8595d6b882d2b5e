import type { SettingName } from "../schema.ts";

/** What a variable of another program of this kind means here. */
export type Meaning =
  /** Settings of ours; a time is given in seconds. */
  | { readonly kind: "setting"; readonly settings: readonly SettingName[]; readonly unit?: "seconds" }
  /** Yes means that the log keeps everything. */
  | { readonly kind: "debug" }
  /** A field of the upstream that an address makes. */
  | { readonly kind: "custom"; readonly field: "endpoint" | "type" | "api_key" }
  /** A field of the upstream that such programs call when nothing else is said. */
  | { readonly kind: "vendor"; readonly field: "api_key" | "endpoints.anthropic" | "endpoints.openai-chat" }
  /** Nothing, for the reason given. */
  | { readonly kind: "nothing"; readonly why: string };

const setting = (...settings: readonly SettingName[]): Meaning => ({ kind: "setting", settings });
const seconds = (...settings: readonly SettingName[]): Meaning => ({ kind: "setting", settings, unit: "seconds" });
const clients = (upstream: string, name: string): Meaning => ({
  kind: "nothing",
  why: `is not used by itself: clients bring their own keys; to have the proxy add it, write api_key: \${${name}} for ${upstream} in servers.yaml`,
});

/** Variables of other programs that count wherever they are set. */
export const olderVariables: Readonly<Record<string, Meaning>> = {
  LLM_BASE_URL: { kind: "custom", field: "endpoint" },
  LLM_TYPE: { kind: "custom", field: "type" },
  LLM_API_KEY: { kind: "custom", field: "api_key" },
  SERVER_API_KEY: { kind: "vendor", field: "api_key" },
  UPSTREAM_BASE: { kind: "vendor", field: "endpoints.anthropic" },
  OPENAI_UPSTREAM_BASE: { kind: "vendor", field: "endpoints.openai-chat" },
  REQUEST_TIMEOUT: seconds("timeouts.first_byte_ms"),
  STREAM_TIMEOUT: seconds("timeouts.first_byte_stream_ms", "timeouts.stream_idle_ms"),
  CONNECT_TIMEOUT: seconds("timeouts.connect_ms"),
  ENABLE_STRUCTURED_LOGGING: { kind: "nothing", why: "has no effect: the log is always JSON, one object a line" },
  AUTOTEXT_MODEL: setting("zai.text_model"),
  AUTOVISION_MODEL: setting("zai.vision_model"),
  TEXT_ENDPOINT_PREFERENCE: setting("zai.text_endpoint"),
  ENABLE_ZAI_THINKING: setting("zai.thinking"),
  ENABLE_ACCURATE_TOKEN_COUNTING: {
    kind: "nothing",
    why: "has no effect: tokens are always the vendor's own count, else that of its tokenizer",
  },
  IMAGE_AGE_THRESHOLD: setting("memory.image_age"),
  REDIS_URL: setting("store.redis_url"),
};

/** Names so plain that in a shell they may mean anything; they count in a file of variables alone. */
export const plainVariables: Readonly<Record<string, Meaning>> = {
  HOST: setting("server.host"),
  PORT: setting("server.port"),
  DEBUG: { kind: "debug" },
  ANTHROPIC_API_KEY: clients("anthropic", "ANTHROPIC_API_KEY"),
  OPENAI_API_KEY: clients("openai", "OPENAI_API_KEY"),
  MISTRAL_API_KEY: clients("mistral", "MISTRAL_API_KEY"),
  GEMINI_API_KEY: clients("google", "GEMINI_API_KEY"),
  GOOGLE_API_KEY: clients("google", "GOOGLE_API_KEY"),
};

/** The upstream that `kind: "vendor"` speaks of, by the host of its address; any other host is one of the first's. */
export const vendorUpstreams: readonly (readonly [host: string, upstream: string])[] = [
  ["api.z.ai", "international"],
  ["open.bigmodel.cn", "cn"],
];
