import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { platform, userInfo } from "node:os";
import { dirname, join } from "node:path";
import { secretNames } from "../../src/config/secrets.ts";
import { ProxyError } from "../../src/core/errors.ts";
import { makePrivateFolder, writePrivate } from "../../src/lib/private-file.ts";
import type { Command, Context, Input } from "../command.ts";
import { statusOrNull } from "../daemon/answering.ts";
import { notRunning } from "../exit-codes.ts";
import { withTilde } from "../output/home.ts";
import { type Call, type Service, serviceFor } from "../service/plan.ts";
import { serviceVariables } from "../service/variables.ts";
import { systemProgram } from "../terminal/system-program.ts";

export default {
  args: "<action>",
  summary: "keep it running, with systemd or launchd",
  actions: [
    ["install", "start it now and at every login"],
    ["uninstall", "stop it and take that back"],
    ["status", "what the system says of it"],
    ["logs", "what it has written"],
  ],
  options: [
    { flags: "--print", summary: "with install: show what would be written, and write nothing" },
    { flags: "-n, --lines <n>", summary: "with logs: how many of the latest lines (default: 50)" },
    { flags: "-f, --follow", summary: "with logs: go on as new lines come, until Ctrl-C" },
  ],
  examples: ["proxy-cli service install", "proxy-cli service install --print", "proxy-cli service logs -f"],
  run: async (context, input) => {
    const [action = ""] = input.args;
    const act = Object.hasOwn(actions, action) ? actions[action] : undefined;
    if (act !== undefined) return act(context, serviceOf(context), input);
    throw new ProxyError("usage", `There is no "service ${action}". Known: ${Object.keys(actions).join(", ")}.`, {
      hint: "Try: proxy-cli service --help",
    });
  },
} satisfies Command;

type Act = (context: Context, service: Service, input: Input) => Promise<number>;

const serviceOf = ({ root, paths, env }: Context): Service => {
  const { homedir, uid } = userInfo();
  const names = existsSync(paths.servers) ? [...new Set(secretNames(readFileSync(paths.servers, "utf8")))] : [];
  const facts = {
    launcher: join(root, "cli", "proxy-cli"),
    home: paths.home,
    variables: serviceVariables(env, names),
    secretNames: names,
  };
  const { HOME: userHome = homedir, XDG_CONFIG_HOME: configHome = null } = env;
  return serviceFor({ platform: platform(), userHome, configHome, uid }, facts);
};

const install: Act = async (context, service, { flags }) => {
  const { print, say, env } = context;
  if (flags.has("print")) {
    if (context.json) context.data({ files: service.files.map(({ path, text }) => ({ path, text })) });
    else for (const { path, text } of service.files) print(`# ${path}\n${text}`);
    return 0;
  }
  if (!isInstalled(service) && (await statusOrNull(context.client)) !== null) {
    throw new ProxyError(
      "already_running",
      "A daemon that you have started runs already; the service needs its place.",
      {
        hint: "Try: proxy-cli stop   and then again: proxy-cli service install",
      },
    );
  }
  for (const { path, text, isTheirs } of service.files) {
    if (isTheirs && existsSync(path)) continue;
    makePrivateFolder(dirname(path));
    if (isTheirs) writePrivate(path, text);
    else writeFileSync(path, text, { mode: 0o644 });
    if (!context.json) say(withTilde(`wrote ${path}`, env["HOME"]));
  }
  const code = await callAll(context, service.start);
  if (context.json) tellProgram(context, service, code === 0);
  else if (code === 0) say(`${context.paint("ok", "ok")}  ${service.name} runs, and starts by itself from now on`);
  if (!context.json) for (const note of service.notes) say(withTilde(`    ${note}`, env["HOME"]));
  return code;
};

const uninstall: Act = async (context, service) => {
  if (!isInstalled(service)) {
    if (context.json) tellProgram(context, service, false);
    else context.say(`${service.name} is not installed`);
    return 0;
  }
  const code = await callAll(context, service.stop);
  for (const { path, isTheirs } of service.files) if (!isTheirs) rmSync(path, { force: true });
  if (context.json) tellProgram(context, service, false);
  else context.say(`${context.paint("ok", "ok")}  ${service.name} is gone; your settings and figures stay`);
  return code;
};

const status: Act = async (context, service) => {
  if (context.json) {
    const code = isInstalled(service) ? await call(context, service.status) : notRunning;
    tellProgram(context, service, code === 0);
    return code;
  }
  if (!isInstalled(service)) {
    context.print(`${service.name} is not installed.   Install it:  proxy-cli service install`);
    return notRunning;
  }
  return call(context, service.status);
};

const logs: Act = async (context, service, { flags }) =>
  call({ ...context, json: false }, service.logs(flags.whole("lines") ?? 50, flags.has("follow")));

const actions: Readonly<Record<string, Act>> = { install, uninstall, status, logs };

/** Whether the file that the system reads is there. */
const isInstalled = ({ files }: Service): boolean => files.some(({ path, isTheirs }) => !isTheirs && existsSync(path));

/** The system's own words are for people. */
const tellProgram = ({ data }: Context, service: Service, running: boolean): void =>
  data({ name: service.name, installed: isInstalled(service), running });

/** One after the other, until one fails. */
const callAll = async (context: Context, calls: readonly Call[]): Promise<number> => {
  for (const one of calls) {
    const code = await call(context, one);
    if (code !== 0) {
      context.warn(
        `${one.join(" ")} ended with ${code}; do it by hand, or let your own supervisor run what was written`,
      );
      return code;
    }
  }
  return 0;
};

/** Runs a program of the system, by its absolute path, with its words to the person. */
const call = async ({ env, warn, json }: Context, [name, ...args]: Call): Promise<number> => {
  const program = systemProgram(name, env["PATH"]);
  if (program === null) {
    warn(`${name} is not on this machine`);
    return 69;
  }
  const child = Bun.spawn([program, ...args], {
    env,
    stdin: "ignore",
    stdout: json ? "ignore" : "inherit",
    stderr: "inherit",
  });
  return child.exited;
};
