import { dateAt } from "./ask.ts";
import { defineCheck, type Finding, hint, ok, unchecked } from "./check.ts";

type Facts = { readonly name: string; readonly skewMs: number } | null;

/** A header tells whole seconds, and its way takes time. */
const toleranceMs = 30_000;

/** Whether this machine's clock is right; a wrong one makes certificates and times wrong. */
export const judgeClock = (facts: Facts): readonly Finding[] => {
  if (facts === null) return [unchecked("clock: no upstream told its time")];
  const seconds = Math.round(Math.abs(facts.skewMs) / 1000);
  if (Math.abs(facts.skewMs) <= toleranceMs) return [ok(`clock agrees with ${facts.name}`)];
  const side = facts.skewMs > 0 ? "ahead of" : "behind";
  return [hint(`this machine's clock is ${seconds} s ${side} ${facts.name}`, "timedatectl   (is time synchronised?)")];
};

export default defineCheck({
  name: "clock",
  isAboutUpstreams: true,
  look: async ({ context: { now }, upstreams, tests }): Promise<Facts> => {
    const reached = (await tests.catch(() => [])).filter(({ reachable }) => reachable).map(({ name }) => name);
    const remote = (upstreams?.upstreams ?? []).find(
      ({ name, endpoint }) => reached.includes(name) && endpoint.startsWith("https:"),
    );
    if (remote === undefined) return null;
    const date = await dateAt(new URL(remote.endpoint).origin);
    return date === null ? null : { name: remote.name, skewMs: now() - date };
  },
  judge: judgeClock,
});
