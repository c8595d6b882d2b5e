import { constants } from "node:os";
import { isatty } from "node:tty";
import { ProxyError } from "../../src/core/errors.ts";
import type { Command, Context, Input } from "../command.ts";
import { closePlace, demoPlace, openPlace, type Place } from "../demo/place.ts";
import { playPlain, tellEnd, type Wanted } from "../demo/plain.ts";
import { spawnPlayer } from "../demo/player/process.ts";
import { type ScenarioName, scenarioNamed, scenarios } from "../demo/player/scenarios.ts";
import { isProved } from "../demo/show/proof.ts";

export default {
  args: "",
  summary: "real traffic through a real proxy; no key, no network",
  options: [
    { flags: "--scenario <name>", summary: "calm, busy or faults" },
    { flags: "--plain", summary: "a line for each request, and the proof that no byte was changed" },
    { flags: "--no-mouse", summary: null },
    { flags: "--seconds <seconds>", summary: "how long the lines go on (default: 20)" },
    { flags: "--keep", summary: "leave the demo's proxy running afterwards" },
    { flags: "--stop", summary: "end a demo that was kept" },
  ],
  examples: ["proxy-cli demo", "proxy-cli demo --scenario faults", "proxy-cli demo --plain --keep"],
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

const wantedFrom = (flags: Input["flags"]): Wanted => {
  const seconds = flags.whole("seconds") ?? usualSeconds;
  if (seconds < 1 || seconds > 600)
    throw new ProxyError("usage", `--seconds takes 1 to 600, got ${seconds}.`, {
      hint: "Try: proxy-cli demo --seconds 20",
    });
  return { seconds, scenario: scenarioFrom(flags.text("scenario")) };
};

const scenarioFrom = (word: string | null): ScenarioName | null => {
  const name = word === null ? null : scenarioNamed(word);
  if (name !== null || word === null) return name;
  const known = Object.entries(scenarios).map(([known, { summary }]) => `${known}: ${summary}`);
  throw new ProxyError("usage", `There is no scenario "${word}". Known are ${known.join("; ")}.`, {
    hint: "Try: proxy-cli demo --scenario busy",
  });
};

const play = async (context: Context, flags: Input["flags"]): Promise<number> => {
  const wanted = wantedFrom(flags);
  const place = demoPlace(context);
  const over = new AbortController();
  const interrupted = onInterrupt(context, () => over.abort());
  const perform = isLive(context, flags) ? performLive : performPlain;
  try {
    // One that was kept, or left behind by a demo that was killed, would show its own old pace.
    if (await closePlace(place)) context.warn("the demo that was still running has been stopped");
    const code = await perform(context, place, {
      wanted,
      flags,
      signal: over.signal,
      isKept: () => flags.has("keep") && interrupted() === null,
    });
    return interrupted() ?? code;
  } catch (thrown) {
    await closePlace(place).catch(() => false); // the first trouble is the one to tell
    const code = interrupted();
    if (code === null) throw thrown;
    return code;
  }
};

/** With a person in front of a terminal that can show more than lines. */
const isLive = ({ json, env }: Context, flags: Input["flags"]): boolean =>
  isatty(0) && isatty(1) && env["TERM"] !== "dumb" && !json && !flags.has("plain") && !flags.has("seconds");

type Performance = {
  readonly wanted: Wanted;
  readonly flags: Input["flags"];
  readonly signal: AbortSignal;
  /** Whether the daemon stays when the play has ended. */
  readonly isKept: () => boolean;
};

const performPlain = async (
  context: Context,
  place: Place,
  { wanted, flags, signal, isKept }: Performance,
): Promise<number> => {
  const url = await openPlace(place, context, paceFor(wanted));
  const guard = flags.has("keep")
    ? null
    : spawnPlayer(context.root, { url, scenario: null, socket: place.paths.socket });
  try {
    const shown = await playPlain(context, place, url, wanted, signal);
    const stays = isKept();
    if (!stays) await closePlace(place);
    tellEnd(context, { ...shown, url, isKept: stays, home: place.paths.home });
    return isProved(shown.show.proof) ? 0 : 1;
  } finally {
    await guard?.end();
  }
};

const performLive = async (context: Context, place: Place, { wanted, flags, signal }: Performance): Promise<number> => {
  const { nextLines, playLive } = await import("../demo/live.ts");
  const url = await openPlace(place, context, usualPaceMs);
  const code = await playLive(context, place, {
    url,
    scenario: wanted.scenario ?? "calm",
    isKept: flags.has("keep"),
    signal,
  });
  for (const line of nextLines(flags.has("keep"))) context.say(line);
  return code;
};

/** The programme fits into any time; a scenario has its own pace. */
const paceFor = ({ seconds, scenario }: Wanted): number => {
  if (scenario !== null) return usualPaceMs;
  return Math.max(5, Math.round((usualPaceMs * Math.min(seconds, usualSeconds)) / usualSeconds));
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
