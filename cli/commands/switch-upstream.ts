import type { ColdCache, Switched } from "../../src/control/contract.ts";
import { ProxyError } from "../../src/core/errors.ts";
import type { Command, Context } from "../command.ts";
import { orNull } from "../daemon/answering.ts";
import { counted, money, roughly } from "../output/units.ts";

export default {
  args: "[name]",
  names: "places",
  summary: "send new requests elsewhere; running answers stay where they began",
  options: [
    { flags: "--force", summary: "also when it cannot be reached or speaks other formats" },
    { flags: "--dry-run", summary: "tell what would happen, change nothing" },
  ],
  examples: [
    "proxy-cli switch-upstream cn",
    "proxy-cli switch-upstream -      # back to the one before",
    "proxy-cli switch-upstream auto   # each request to the vendor it speaks to",
  ],
  run: async (context, { args: [name], flags }) => {
    if (name === undefined) throw await nameMissing(context);
    const { client, paths, env, json, data } = context;
    const dryRun = flags.has("dry-run");
    const live = await orNull(client.switchUpstream({ name, force: flags.has("force"), dryRun }));
    const switched = live ?? (await offline()).switchWithoutDaemon(paths, env, name, dryRun);
    const result = await switched;
    if (json) return data({ ...result, running: live !== null, dryRun });
    tell(context, result, { name, dryRun, isLive: live !== null });
  },
} satisfies Command;

const offline = () => import("../../src/offline/without-daemon.ts");

type Asked = { readonly name: string; readonly dryRun: boolean; readonly isLive: boolean };

const tell = (
  { say, paint }: Context,
  { from, to, staying, latencyMs, warnings, coldCache }: Switched,
  { name, dryRun, isLive }: Asked,
): void => {
  const ok = paint("ok", "ok");
  if (from === to) {
    return say(name === "-" ? `${ok}  there is no upstream to go back to; it stays ${to}` : `${ok}  already on ${to}`);
  }
  const effect = isLive ? liveEffect(from, to, staying, dryRun) : "the proxy is not running: saved for the next start";
  say(`${dryRun ? "would switch" : ok}  ${from} -> ${to}        ${dryRun && !isLive ? "at the next start" : effect}`);
  if (latencyMs !== null) say(`    answers in  ${Math.round(latencyMs)} ms`);
  if (coldCache !== null && coldCache.sessions > 0) say(`    cold cache  ${coldWords(coldCache)}`);
  for (const warning of warnings) say(`    ${paint("warning", "note")}        ${warning}`);
  if (!dryRun) say("    back:       proxy-cli switch-upstream -");
};

/** What the conversations under way pay for it, with their next turn. */
const coldWords = ({ sessions, tokens, costMicros }: ColdCache): string => {
  const price =
    costMicros === null
      ? "what that costs is not known"
      : costMicros > 0
        ? `about ${money(costMicros)} more`
        : "no dearer there";
  return `${counted(sessions, "conversation")} ${sessions === 1 ? "sends" : "send"} ${roughly(tokens)} tokens anew: ${price}`;
};

const liveEffect = (from: string, to: string, staying: number, dryRun: boolean): string => {
  const target = to === "auto" ? "the vendor each one speaks to" : to;
  const next = `new requests ${dryRun ? "would go" : "go"} to ${target}`;
  if (staying === 0) return next;
  const place = from === "auto" ? "where they began" : `on ${from}`;
  return `${counted(staying, "running answer")} ${staying === 1 ? "stays" : "stay"} ${place}, ${next}`;
};

/** Without a name the answer is the names there are. */
const nameMissing = async ({ client, paths, env }: Context): Promise<ProxyError> => {
  const { current, upstreams } =
    (await orNull(client.upstreams({}))) ?? (await offline()).upstreamsWithoutDaemon(paths, env);
  const known = ["auto", ...upstreams.map(({ name }) => name)].join(", ");
  return new ProxyError("usage", `Switch to which upstream? Now: ${current}. Known: ${known}.`, {
    hint: "Try: proxy-cli switch-upstream NAME",
  });
};
