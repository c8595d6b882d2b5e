import { constants } from "node:os";
import { ProxyError } from "../../src/core/errors.ts";
import type { Command, Context, Input } from "../command.ts";
import { headLine, requestLine, signOf, sumLines, switchLine } from "../demo/lines.ts";
import { closePlace, demoPlace, openPlace, type Place } from "../demo/place.ts";
import { isProved } from "../demo/proof.ts";
import { playShow, type Show } from "../demo/show.ts";
import type { Played } from "../demo/stage.ts";
import { withTilde } from "../output/home.ts";

export default {
  args: "",
  summary: "20 seconds of real traffic through a real proxy; no key, no network",
  options: [
    { flags: "--seconds <seconds>", summary: "how long the play takes (default: 20)" },
    { flags: "--keep", summary: "leave the demo's proxy running afterwards" },
    { flags: "--stop", summary: "end a demo that was kept" },
  ],
  examples: ["proxy-cli demo", "proxy-cli demo --keep", "proxy-cli demo --stop"],
  run: async (context, { flags }) => (flags.has("stop") ? stop(context) : play(context, flags)),
} satisfies Command;

const usualSeconds = 20;

/** The pause between two events of a stream when the play takes the usual time. */
const usualPaceMs = 40;

const stop = async (context: Context): Promise<void> => {
  const wasRunning = await closePlace(demoPlace(context));
  if (context.json) return context.data({ stopped: wasRunning, wasRunning });
  context.say(
    `${context.paint("ok", "ok")}  ${wasRunning ? "the demo is stopped" : "no demo is running, nothing to stop"}`,
  );
};

const play = async (context: Context, flags: Input["flags"]): Promise<number> => {
  const seconds = flags.whole("seconds") ?? usualSeconds;
  if (seconds < 1 || seconds > 600)
    throw new ProxyError("usage", `--seconds takes 1 to 600, got ${seconds}.`, {
      hint: "Try: proxy-cli demo --seconds 20",
    });
  const place = demoPlace(context);
  const over = new AbortController();
  const interrupted = onInterrupt(context, () => over.abort());
  const paceMs = Math.max(5, Math.round((usualPaceMs * Math.min(seconds, usualSeconds)) / usualSeconds));
  try {
    // One that was kept, or left behind by a demo that was killed, would show its own old pace.
    if (await closePlace(place)) context.warn("the demo that was still running has been stopped");
    const url = await openPlace(place, context, paceMs);
    tellStart(context, url, seconds);
    const { show, played } = await playOn(context, place, url, seconds, over.signal);
    const isKept = flags.has("keep") && interrupted() === null;
    if (!isKept) await closePlace(place);
    tellEnd(context, { url, show, played, isKept, home: place.paths.home });
    return interrupted() ?? (isProved(show.proof) ? 0 : 1);
  } catch (thrown) {
    await closePlace(place).catch(() => false); // the first trouble is the one to tell
    const code = interrupted();
    if (code === null) throw thrown;
    return code;
  }
};

const playOn = async (context: Context, { client }: Place, url: string, seconds: number, signal: AbortSignal) => {
  const played: Played[] = [];
  const tell = (line: string): void => (context.json ? undefined : context.say(line));
  const show = await playShow({
    url,
    client,
    seconds,
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

type End = {
  readonly url: string;
  readonly show: Show;
  readonly played: readonly Played[];
  readonly isKept: boolean;
  readonly home: string;
};

const tellEnd = (context: Context, { url, show, played, isKept, home }: End): void => {
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

/** Ctrl-C ends the play and takes the daemon along; gives the exit code that a shell expects, null while nobody asked. */
const onInterrupt = ({ onSignals }: Context, end: () => void): (() => number | null) => {
  let code: number | null = null;
  onSignals(["SIGINT", "SIGTERM", "SIGHUP"], (name) => {
    code ??= 128 + constants.signals[name];
    end();
  });
  return () => code;
};
