import { z } from "zod";

/** One setting: its type, default, environment names and the line of why that goes into the YAML file. */
export type Setting<T> = {
  readonly type: z.ZodType<T>;
  readonly initial: T;
  /** Environment names, the first wins. */
  readonly env: readonly string[];
  /** Other names people may use for it in `config --get` and `--set`. */
  readonly aliases: readonly string[];
  readonly why: string;
  /** Whether a change needs `proxy-cli restart` to be seen. */
  readonly restart: boolean;
  /** What a person has to agree to before a command switches it on; null = nothing. */
  readonly agreement: string | null;
};

type Extras = {
  readonly env?: readonly string[];
  readonly aliases?: readonly string[];
  readonly restart?: boolean;
  readonly agreement?: string;
};

const setting = <T>(type: z.ZodType<T>, initial: T, why: string, extras: Extras = {}): Setting<T> => ({
  type,
  initial,
  why,
  env: extras.env ?? [],
  aliases: extras.aliases ?? [],
  restart: extras.restart ?? false,
  agreement: extras.agreement ?? null,
});

/** What is wrong is said once and whole, whichever bound was missed. */
const whole = (least: number, most: number) => {
  const error = `must be a whole number from ${least} to ${most}`;
  return z.int({ error }).min(least, { error }).max(most, { error });
};

const text = z.string({ error: "must be a text" }).min(1, { error: "must not be empty" });
const yesOrNo = z.boolean({ error: "must be true or false" });

/** An Origin header never has a path, capitals or the usual port, so one with them would never match. */
const asBrowsersSendIt = (origin: string): boolean => {
  const url = URL.parse(origin);
  if (url === null || !/^[a-z-]+:\/\/[^/?#@]+$/.test(origin)) return false;
  return url.origin === "null" || url.origin === origin;
};

const origins = "must be origins such as https://app.example.com, each by name and without a path";
/** Empty for none; the wrong value is not repeated in the error, it may hold a password. */
const proxyUrl = z.string({ error: "must be a text" }).refine((url) => url === "" || isProxyUrl(url), {
  error: "must be an address such as http://proxy.example:3128, or empty",
});
const isProxyUrl = (url: string): boolean => /^https?:\/\/[^/?#\s]+\/?$/.test(url) && URL.canParse(url);

const port = whole(0, 65_535);
const milliseconds = whole(1, 86_400_000);
const days = whole(0, 36_500);
const bytes = whole(0, 4 * 1024 ** 3);

/** One middleware of the user's. */
const ownMiddleware = z.strictObject({
  path: text.refine((path) => path.startsWith("/"), { error: "must be an absolute path" }),
  enabled: yesOrNo,
  on_error: z.enum(["pass", "fail"], { error: "must be pass or fail" }),
  timeout_ms: whole(1, 60_000),
  config: z.record(z.string(), z.unknown(), { error: "must be a map" }),
});

/** One middleware of the user's, as the settings have it. */
export type OwnMiddleware = z.infer<typeof ownMiddleware>;

/** Every setting by its dotted name: the one declaration behind the type, the YAML, the environment and the docs. */
export const settings = {
  "server.port": setting(port, 8080, "The port to listen on; 0 takes any free one.", {
    env: ["PROXY_PORT"],
    aliases: ["port"],
    restart: true,
  }),
  "server.host": setting(
    text,
    "127.0.0.1",
    "The one address to listen on; clients that say localhost find 127.0.0.1 and ::1 alike. Anything but loopback needs server.expose and a token.",
    {
      env: ["PROXY_HOST"],
      aliases: ["host"],
      restart: true,
    },
  ),
  "server.expose": setting(
    yesOrNo,
    false,
    "Lets other machines use the proxy, each request with a token (proxy-cli token create).",
    { env: ["PROXY_EXPOSE"], restart: true },
  ),
  "server.allowed_hosts": setting(
    z.array(text, { error: "must be a list of names" }),
    [],
    "Names besides 127.0.0.1, localhost and [::1] that a Host header may carry.",
  ),
  "server.allowed_origins": setting(
    z.array(
      z
        .url({ protocol: /^(https?|app|vscode-webview|chrome-extension)$/, error: origins })
        .refine(asBrowsersSendIt, { error: origins }),
      { error: "must be a list of origins" },
    ),
    [],
    "Web origins that may call the proxy from a browser; each by name, never *.",
  ),
  "server.loopback_without_token": setting(
    yesOrNo,
    false,
    "Lets every program on this machine use keys that the daemon holds, without the local token.",
  ),
  upstream: setting(
    text,
    "auto",
    "Where requests go: auto (each to the vendor it speaks to) or the name of an upstream.",
    { env: ["PROXY_UPSTREAM"], aliases: ["current_server", "upstream.current"] },
  ),
  "limits.max_body_bytes": setting(bytes, 100 * 1024 * 1024, "Larger request bodies are refused with 413."),
  "limits.held_body_bytes": setting(
    bytes,
    8 * 1024 * 1024,
    "Request bodies up to this size are held whole; larger ones stream through.",
  ),
  "limits.held_total_bytes": setting(
    bytes,
    256 * 1024 * 1024,
    "Request bodies held at the same time; more is refused with 503 for a moment. At most a third of a container's memory.",
  ),
  "limits.max_url_bytes": setting(bytes, 8192, "Longer paths with their query are refused with 414."),
  "timeouts.connect_ms": setting(
    milliseconds,
    10_000,
    "How long an upstream may take no connection; at half of it a probe tells a dead address from a thinking model.",
  ),
  "timeouts.first_byte_ms": setting(milliseconds, 600_000, "How long a whole answer may take to begin."),
  "timeouts.first_byte_stream_ms": setting(milliseconds, 120_000, "How long a streamed answer may take to begin."),
  "timeouts.stream_idle_ms": setting(milliseconds, 120_000, "How long an answer under way may be silent."),
  "timeouts.upload_stall_ms": setting(
    milliseconds,
    30_000,
    "How long a client may send nothing more of a body that it has begun.",
  ),
  "timeouts.write_stall_ms": setting(milliseconds, 60_000, "How long a client may take no bytes at all."),
  "timeouts.linger_ms": setting(
    milliseconds,
    2000,
    "How long an upstream may hold the connection after its terminal event.",
  ),
  "timeouts.websocket_idle_ms": setting(
    milliseconds,
    900_000,
    "How long neither side of a WebSocket may say anything.",
  ),
  "timeouts.drain_ms": setting(milliseconds, 30_000, "How long `stop` waits for running answers."),
  "egress.proxy": setting(
    proxyUrl,
    "",
    "A company's HTTP proxy that calls go out through: http://[NAME:PASSWORD@]HOST:PORT; the environment is not asked.",
  ),
  "egress.no_proxy": setting(
    z.array(text, { error: "must be a list of hosts" }),
    [],
    "Hosts that are called directly all the same: corp.example (and all below it) or HOST:PORT; this machine always is.",
  ),
  "compat.vidurai_header": setting(
    yesOrNo,
    false,
    "Also sends what a request saved as X-Vidurai-Stats, beside x-proxy-stats.",
  ),
  "config.watch": setting(
    yesOrNo,
    true,
    "Whether a change of config.yaml, servers.yaml or models.yaml counts as soon as it is saved.",
  ),
  "meter.inject_usage": setting(
    yesOrNo,
    false,
    "Asks for the usage of OpenAI chat streams where the client has not, and takes it out of the answer again; else it is estimated.",
  ),
  "sessions.max": setting(
    whole(1, 1_000_000),
    10_000,
    "How many conversations are known at the same time; of more, the longest unused is forgotten.",
    { aliases: ["session.max_sessions"], restart: true },
  ),
  "sessions.ttl_seconds": setting(
    whole(1, 30 * 86_400),
    3600,
    "After so long without a request a conversation is over, and what comes next begins another one.",
    { aliases: ["session.session_ttl_seconds"], restart: true },
  ),
  "ledger.enabled": setting(yesOrNo, true, "Keeps a row for each request; without it `stats` has nothing to tell.", {
    aliases: ["ledger"],
    restart: true,
  }),
  "ledger.keep_days": setting(
    days,
    90,
    "How many days the row of each request is kept; 0 keeps it for ever. What `stats` adds up stays longer.",
    { restart: true },
  ),
  "ledger.keep_sums_days": setting(
    days,
    730,
    "How many days the sums are kept that `stats` tells of, by the quarter of an hour, no less than the rows; 0 keeps them for ever.",
    { restart: true },
  ),
  "log.level": setting(
    z.enum(["debug", "info", "warn", "error"], { error: "must be debug, info, warn or error" }),
    "info",
    "What the log keeps: debug, info, warn or error.",
    {
      env: ["PROXY_LOG_LEVEL", "LOG_LEVEL"],
      aliases: ["log_level"],
    },
  ),
  "log.performance": setting(
    yesOrNo,
    false,
    "Writes the times of each request into logs/performance.jsonl: waiting, first byte, whole, tokens a second.",
  ),
  "log.max_file_bytes": setting(
    whole(1024, 4 * 1024 ** 3),
    20 * 1024 * 1024,
    "A log file that is larger is moved aside and packed.",
  ),
  "log.rotate_hours": setting(whole(0, 8760), 168, "A log file that is older too; 0 = however old."),
  "log.keep_files": setting(whole(0, 10_000), 20, "How many packed files of a log are kept."),
  "log.keep_days": setting(whole(0, 36_500), 90, "Packed log files that are older are removed."),
  "log.keep_bytes": setting(
    bytes,
    200 * 1024 * 1024,
    "Packed files of a log are removed, the oldest first, where together they are larger.",
  ),
  "trace.enabled": setting(yesOrNo, false, "Writes a file for each request into traces/: what was asked and answered."),
  "trace.directory": setting(
    z.string({ error: "must be a text" }),
    "",
    "Where those files go; empty = traces/ in the home, and below the home where it does not begin with /.",
  ),
  "trace.headers": setting(yesOrNo, true, "Whether they hold headers, of which only known harmless ones."),
  "trace.bodies": setting(
    yesOrNo,
    false,
    "Whether they hold prompts and answers; keys of known shapes are taken out of them.",
    { agreement: "Prompts and answers will be written to files while tracing is on. Do you want that?" },
  ),
  "trace.max_body_bytes": setting(whole(0, 64 * 1024 * 1024), 1024 * 1024, "How much of a body is kept in them."),
  "trace.keep_days": setting(whole(0, 3650), 7, "Older ones are removed."),
  "trace.keep_bytes": setting(
    bytes,
    500 * 1024 * 1024,
    "They are removed, the oldest first, where together they are larger.",
  ),
  "view.keep_bytes": setting(
    bytes,
    32 * 1024 * 1024,
    "How much of the latest requests and answers stays in memory to be looked at, never on the disk; 0 keeps nothing.",
  ),
  "printer.enabled": setting(yesOrNo, false, "Writes lines for requests and answers into the log as they come."),
  "printer.requests": setting(yesOrNo, true, "A line for each request."),
  "printer.responses": setting(yesOrNo, true, "A line for each answer."),
  "printer.bodies": setting(yesOrNo, false, "Whether they hold the beginning of prompts and answers.", {
    agreement: "Prompts and answers will be written into the log while the printer is on. Do you want that?",
  }),
  middlewares: setting(
    z.array(ownMiddleware, { error: "must be a list of middleware, in config.yaml" }),
    [],
    "Middleware of your own, each a file by its absolute path; see docs/middleware.md. trace and printer may stand here too.",
  ),
} as const;

/** The dotted name of a setting. */
export type SettingName = keyof typeof settings;

/** The value of a setting by its name. */
export type ValueOf<Name extends SettingName> = (typeof settings)[Name] extends Setting<infer T> ? T : never;

/** Every setting's value. */
export type Values = { readonly [Name in SettingName]: ValueOf<Name> };

/** All names in the order of their declaration. */
export const settingNames = Object.keys(settings) as readonly SettingName[];

/** The setting behind a name or an alias, whatever its case; null when there is none. */
export const settingNamed = (name: string): SettingName | null =>
  settingNames.find((known) => known === name || settings[known].aliases.includes(name)) ?? null;

/** The environment name that a setting always has: `server.port` → `PROXY_SERVER_PORT`. */
export const ownEnvName = (name: SettingName): string => `PROXY_${name.replaceAll(".", "_").toUpperCase()}`;
