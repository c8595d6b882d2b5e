import { isLoopbackOrigin } from "../../src/lib/loopback.ts";
import { isSamePlace } from "../programs/base-urls.ts";
import { serverAt } from "./ask.ts";
import { defineCheck, type Finding, hint, ok, problem, unchecked } from "./check.ts";

type Local = {
  readonly name: string;
  readonly endpoint: string;
  /** Whether it is the very address of this daemon. */
  readonly isUs: boolean;
  /** What the program there calls itself; null where nothing like that answers. */
  readonly server: string | null;
};

/** Whether an upstream leads back to a proxy like us. */
export const judgeLoop = (locals: readonly Local[] | null): readonly Finding[] => {
  if (locals === null) return [unchecked("circles: the configuration does not tell the upstreams")];
  const findings = locals.flatMap(({ name, endpoint, isUs, server }) => {
    if (isUs)
      return [problem(`upstream ${name} is this proxy itself (${endpoint}): requests would go in a circle`, next)];
    if (server !== "proxy-cli") return [];
    return [
      hint(`upstream ${name} is another proxy-cli (${endpoint}); make sure that it does not point back here`, next),
    ];
  });
  return findings.length === 0 ? [ok("no upstream leads back here")] : findings;
};

const next = "correct its endpoint in servers.yaml, then: proxy-cli reload";

export default defineCheck({
  name: "loop",
  isAboutUpstreams: true,
  look: async ({ daemon, upstreams }): Promise<readonly Local[] | null> => {
    if (upstreams === null) return null;
    const url = daemon.state === "running" ? daemon.status.url : null;
    const local = upstreams.upstreams.filter(
      ({ endpoint }) => URL.canParse(endpoint) && isLoopbackOrigin(new URL(endpoint).origin),
    );
    return Promise.all(
      local.map(async ({ name, endpoint }) => {
        const { origin } = new URL(endpoint);
        return { name, endpoint, isUs: url !== null && isSamePlace(url, origin), server: await serverAt(origin) };
      }),
    );
  },
  judge: judgeLoop,
});
