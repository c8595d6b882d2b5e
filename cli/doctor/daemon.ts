import { version } from "../../src/version.ts";
import { defineCheck, type Finding, hint, ok, problem } from "./check.ts";
import type { Daemon } from "./scene.ts";

type Facts = { readonly daemon: Daemon; readonly version: string };

/** Whether a daemon answers, and whether it is of our version. */
export const judgeDaemon = ({ daemon, version: own }: Facts): readonly Finding[] => {
  switch (daemon.state) {
    case "stopped":
      return [hint("the proxy is not running", "proxy-cli start")];
    case "silent":
      return [problem("a daemon has the control socket but does not answer", "proxy-cli logs -n 20")];
    case "other protocol":
      return [
        problem(
          `daemon ${daemon.version ?? "of unknown version"}, CLI ${own}: they do not understand each other`,
          restart,
        ),
      ];
    case "running":
      return [...answers(daemon, own), ...daemon.status.warnings.map((warning) => hint(`daemon: ${warning}`))];
    default:
      return daemon satisfies never;
  }
};

const restart = "proxy-cli restart   (running answers finish first)";

const answers = (
  { status, latencyMs }: Extract<Daemon, { readonly state: "running" }>,
  own: string,
): readonly Finding[] => {
  if (status.version === own) return [ok(`daemon answers (${latencyMs} ms), version ${own} = CLI`)];
  return [ok(`daemon answers (${latencyMs} ms)`), hint(`daemon ${status.version}, CLI ${own}`, restart)];
};

export default defineCheck({
  name: "daemon",
  isAboutUpstreams: true,
  look: ({ daemon }) => ({ daemon, version }),
  judge: judgeDaemon,
});
