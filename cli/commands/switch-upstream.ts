import type { ColdCache, Switched } from "../../src/control/contract.ts";
import { ProxyError } from "../../src/core/errors.ts";
import type { Command, Context } from "../command.ts";
import { orNull } from "../daemon/answering.ts";
import type { Flags } from "../flags.ts";
import { elsewhereLines } from "../output/elsewhere.ts";
import { counted, money, roughly } from "../output/units.ts";
import { visible } from "../output/visible.ts";
import { idNeeded } from "../sessions/view.ts";

export default {
  args: "[name]",
  names: "places",
  summary: "send new requests elsewhere; running answers stay where they began",
  options: [
    { flags: "--force", summary: "also when it cannot be reached" },
    { flags: "--session <id>", summary: "only this conversation; the others stay where they are" },
    { flags: "--model <model>", summary: "with --session: what is asked for there, whatever the tool asks for" },
    { flags: "--dry-run", summary: "tell what would happen, change nothing" },
  ],
  examples: [
    "proxy-cli switch-upstream cn",
    "proxy-cli switch-upstream -      # back to the one before",
    "proxy-cli switch-upstream auto   # each request to the vendor it speaks to",
    "proxy-cli switch-upstream cn --session s_1a2b3c4d5e6f --model glm-4.6",
    "proxy-cli switch-upstream - --session s_1a2b3c4d5e6f",
  ],
  run: async (context, { args: [name], flags }) => {
    if (name === undefined) throw await nameMissing(context);
    const { client, paths, env, json, data } = context;
    const dryRun = flags.has("dry-run");
    const [session, model] = [sessionFrom(flags), flags.text("model")];
    const live = await orNull(client.switchUpstream({ name, force: flags.has("force"), dryRun, session, model }));
    if (live === null && session !== null) throw noDaemonForSession();
    const switched = live ?? (await offline()).switchWithoutDaemon(paths, env, name, dryRun);
    const result = await switched;
    if (json) return data({ ...result, running: live !== null, dryRun });
    tell(context, result, { name, dryRun, isLive: live !== null });
  },
} satisfies Command;

const offline = () => import("../../src/offline/without-daemon.ts");

type Asked = { readonly name: string; readonly dryRun: boolean; readonly isLive: boolean };

const tell = ({ say, paint }: Context, switched: Switched, { name, dryRun, isLive }: Asked): void => {
  const { from, to, changed, latencyMs, warnings, coldCache, session } = switched;
  const ok = paint("ok", "ok");
  if (from === to && !changed && !(dryRun && switched.model !== null))
    return say(`${ok}  ${stayWords(switched, name)}`);
  const effect = isLive ? liveEffect(switched, dryRun) : "the proxy is not running: saved for the next start";
  say(`${dryRun ? "would switch" : ok}  ${from} -> ${to}        ${dryRun && !isLive ? "at the next start" : effect}`);
  if (latencyMs !== null) say(`    answers in  ${Math.round(latencyMs)} ms`);
  for (const line of elsewhereLines(switched)) say(`    ${line}`);
  if (coldCache !== null && coldCache.sessions > 0) say(`    cold cache  ${coldWords(coldCache)}`);
  for (const warning of warnings) say(`    ${paint("warning", "note")}        ${visible(warning)}`);
  if (!dryRun && session === null) say("    back:       proxy-cli switch-upstream -");
  if (!dryRun && session !== null && name !== "-")
    say(`    back:       proxy-cli switch-upstream - --session ${session}`);
};

const stayWords = ({ to, session }: Switched, name: string): string => {
  if (session !== null)
    return name === "-" ? `${session} goes where all others go: ${to}` : `${session} is sent to ${to} already`;
  return name === "-" ? `there is no upstream to go back to; it stays ${to}` : `already on ${to}`;
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

const liveEffect = ({ from, to, staying, session }: Switched, dryRun: boolean): string => {
  const target = to === "auto" ? "the vendor each one speaks to" : to;
  if (session !== null) return `${session} alone, from its next request on; all others stay`;
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

const sessionFrom = (flags: Flags): string | null => {
  const session = flags.text("session");
  return session === null ? null : idNeeded(session, "switch-upstream");
};

/** Nobody keeps a conversation apart while nothing runs. */
const noDaemonForSession = (): ProxyError =>
  new ProxyError(
    "not_running",
    "The proxy is not running. Without it no conversation can be sent elsewhere by itself.",
    {
      hint: "Try: proxy-cli start",
    },
  );
