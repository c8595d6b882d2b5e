import { type Answered, ask, type Question } from "../asking/ask.ts";
import { agreesTo, expenseFor, maxCostOption } from "../asking/expense.ts";
import { labelFor } from "../asking/label.ts";
import { type Place, placeFor } from "../asking/place.ts";
import { figuresOf, speedOf } from "../benchmark/figures.ts";
import { type Measured, measure } from "../benchmark/runs.ts";
import type { Command, Context, Input } from "../command.ts";
import { exitCodeOf } from "../exit-codes.ts";
import { failureText } from "../output/failure.ts";
import { type Column, tableLines } from "../output/table.ts";
import { cost, counted, unknown, waited } from "../output/units.ts";
import { visible } from "../output/visible.ts";
import { billOf } from "../programs/receipt.ts";

const name = "benchmark";
const usualRuns = 5;
const usualTokens = 128;

export default {
  args: "[upstreams...]",
  names: "upstreams",
  summary: "how fast upstreams answer: first token, tokens a second; asks before it costs anything",
  options: [
    { flags: "--model <name>", summary: "this model at each (default: the cheapest that is known there)" },
    { flags: "--runs <n>", summary: `so many questions to each (default: ${usualRuns})` },
    { flags: "--tokens <n>", summary: `so long an answer at most (default: ${usualTokens})` },
    maxCostOption,
  ],
  examples: [
    "proxy-cli benchmark simulator",
    "proxy-cli benchmark international cn --model glm-4.6 --runs 10",
    "proxy-cli benchmark simulator --runs 3 --yes --json",
  ],
  run: async (context, input) => {
    const [runs, tokens] = [input.flags.whole("runs", 1) ?? usualRuns, input.flags.whole("tokens", 1) ?? usualTokens];
    const label = labelFor(name, context);
    const places = await placesFor(context, input, label);
    if (!(await agrees(context, input.flags, places, { runs, tokens }))) return 1;
    const startedAt = context.now();
    const { measured, isOver } = await measureAll(context, places, { runs, tokens });
    const bill = await billOf(context.client, { program: name, label, startedAt, endedAt: context.now() });
    if (context.json)
      context.data({
        runs,
        tokens,
        isWhole: !isOver,
        costMicros: bill?.total.costMicros ?? null,
        upstreams: measured.map(rowJson),
      });
    else tell(context, measured, { asked: runs, isOver, spent: bill === null ? unknown : cost(bill.total) });
    if (isOver) return stopped;
    const failure = measured.find((one) => one.failure !== null)?.failure ?? null;
    return failure === null ? 0 : exitCodeOf(failure);
  },
} satisfies Command;

/** As a shell says it of what Ctrl-C has ended. */
const stopped = 130;

type Size = { readonly runs: number; readonly tokens: number };

const placesFor = async (context: Context, { args, flags }: Input, label: string): Promise<readonly Place[]> => {
  const model = flags.text("model");
  const names = args.length === 0 ? [null] : [...new Set(args)];
  const places: Place[] = [];
  for (const upstream of names) places.push(await placeFor(context, { upstream, model, command: name }, label));
  return places;
};

/** A question is shorter than this. */
const questionTokens = 64;

const agrees = (context: Context, flags: Input["flags"], places: readonly Place[], { runs, tokens }: Size) => {
  const costs = places.map(({ offer }) => offer.costMicros(questionTokens, tokens));
  const about = costs.reduce<number | null>((sum, one) => (sum === null || one === null ? null : sum + one * runs), 0);
  const model = flags.text("model") === null ? "" : ` --model ${visible(places[0]?.model ?? "")}`;
  const again = `proxy-cli ${name} ${places.map(({ upstream }) => upstream).join(" ")}${model}`;
  const at = places.map(({ upstream, model }) => `${visible(model)} at ${upstream}`).join(", ");
  const what = `This asks ${at}: ${counted(runs, "question")}${places.length > 1 ? " each" : ""}, ${tokens} tokens of answer at most`;
  return agreesTo(context, what, expenseFor(flags, about, 1, again), again);
};

const measureAll = async (context: Context, places: readonly Place[], { runs, tokens }: Size) => {
  const left = new AbortController();
  context.onSignals(["SIGINT", "SIGTERM", "SIGHUP"], () => left.abort());
  const measured = await measure({
    places,
    runs,
    questionFor: (run): Question => ({
      text: `Say ${tokens} words about the sea. Question ${run + 1}.`,
      maxTokens: tokens,
    }),
    ask: (place, question) => ask(place, question, left.signal),
    onAnswer: ({ upstream }, run, answer) => {
      if (!context.json) context.say(answerLine(upstream, run, answer));
    },
    isOver: () => left.signal.aborted,
  });
  return { measured, isOver: left.signal.aborted };
};

const answerLine = (upstream: string, run: number, answer: Answered): string =>
  `${String(run + 1).padStart(3)}  ${upstream}   first token ${waited(answer.ttftMs)}, all ${waited(answer.totalMs)}, ${speedWords(speedOf(answer))}`;

const speedWords = (speed: number | null): string => `${speed === null ? unknown : Math.round(speed)} tokens/s`;

const rowJson = ({ place, answers, failure }: Measured<Place>): object => ({
  upstream: place.upstream,
  model: place.model,
  answers: answers.length,
  ...figuresOf(answers),
  failure: failure?.message ?? null,
});

const columns: readonly Column[] = [
  { title: "UPSTREAM" },
  { title: "MODEL", flexible: true },
  { title: "ANSWERS", right: true },
  { title: "TTFT P50", right: true },
  { title: "P95", right: true },
  { title: "TOTAL P50", right: true },
  { title: "P95", right: true },
  { title: "TOK/S P50", right: true },
  { title: "P95", right: true },
];

type Ended = { readonly asked: number; readonly isOver: boolean; readonly spent: string };

const tell = (context: Context, measured: readonly Measured<Place>[], { asked, isOver, spent }: Ended): void => {
  const { print, say, warn, columns: width, paint, env, verbose } = context;
  const rows = measured.map(({ place, answers }) => {
    const { ttftMs, totalMs, tokensPerSecond } = figuresOf(answers);
    return [
      place.upstream,
      visible(place.model),
      `${answers.length}/${asked}`,
      ...[ttftMs.p50, ttftMs.p95, totalMs.p50, totalMs.p95].map(waited),
      ...[tokensPerSecond.p50, tokensPerSecond.p95].map((speed) => (speed === null ? unknown : String(speed))),
    ];
  });
  for (const line of tableLines({ columns, rows, width })) print(line);
  say(`cost   ${spent}${isOver ? "   (stopped before it was done)" : ""}`);
  for (const { failure } of measured)
    if (failure !== null) warn(failureText(failure, { paint, home: env["HOME"], verbose }));
};
