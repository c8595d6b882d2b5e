import { chmodSync, closeSync, openSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Paths } from "../../src/config/paths.ts";
import { secretsFor } from "../../src/config/secrets.ts";
import { type FailureCode, failures, ProxyError } from "../../src/core/errors.ts";
import { linesOf } from "../../src/lib/ndjson.ts";
import { makePrivateFolder } from "../../src/lib/private-file.ts";
import type { Orders, Report } from "../../src/lifecycle/orders.ts";
import type { Context } from "../command.ts";
import { givenToken } from "../programs/given-token.ts";
import { daemonEnvironment } from "./environment.ts";

type Ready = Extract<Report, { type: "ready" }>;

/** A daemon that is ready. */
export type Launched = Ready & {
  /** Its exit code, when it has ended. */
  readonly exited: Promise<number>;
};

type Options = {
  readonly root: string;
  readonly paths: Paths;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly orders: Omit<Orders, "secrets" | "token">;
  /** Whether its output goes to this terminal instead of crash.log. */
  readonly isAttached: boolean;
  /** Takes what it writes, where it is attached and the terminal shows something else. */
  readonly onOutput?: (text: string) => void;
  /** With it signals are the daemon's as well, from the first moment on. */
  readonly onSignals?: Context["onSignals"];
};

/** No machine is so slow; a daemon that says nothing for so long hangs. */
const patienceMs = 30_000;

/**
 * Starts a daemon in a session of its own and waits until it listens. Its orders travel by pipe, never by argument
 * or environment, which other programs can read. Throws what the daemon says stands in the way.
 */
export const launch = async (options: Options): Promise<Launched> => {
  const { root, paths, env, orders, isAttached } = options;
  let wasInterrupted = false;
  // Before the daemon is there: a signal that comes at once is heard when this function has gone on. It is in a session
  // of its own, so Ctrl-C reaches it only from here; to it SIGHUP means reload, here it means that the terminal is gone.
  options.onSignals?.(["SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT"], (name) => {
    wasInterrupted = true;
    child.kill(name === "SIGINT" ? "SIGINT" : "SIGTERM");
  });
  const secrets = secretsFor(filesOf(paths, orders).map(textOf), env);
  const token = givenToken(env);
  const isKept = orders.ephemeral === null;
  if (isKept) makeHome(paths);
  const output = isAttached
    ? options.onOutput === undefined
      ? "inherit"
      : "pipe"
    : isKept
      ? openCrashLog(paths)
      : "ignore";
  const { promise, resolve, reject } = Promise.withResolvers<Ready>();
  const child = Bun.spawn(commandLine(root), {
    argv0: "proxy-cli-daemon",
    cwd: "/",
    env: daemonEnvironment(env, Object.keys(secrets)),
    detached: true,
    stdin: "pipe",
    stdout: output,
    stderr: output,
    serialization: "json",
    ipc: (message: unknown) => settle(message, resolve, reject),
    onExit: (_, code, signal) => reject(wasInterrupted ? interrupted() : endedEarly(paths, code, signal)),
  });
  if (typeof output === "number") closeSync(output);
  if (options.onOutput !== undefined)
    for (const stream of [child.stdout, child.stderr]) void passOn(stream, options.onOutput);
  child.stdin.write(JSON.stringify({ ...orders, secrets, token } satisfies Orders));
  void child.stdin.end();
  const timer = setTimeout(() => {
    child.kill("SIGKILL");
    reject(
      new ProxyError("internal", `The daemon did not get ready within ${patienceMs / 1000} s.`, {
        hint: "Try: proxy-cli logs",
      }),
    );
  }, patienceMs);
  const ready = await promise.finally(() => clearTimeout(timer));
  return { ...ready, exited: child.exited };
};

/** What it writes, line by line, until it has ended. */
const passOn = async (stream: unknown, tell: (line: string) => void): Promise<void> => {
  if (stream instanceof ReadableStream) for await (const line of linesOf(stream)) tell(line);
};

const commandLine = (root: string): string[] => [
  process.execPath,
  "--no-env-file",
  `--config=${join(root, "bunfig.toml")}`,
  `--tsconfig-override=${join(root, "tsconfig.json")}`,
  "--no-install",
  join(root, "src", "main.ts"),
];

/** The daemon looks closely at the home; here it only has to exist and be ours, before anything is written into it. */
const makeHome = ({ home, logs }: Paths): void => {
  try {
    makePrivateFolder(home);
    if (statSync(home).uid !== process.getuid?.()) {
      throw new ProxyError("home_unsafe", `${home} belongs to another user.`, {
        hint: "Set PROXY_CLI_HOME to a folder of your own.",
      });
    }
    makePrivateFolder(logs);
  } catch (cause) {
    if (cause instanceof ProxyError) throw cause;
    const reason = cause instanceof Error && "code" in cause ? String(cause.code) : "no reason given";
    throw new ProxyError("home_unwritable", `Cannot write to ${home} (${reason}).`, {
      hint: "Set PROXY_CLI_HOME to a folder that you can write to, or keep nothing: proxy-cli start --ephemeral",
      cause,
    });
  }
};

/** What Bun itself prints when it goes down; the daemon's own log is beside it. */
const openCrashLog = ({ logs }: Paths): number => {
  const file = join(logs, "crash.log");
  const descriptor = openSync(file, "a", 0o600);
  chmodSync(file, 0o600);
  return descriptor;
};

/** The files that may refer to variables. */
const filesOf = ({ servers, config }: Paths, { configFile, envFile }: Options["orders"]): readonly string[] =>
  [servers, configFile ?? config, envFile].filter((file) => file !== null);

/** The daemon says what is wrong with a file that cannot be read. */
const textOf = (file: string): string => {
  try {
    return statSync(file).isFile() ? readFileSync(file, "utf8") : "";
  } catch {
    return "";
  }
};

const settle = (message: unknown, resolve: (ready: Ready) => void, reject: (error: ProxyError) => void): void => {
  const report = message as Report; // src/main.ts says nothing else
  if (report.type === "ready") return resolve(report);
  const code = isFailureCode(report.code) ? report.code : "internal";
  const hint = report.hint === null ? {} : { hint: report.hint };
  reject(new ProxyError(code, report.message, { ...hint, problems: report.problems }));
};

const isFailureCode = (code: string): code is FailureCode => code in failures;

const interrupted = (): ProxyError =>
  new ProxyError("interrupted", "Interrupted before the daemon was ready; it does not run.", {
    hint: "Try: proxy-cli start",
  });

const endedEarly = ({ logs }: Paths, code: number | null, signal: number | string | null): ProxyError =>
  new ProxyError(
    "internal",
    `The daemon ended before it was ready (${signal === null ? `exit code ${code}` : `signal ${signal}`}). Its last words are in ${join(logs, "crash.log")}`,
    {
      hint: "Try: proxy-cli start --foreground",
    },
  );
