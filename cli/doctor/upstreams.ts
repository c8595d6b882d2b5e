import type { UpstreamTest, UpstreamView } from "../../src/control/contract.ts";
import { timeOfDay } from "../output/units.ts";
import { visible } from "../output/visible.ts";
import { defineCheck, type Finding, hint, ok, problem, unchecked } from "./check.ts";

type Facts = {
  readonly tests: readonly UpstreamTest[];
  readonly views: readonly UpstreamView[];
} | null;

/** Whether each upstream can be reached: DNS, TCP and TLS, and where the proxy holds a key, whether that is taken. The same reason is told once. */
export const judgeUpstreams = (facts: Facts): readonly Finding[] => {
  if (facts === null) return [unchecked("upstreams: the configuration does not tell them")];
  const { tests, views } = facts;
  const reached = tests.filter(({ reachable, name }) => reachable && !isBuiltIn(name, views));
  const reasons = Map.groupBy(
    tests.filter(({ reachable }) => !reachable),
    ({ reason }) => reason ?? "no reason given",
  );
  return [
    ...(reached.length === 0
      ? []
      : [ok(`DNS, TCP, TLS: ${reached.map(latency).join(", ")}${keyWords(reached, views)}`)]),
    ...tests.flatMap((test) => keyFindings(test, views)),
    ...[...reasons].map(([reason, those]) =>
      problem(`${those.map(({ name }) => name).join(", ")}: ${visible(reason)}`, nextFor(reason)),
    ),
  ];
};

const isBuiltIn = (name: string, views: readonly UpstreamView[]): boolean =>
  views.some((view) => view.name === name && view.takesAnyKey);

const latency = ({ name, latencyMs, stages }: UpstreamTest): string => {
  const time = latencyMs === null ? name : `${name} ${Math.round(latencyMs)} ms`;
  return stages.some(({ stage, verdict }) => stage === "auth" && verdict === "ok") ? `${time} (key accepted)` : time;
};

/** Each of several keys on a line of its own; of one alone only that it is not right, and what rests. */
const keyFindings = ({ name, stages, keys = [] }: UpstreamTest, views: readonly UpstreamView[]): readonly Finding[] => {
  const view = views.find((one) => one.name === name);
  const resting = (view?.cooling ?? []).map((one) => ({ ...one, key: one.key ?? "client's own" }));
  const auth = stages.find(({ stage }) => stage === "auth");
  const single = auth === undefined || view?.key == null ? [] : [{ ...auth, key: view.key }];
  return (keys.length > 0 ? keys : single).flatMap(({ key, verdict, detail }) => {
    const rests = resting.filter((one) => one.key === key).map(restWords);
    if (verdict === "failed") return [problem(`${name}: key refused (${visible(detail ?? `key ${key}`)})`, nextForKey)];
    if (rests.length > 0) return [hint(`${name}: key ${key} ${rests.join(", ")}`, `proxy-cli upstreams show ${name}`)];
    return keys.length > 0 ? [ok(`${name}: key ${key} ${verdict === "ok" ? "accepted" : (detail ?? "not told")}`)] : [];
  });
};

/** `is limited for claude-x until 14:02:11`. */
const restWords = ({ state, model, untilAt }: NonNullable<UpstreamView["cooling"]>[number]): string =>
  `is ${state} for ${visible(model ?? "every model")} until ${timeOfDay(untilAt)}`;

const nextForKey = "correct its api_key in servers.yaml, then: proxy-cli reload";

/** A client's own key is never ours to try. */
const keyWords = (reached: readonly UpstreamTest[], views: readonly UpstreamView[]): string => {
  const own = reached.filter(({ name }) => views.some((view) => view.name === name && view.key === null));
  return own.length === 0 ? "" : " (keys not checked: client's own)";
};

const nextFor = (reason: string): string => {
  if (reason.includes("DNS")) return "is there a network?  getent hosts api.anthropic.com";
  if (reason.startsWith("TLS"))
    return "a company's certificate?  NODE_EXTRA_CA_CERTS=/path/to/ca.pem proxy-cli restart";
  return "is a firewall in the way, or a company's proxy needed?  proxy-cli config list";
};

export default defineCheck({
  name: "upstreams",
  isAboutUpstreams: true,
  look: async ({ upstreams, tests }): Promise<Facts> =>
    upstreams === null ? null : { tests: await tests, views: upstreams.upstreams },
  judge: judgeUpstreams,
});
