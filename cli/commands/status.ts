import { existsSync, readFileSync } from "node:fs";
import type { Status, UpstreamView } from "../../src/control/contract.ts";
import { statusOrNull } from "../answering.ts";
import type { Command, Context } from "../command.ts";
import { notRunning } from "../exit-codes.ts";
import { dayAndTime, exactly, lasted, share, waited } from "../output/units.ts";
import { visible } from "../output/visible.ts";

export default {
  args: "",
  summary: "is it on, through what, and how is it going",
  options: [{ flags: "--check", summary: "print nothing; exit 0 when it runs, 3 when not" }],
  examples: ["proxy-cli status", "proxy-cli status --check && echo on", "proxy-cli status --json"],
  run: async (context, { flags }) => {
    const { client, json, data, print } = context;
    const status = await statusOrNull(client);
    if (flags.has("check")) return status === null ? notRunning : 0;
    if (status === null) return tellStopped(context);
    const { upstreams } = await client.upstreams({});
    if (json) data({ running: true, ...status, upstreams });
    else print(statusLines(context, status, upstreams).join("\n"));
    return 0;
  },
} satisfies Command;

type LastStop = { readonly at: number; readonly reason: string };

const tellStopped = ({ paths, json, data, print, now, paint }: Context): number => {
  const last = readLastStop(paths.lastStop);
  if (json) {
    data({ running: false, lastStop: last });
    return notRunning;
  }
  const when = last === null ? "" : `          Last stop: ${dayAndTime(last.at, now())} (${visible(last.reason)}, clean)`;
  print(`${paint("muted", "not running.")}   Start it:  proxy-cli start${when}`);
  return notRunning;
};

/** The daemon writes it as its last act; what is missing or damaged tells nothing. */
const readLastStop = (file: string): LastStop | null => {
  try {
    const value = existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as Partial<LastStop>) : {};
    return typeof value.at === "number" && typeof value.reason === "string" ? { at: value.at, reason: value.reason } : null;
  } catch {
    return null;
  }
};

const statusLines = ({ paint }: Context, status: Status, upstreams: readonly UpstreamView[]): readonly string[] => {
  const { upstream, url, pid, version, uptimeMs, tally, inFlight, isDraining, warnings } = status;
  const state = isDraining ? paint("warning", "stopping") : paint("ok", "ok");
  const known = upstreams.map(({ name, isCurrent }) => (isCurrent ? `${name}*` : name)).join("   ");
  const since = tally.accepted === 0 ? "none yet" : `${exactly(tally.accepted)} since start`;
  return [
    `> ${upstream}   ${state}      ${url}      up ${lasted(uptimeMs)}   pid ${pid}   ${version}`,
    `  requests   ${since}     in flight ${inFlight}     ok ${share(tally.ok, tally.ended)}    429: ${tally.limited}    cut: ${tally.cut}    aborted: ${tally.aborted}`,
    ...(tally.p50Ms === null ? [] : [`  latency    p50 ${waited(tally.p50Ms)}  p95 ${waited(tally.p95Ms)}  first byte ${waited(tally.ttftP50Ms)}`]),
    `  upstreams  ${upstream === "auto" ? "auto*   " : ""}${known}`,
    ...warnings.map((warning, index) => `  ${index === 0 ? paint("warning", "warnings") : "        "}   ${visible(warning)}`),
  ];
};
