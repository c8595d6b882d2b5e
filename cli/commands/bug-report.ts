import { createHash, randomBytes } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { arch, hostname, platform, release } from "node:os";
import { resolve } from "node:path";
import { ProxyError } from "../../src/core/errors.ts";
import { version } from "../../src/version.ts";
import type { Command, Context } from "../command.ts";
import { diagnose, diagnosisFields } from "../doctor/diagnosis.ts";
import { type Scene, setScene } from "../doctor/scene.ts";
import { lastLines } from "../logs/file.ts";
import { jsonAnswer } from "../output/json.ts";
import { readLogLine } from "../output/log-line.ts";
import { type Private, scrubbed } from "../output/scrub.ts";

/** How far back the log is told. */
const logLines = 200;

export default {
  args: "",
  summary: "what somebody who helps needs to know; no keys, no prompts",
  options: [
    { flags: "--out <file>", summary: "write it there instead, after showing it" },
    { flags: "--hash-hosts", summary: "host names as words that tell nothing" },
  ],
  examples: ["proxy-cli bug-report", "proxy-cli bug-report --hash-hosts --out report.json --yes"],
  run: async (context, { flags }) => {
    const report = await reportOf(context, flags.has("hash-hosts"));
    const file = flags.text("out");
    if (file === null) return context.data(report);
    const text = `${JSON.stringify(jsonAnswer(report, context.now()), null, 2)}\n`;
    context.warn(text);
    if (!(await context.confirm(`This is all of it. Write it to ${file}?`, `proxy-cli bug-report --out ${file}`)))
      return;
    writeNew(resolve(file), text);
    context.say(`${context.paint("ok", "ok")}  written to ${file}   (only you can read it)`);
  },
} satisfies Command;

const reportOf = async (context: Context, hashHosts: boolean): Promise<object> => {
  const scene = await setScene(context, null);
  const { daemon, upstreams } = scene;
  const status = daemon.state === "running" ? daemon.status : null;
  const [findings, config, log] = await Promise.all([diagnose(scene), configOf(scene), logOf(context)]);
  const report = {
    versions: {
      cli: version,
      daemon: status?.version ?? (daemon.state === "other protocol" ? daemon.version : null),
      bun: Bun.version,
      system: `${platform()} ${release()} ${arch()}`,
    },
    doctor: diagnosisFields(findings, context.env["HOME"]),
    status,
    config,
    upstreams: upstreams?.upstreams.map(({ key, ...rest }) => ({ ...rest, hasKey: key !== null })) ?? null,
    log,
  };
  return scrubbed(report, privateOf(context, hashHosts)) as object; // an object went in
};

/** The settings in force; what is wrong with them is in the diagnosis. */
const configOf = async ({ daemon, context: { client, paths, env } }: Scene): Promise<unknown> => {
  try {
    if (daemon.state === "running") return await client.config({});
    return (await import("../../src/offline/without-daemon.ts")).configWithoutDaemon(paths, env);
  } catch {
    return null;
  }
};

const logOf = async ({ paths }: Context): Promise<readonly unknown[]> => {
  const { lines } = await lastLines(paths.log, logLines, () => true);
  return lines.map((line) => withoutBody(readLogLine(line).fields));
};

/** Where the printer writes prompts and answers into the log, they stay there. */
const withoutBody = (fields: Readonly<Record<string, unknown>>): object =>
  "body" in fields ? { ...fields, body: "(left out)" } : fields;

/** Every secret that can be known from here, so that it is hidden also where it should never have been. */
const privateOf = ({ env, paths }: Context, hashHosts: boolean): Private => {
  const inEnvironment = Object.entries(env).flatMap(([name, value]) =>
    /KEY|TOKEN|SECRET|PASSWORD|CREDENTIAL|COOKIE|AUTH/i.test(name) && value !== undefined ? value.split(/\s+/) : [],
  );
  const token = existsSync(paths.token) ? [readFileSync(paths.token, "utf8").trim()] : [];
  const inFiles = [paths.servers, paths.config].flatMap((file) =>
    existsSync(file) ? keysIn(readFileSync(file, "utf8")) : [],
  );
  const salt = randomBytes(16);
  return {
    secrets: [...inEnvironment, ...token, ...inFiles],
    home: env["HOME"],
    hosts: [hostname()],
    hostAs: hashHosts
      ? (host) => `host-${createHash("sha256").update(salt).update(host).digest("hex").slice(0, 8)}`
      : null,
  };
};

/** What stands behind a word for a key in a YAML file, whatever else is wrong with that file. */
const keysIn = (text: string): readonly string[] =>
  [...text.matchAll(/(?:key|token|secret|password)["']?\s*:\s*["']?([^\s"',}#]+)/gi)].flatMap(([, key = ""]) =>
    key.startsWith("$") ? [] : [key],
  );

const writeNew = (file: string, text: string): void => {
  try {
    writeFileSync(file, text, { mode: 0o600, flag: "wx" });
  } catch (cause) {
    const code = cause instanceof Error && "code" in cause ? String(cause.code) : "no reason given";
    throw new ProxyError(
      "cannot_write",
      `Cannot write ${file} (${code === "EEXIST" ? "it is there already" : code}).`,
      {
        hint: "Try: proxy-cli bug-report --out OTHER_FILE",
        cause,
      },
    );
  }
};
