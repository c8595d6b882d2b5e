import { isLoopback } from "../../src/lib/loopback.ts";
import { families, isSamePlace } from "../programs/base-urls.ts";
import { serverAt } from "./ask.ts";
import { defineCheck, type Finding, hint, ok, problem } from "./check.ts";

type Environment = Readonly<Record<string, string | undefined>>;

type Facts = {
  readonly env: Environment;
  /** The daemon's address; null while none runs. */
  readonly url: string | null;
  /** What answers at each base URL on this machine, by its variable; null = nothing. */
  readonly servers: Readonly<Record<string, string | null>>;
};

/** Whether this shell's variables lead its programs here, and nothing in them is at odds with itself. */
export const judgeEnvironment = (facts: Facts): readonly Finding[] => {
  const findings = [...baseUrlFindings(facts), ...keyFindings(facts.env), ...proxyFindings(facts.env)];
  return findings.length === 0 ? [ok("shell: its variables lead here and do not contradict each other")] : findings;
};

const setUp = 'eval "$(proxy-cli env)"';

const baseUrlFindings = (facts: Facts): readonly Finding[] => {
  const { env } = facts;
  const set = families.filter(({ urlVariable }) => (env[urlVariable] ?? "") !== "");
  if (set.length === 0)
    return [
      hint(
        "shell: no base URL is set here, programs go to their vendors directly",
        `${setUp}   or proxy-cli run -- COMMAND`,
      ),
    ];
  return set.flatMap(({ urlVariable, path }) => baseUrlFinding(urlVariable, path, facts));
};

const baseUrlFinding = (variable: string, path: string, { env, url, servers }: Facts): readonly Finding[] => {
  const value = env[variable] ?? "";
  if (!URL.canParse(value)) return [problem(`shell: ${variable} is no URL`, setUp)];
  const { hostname, host, pathname } = new URL(value);
  if (/\/v1\/+v1\/*$/.test(pathname) || (path === "" && /\/v1\/*$/.test(pathname)))
    return [problem(`shell: ${variable} ends in ${pathname}: programs would ask for /v1 twice`, setUp)];
  if (!isLoopback(hostname)) return [hint(`shell: ${variable} points to another host (${host})`, setUp)];
  if (path !== "" && !pathname.replace(/\/+$/, "").endsWith(path))
    return [problem(`shell: ${variable} lacks ${path} at its end`, setUp)];
  if (url !== null && isSamePlace(value.replace(/\/+$/, ""), url + path)) return [];
  const server = servers[variable] ?? null;
  if (server === null)
    return [
      problem(`shell: ${variable} points to ${host}, where nothing answers`, url === null ? "proxy-cli start" : setUp),
    ];
  const what = server === "proxy-cli" ? "another proxy-cli" : "another program";
  return [hint(`shell: ${variable} points to ${what} (${host})`, setUp)];
};

const keyFindings = (env: Environment): readonly Finding[] => {
  const has = (name: string): boolean => (env[name] ?? "") !== "";
  return [
    ...(has("ANTHROPIC_API_KEY") && has("ANTHROPIC_AUTH_TOKEN")
      ? [
          hint(
            "shell: ANTHROPIC_API_KEY and ANTHROPIC_AUTH_TOKEN are both set; Claude Code sends only one of them",
            "unset ANTHROPIC_API_KEY",
          ),
        ]
      : []),
    ...(has("GEMINI_API_KEY") && has("GOOGLE_API_KEY")
      ? [
          hint(
            "shell: GEMINI_API_KEY and GOOGLE_API_KEY are both set; Google's SDKs take the second",
            "unset GOOGLE_API_KEY",
          ),
        ]
      : []),
  ];
};

const proxyNames = ["HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY"];

const proxyFindings = (env: Environment): readonly Finding[] => {
  const named = (name: string): string => env[name] ?? env[name.toLowerCase()] ?? "";
  const set = proxyNames.filter((name) => named(name) !== "");
  const isExempt = named("NO_PROXY")
    .split(",")
    .some((name) => ["127.0.0.1", "localhost", "*", "127.0.0.0/8"].includes(name.trim()));
  const unverified = ["0", "false"].includes(env["NODE_TLS_REJECT_UNAUTHORIZED"] ?? "");
  return [
    ...(set.length === 0 || isExempt
      ? []
      : [
          problem(
            `shell: ${set.join(" and ")} is set and NO_PROXY does not exempt 127.0.0.1: programs would not find the proxy`,
            "export NO_PROXY=127.0.0.1,localhost",
          ),
        ]),
    ...(unverified
      ? [
          problem(
            "shell: NODE_TLS_REJECT_UNAUTHORIZED switches certificate checks off",
            "unset NODE_TLS_REJECT_UNAUTHORIZED",
          ),
        ]
      : []),
  ];
};

export default defineCheck({
  name: "shell",
  look: async ({ daemon, context: { env } }): Promise<Facts> => {
    const servers = await Promise.all(
      families.map(async ({ urlVariable }) => {
        const value = env[urlVariable] ?? "";
        const isLocal = URL.canParse(value) && /^http:/.test(value) && isLoopback(new URL(value).hostname);
        return [urlVariable, isLocal ? await serverAt(new URL(value).origin) : null] as const;
      }),
    );
    return { env, url: daemon.state === "running" ? daemon.status.url : null, servers: Object.fromEntries(servers) };
  },
  judge: judgeEnvironment,
});
