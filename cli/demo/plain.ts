import type { Context } from "../command.ts";
import { signOf } from "../output/ending.ts";
import { withTilde } from "../output/home.ts";
import type { Place } from "./place.ts";
import { type ScenarioName, scenarios } from "./player/scenarios.ts";
import { headLine, requestLine, sumLines, switchLine } from "./show/lines.ts";
import { isProved } from "./show/proof.ts";
import { playShow, type Show } from "./show/show.ts";
import type { Played } from "./stage.ts";

/** What was asked for. */
export type Wanted = {
  readonly seconds: number;
  /** Null = the programme, which shows a bit of everything. */
  readonly scenario: ScenarioName | null;
};

/** What was played, and what it came to. */
export type Shown = { readonly show: Show; readonly played: readonly Played[] };

/** Plays at an open place, a line for each request that has ended. */
export const playPlain = async (
  context: Context,
  { client }: Place,
  url: string,
  { seconds, scenario }: Wanted,
  signal: AbortSignal,
): Promise<Shown> => {
  tellStart(context, url, seconds);
  const played: Played[] = [];
  const tell = (line: string): void => (context.json ? undefined : context.say(line));
  const show = await playShow({
    url,
    client,
    seconds,
    cast: scenario === null ? null : scenarios[scenario].cast,
    now: context.now,
    signal,
    onPlayed: (one) => {
      played.push(one);
      tell(requestLine(one, context));
    },
    onSwitched: (from, to, staying) => tell(switchLine(from, to, staying, context.now(), context)),
  });
  return { show, played };
};

const tellStart = (context: Context, url: string, seconds: number): void => {
  const { json, say, paint } = context;
  if (json) return;
  say(
    `${paint("heading", "proxy-cli demo")}   ${paint("saved", "DEMO DATA, nothing leaves this computer")}   ${url}   about ${seconds} s`,
  );
  say("Played programs talk to a real proxy, which passes everything to the built-in simulated vendor.");
  say("");
  say(headLine(context));
};

type End = Shown & { readonly url: string; readonly isKept: boolean; readonly home: string };

/** The figures, the proof, and what to do next. */
export const tellEnd = (context: Context, { url, show, played, isKept, home }: End): void => {
  const { json, data, print, env } = context;
  const { stats, proof, tookMs } = show;
  if (!json) {
    for (const line of sumLines({ url, stats, proof, tookMs, isKept, home }, context))
      print(withTilde(line, env["HOME"]));
    return;
  }
  data({
    url,
    tookMs,
    isKept,
    total: stats.total,
    proof: { isProved: isProved(proof), ...proof },
    requests: played.map(({ row, did }) => ({ ...row, sign: signOf(row).sign, did })),
  });
};
