import type { Status, UpstreamView } from "../../src/control/contract.ts";
import { problemLine } from "../../src/core/problem.ts";
import type { Context } from "../command.ts";
import { withTilde } from "../output/home.ts";
import type { Launched } from "./launch.ts";

type Started = {
  readonly status: Status;
  readonly upstreams: readonly UpstreamView[];
  /** The config.yaml that it reads. */
  readonly file: string;
  readonly madeConfig: boolean;
};

/** Says that a daemon is ready: where it listens, where requests go, and what to do next. */
export const tellReady = async (context: Context, { url, pid, madeConfig, warnings }: Launched): Promise<void> => {
  const { client, json, data, say, warn, paint, env } = context;
  const [status, { upstreams }, { file }] = await Promise.all([
    client.status({}),
    client.upstreams({}),
    client.config({}),
  ]);
  if (json)
    return data({
      alreadyRunning: false,
      url,
      pid,
      version: status.version,
      upstream: status.upstream,
      madeConfig,
      warnings,
    });
  for (const one of warnings) warn(`${paint("warning", "!")} ${withTilde(problemLine(one), env["HOME"])}`);
  for (const line of startedLines(context, { status, upstreams, file, madeConfig })) say(withTilde(line, env["HOME"]));
};

const startedLines = (
  { paint, paths }: Context,
  { status, upstreams, file, madeConfig }: Started,
): readonly string[] => {
  const { version, url, pid, upstream } = status;
  const head = `proxy-cli ${version} is running`;
  return [
    `${paint("ok", "ok")}  ${head.padEnd(33)} ${url}   (pid ${pid}, ${status.isExposed ? paint("warning", "OPEN to other machines") : "this computer only"})`,
    `    upstream   ${upstream.padEnd(22)} ${keyWords(upstreams.find(({ name }) => name === upstream))}`,
    `    config     ${file}${madeConfig && file === paths.config ? "   (created)" : ""}`,
    ...status.warnings.map((warning) => `    ${paint("warning", "warning")}    ${warning}`),
    ...nextSteps,
  ];
};

/** Who brings the key. */
const keyWords = (upstream: UpstreamView | undefined): string => {
  if (upstream === undefined) return "each request goes to the vendor it speaks to, with your own key";
  if (upstream.takesAnyKey) return "built in, answers offline, needs no key";
  if (upstream.key === null) return "pass-through: your own key is forwarded";
  return `the proxy adds the key (${upstream.key})`;
};

const nextSteps: readonly string[] = [
  'Next:  proxy-cli run -- claude        or   eval "$(proxy-cli env)"',
  "       proxy-cli tui                  watch it live",
];
