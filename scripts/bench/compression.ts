import { editingModes } from "../../src/core/memory.ts";
import { raw } from "../../src/offline/simulate/contender.ts";
import { contenderOf } from "../../src/offline/simulate/modes.ts";
import type { Recording } from "../../src/offline/simulate/recording.ts";
import { simulate } from "../../src/offline/simulate/simulate.ts";
import { latencyVerdicts, verdictsOf, worstVerdicts } from "./compression/goals.ts";
import { addedLatency } from "./compression/latency.ts";
import { locomoConversations, locomoLines } from "./compression/locomo.ts";
import { wholeRecall } from "./compression/recall.ts";
import { answersIn, recordingsFrom, shortened } from "./compression/recordings.ts";
import { endsOf } from "./compression/repeats.ts";
import { type Played, tableOf } from "./compression/report.ts";
import { bound, rivals } from "./compression/rivals.ts";
import { shrinkersIn } from "./compression/shrinkers.ts";
import { longConversation } from "./compression/synthesised.ts";
import { throughDaemon, throughTable } from "./compression/through-daemon.ts";
import { shortVendors, vendorOf, vendors } from "./compression/vendors.ts";
import { verdictLine } from "./table.ts";

/** Dollars count from so many answers on: shorter ones cost next to nothing. */
const longFrom = 30;
/** So many answers of a conversation are played in a quick run. */
const quickAnswers = 80;

const has = (flag: string): boolean => process.argv.includes(flag);
const argumentOf = (flag: string): string | null => {
  const at = process.argv.indexOf(flag);
  return at < 0 ? null : (process.argv[at + 1] ?? null);
};

const isQuick = has("--quick");
const only = argumentOf("--only");
const recordings = recordingsFrom(process.env)
  .filter(({ name }) => only === null || name.includes(only))
  .map((recording) => (isQuick ? shortened(recording, quickAnswers) : recording));
const isLong = (recording: Recording): boolean => answersIn(recording) >= longFrom;
const billing = vendors.slice(0, isQuick ? 1 : has("--vendors") ? vendors.length : 2);
const mine = [raw, bound, ...editingModes.map(contenderOf)];
const everybody = has("--ours") ? mine : [...mine, ...rivals, wholeRecall];

/** Tells what each shrinker does, and what none of them does anything about. */
const tellShrinkers = async (): Promise<void> => {
  const [vendor] = billing;
  const mode = editingModes.find((one) => one === argumentOf("--mode")) ?? "balanced";
  for (const recording of recordings)
    if (vendor !== undefined && (isLong(recording) || only !== null))
      console.log(`${await shrinkersIn(recording, mode, vendor)}\n`);
};

const playAll = async (): Promise<number> => {
  let missed = 0;
  for (const vendor of billing) {
    const [long, short]: [Played[], Played[]] = [[], []];
    for (const recording of recordings) {
      const outcomes = await simulate(recording, isLong(recording) ? everybody : mine, vendor);
      if (outcomes[0]?.turns !== 0) (isLong(recording) ? long : short).push({ name: recording.name, outcomes });
    }
    console.log(
      `\n${vendor.model}: ${long.length} conversations of ${longFrom} and more answers, ${short.length} shorter`,
    );
    if (has("--detail"))
      for (const one of [...long, ...short]) console.log(`\n${one.name}\n${tableOf("", [one])}\n${odd(one)}`);
    if (long.length > 0) console.log(tableOf("the long ones", long));
    if (short.length > 0) console.log(tableOf("the shorter ones", short));
    const verdicts = verdictsOf(long, [...long, ...short]);
    for (const verdict of verdicts) console.log(verdictLine(verdict));
    missed += verdicts.filter(({ isMet }) => !isMet).length;
  }
  return missed;
};

/** A shorter prompt must not become too short for its vendor's cache: what keeps least is tried with the shorter ones. */
const playShort = async (): Promise<number> => {
  let missed = 0;
  for (const vendor of shortVendors) {
    const short: Played[] = [];
    for (const recording of recordings.filter((one) => !isLong(one))) {
      const outcomes = await simulate(recording, mine, vendor);
      if (outcomes[0]?.turns !== 0) short.push({ name: recording.name, outcomes });
    }
    for (const verdict of worstVerdicts(short)) {
      console.log(`${vendor.model}, ${short.length} shorter ones: ${verdictLine(verdict).trimStart()}`);
      if (!verdict.isMet) missed++;
    }
  }
  return missed;
};

/** Sends the same through a real daemon to the simulator, whose bill is compared with that of this process. */
const playThroughDaemon = async (): Promise<void> => {
  const [marked, automatic] = [
    vendorOf("anthropic", "claude-sonnet-4-6", "marked"),
    vendorOf("openai", "gpt-5-codex", "automatic"),
  ];
  for (const mode of editingModes) {
    const vendorFor = ({ dialect }: Recording) => (dialect === "anthropic" ? marked : automatic);
    console.log(`\n${mode}\n${throughTable(await throughDaemon(recordings, mode, vendorFor))}`);
  }
};

/** So many rounds of so many requests each. */
const latencyRounds = 12;
/** So often a conversation is played anew. */
const repeats = 1000;

/** What each mode adds to large requests of a conversation that nobody had; the machine should be quiet. */
const tellLatency = async (): Promise<void> => {
  for (const about of [200_000, 1_000_000])
    for (const added of await addedLatency(longConversation(about), about, latencyRounds))
      for (const verdict of latencyVerdicts(added)) console.log(verdictLine(verdict));
};

/** Whether the same always comes out. */
const tellRepeats = async (): Promise<void> => {
  const [vendor] = billing;
  const one = recordings.find(isLong);
  if (vendor === undefined || one === undefined) return;
  for (const mode of editingModes)
    console.log(`${mode}: ${repeats} plays, ${await endsOf(shortened(one, 12), mode, vendor, repeats)} different ends`);
};

/** What was lost for good, and what a vendor might refuse. */
const odd = ({ outcomes }: Played): string =>
  outcomes
    .filter(({ contender }) => editingModes.some((mode) => mode === contender))
    .flatMap(({ contender, lost, unsound }) => [
      ...(lost.length > 0 ? [`  ${contender} lost: ${lost.slice(0, 20).join(" ")}`] : []),
      ...unsound.slice(0, 5).map((line) => `  ${contender} unsound: ${line}`),
    ])
    .join("\n");

if (recordings.length === 0)
  console.log("There are no recorded conversations: PROXY_DATA names the folder that has them.");
else if (has("--shrinkers")) await tellShrinkers();
else if (has("--latency")) await tellLatency();
else if (has("--repeats")) await tellRepeats();
else if (has("--daemon")) await playThroughDaemon();
else {
  const missed = (await playAll()) + (isQuick ? 0 : await playShort());
  for (const line of locomoLines("\nrecall", locomoConversations(process.env))) console.log(line);
  console.log(`${missed} goals missed`);
}
