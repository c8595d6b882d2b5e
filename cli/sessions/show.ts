import type { Context } from "../command.ts";
import { type Column, tableLines } from "../output/table.ts";
import {
  cost,
  costUnknown,
  counted,
  dayAndTime,
  lasted,
  money,
  percent,
  roughly,
  timeOfDay,
  unknown,
} from "../output/units.ts";
import { visible } from "../output/visible.ts";
import { wouldHaveWords } from "../output/would-have.ts";
import { partWords } from "./part.ts";
import { type Detail, idNeeded, sessionDetail } from "./view.ts";

type Request = Detail["requests"][number];

const columns: readonly Column[] = [
  { title: "TURN", right: true },
  { title: "TIME" },
  { title: "MODEL", flexible: true },
  { title: "STATUS" },
  { title: "IN", right: true },
  { title: "GROWTH", right: true },
  { title: "CACHED", right: true },
  { title: "OUT", right: true },
  { title: "COST", right: true },
  { title: "SAVED", right: true },
  { title: "NET", right: true },
  { title: "MEMORY" },
  { title: "CACHE BREAK", right: true },
];

/** One conversation, turn by turn: how its context grew, what it cost, and where the vendor's cache was lost and why. */
export const showSession = async (context: Context, asked: string | null): Promise<void> => {
  const { json, data, print, paint, now, columns: width } = context;
  const { running, session, requests } = await sessionDetail(context, idNeeded(asked, "show"));
  if (json) return data({ running, session, requests });
  for (const line of head(session, now())) print(line);
  const part = running ? await partWords(context) : null;
  if (part !== null) print(paint("muted", `  ${part}`));
  if (requests.length > 0) print("");
  for (const line of table(requests, width)) print(line);
  const broken = requests.filter(({ cacheBreak }) => cacheBreak !== null);
  if (broken.length > 0) print("");
  for (const { turn, startedAt, cacheBreak, cacheBreakMicros } of broken) {
    const place = turn === null ? timeOfDay(startedAt) : `turn ${turn}`;
    print(`cache break at ${place}: ${visible(cacheBreak ?? "")}   ${money(cacheBreakMicros)}`);
  }
  if (broken.length > 0)
    print(paint("muted", "a break counts only what could have been read: what was cached before and is still sent"));
};

const head = (session: Detail["session"], now: number): readonly string[] => {
  const { id, client, parent, startedAt, lastAt, active, model, upstream, contextTokens, cacheBreaks } = session;
  const times =
    startedAt === null || lastAt === null ? "" : `   ${dayAndTime(startedAt, now)}, for ${lasted(lastAt - startedAt)}`;
  const broke = cacheBreaks === 0 ? "" : `, ${counted(cacheBreaks, "break")} for ${money(session.cacheBreakMicros)}`;
  const read =
    session.cachedShare === null ? "no vendor told" : `${percent(session.cachedShare)} of the input was read from it`;
  return [
    `${id}   ${visible(client ?? unknown)}${parent === null ? "" : `   helper of ${parent}`}   ${active ? "active" : "over"}${times}`,
    ...(session.pin === null ? [] : [`  sent to   ${pinWords(session.pin, id)}`]),
    ...(session.memory === null
      ? []
      : [`  memory    ${session.memory}; back: proxy-cli sessions compress ${id} default`]),
    `  model     ${visible(model ?? unknown)} at ${visible(upstream ?? unknown)}`,
    `  cost      ${[cost(session), costUnknown(session)].filter((text) => text !== "").join("   ")}`,
    `  tokens    in ${roughly(session.inputTokens)}   out ${roughly(session.outputTokens)}   context now ${roughly(contextTokens)}`,
    `  cache     ${read}${broke}`,
    ...savedLine(session),
    ...wouldHaveWords(session.shadow).map((words) => `  memory    ${words}`),
  ];
};

const savedLine = ({ savedTokens, savedMicros, prefixBreaks }: Detail["session"]): readonly string[] => {
  if (savedTokens === 0) return [];
  const batches = prefixBreaks === 0 ? "" : `   ${counted(prefixBreaks, "batch", "batches")}`;
  return [`  saved     ${roughly(savedTokens)} tokens   ${money(savedMicros)} net, an estimate${batches}`];
};

const pinWords = ({ upstream, model }: NonNullable<Detail["session"]["pin"]>, id: string): string =>
  `${visible(upstream)}${model === null ? "" : `, asking for ${visible(model)}`}; back: proxy-cli switch-upstream - --session ${id}`;

/** How requests ended is worth a column only where one did not end well. */
const table = (requests: readonly Request[], width: number): readonly string[] => {
  if (requests.length === 0) return [];
  const hasMemory = requests.some(({ memoryEdits }) => memoryEdits > 0);
  const isShown = ({ title }: Column): boolean => {
    if (title === "STATUS") return !requests.every(isWell);
    return hasMemory || !ofMemory.has(title);
  };
  const rows = requests.map((request, index) => row(request, requests[index - 1] ?? null));
  return tableLines({
    columns: columns.filter(isShown),
    rows: rows.map((cells) => cells.filter((_, at) => isShown(columns[at] ?? { title: "" }))),
    width,
  });
};

const ofMemory: ReadonlySet<string> = new Set(["SAVED", "NET", "MEMORY"]);

/** `1.2k`, `$0.01`, `balanced, batch: break-even`. */
const memoryCells = ({
  memoryMode,
  memoryEdits,
  savedTokens,
  savedMicros,
  prefixBreak,
}: Request): readonly string[] => {
  if (memoryEdits === 0) return ["", "", ""];
  return [
    roughly(savedTokens),
    money(savedMicros),
    `${memoryMode ?? ""}${prefixBreak === null ? "" : `, batch: ${prefixBreak}`}`,
  ];
};

const isWell = ({ outcome, status }: Request): boolean => outcome === "--" && status !== null && status < 400;

/** `200`, `400`, `200 SD`: the status, and the code of the log where the end was no proper one. */
const ending = ({ outcome, status }: Request): string =>
  [status === null ? "" : String(status), outcome === "--" ? "" : outcome].filter((part) => part !== "").join(" ");

const row = (request: Request, before: Request | null): readonly string[] => {
  const { turn, startedAt, modelUsed, model, inputTokens, outputTokens, cacheReadTokens } = request;
  const grown =
    inputTokens === null || before === null || before.inputTokens === null ? null : inputTokens - before.inputTokens;
  const read =
    cacheReadTokens === null || inputTokens === null || inputTokens === 0 ? null : cacheReadTokens / inputTokens;
  const estimatedCost = request.costKind === "estimated" ? 1 : 0;
  return [
    turn === null ? "beside" : String(turn),
    timeOfDay(startedAt),
    visible(modelUsed ?? model ?? unknown),
    ending(request),
    roughly(inputTokens),
    grown === null ? unknown : `${grown < 0 ? "-" : "+"}${roughly(Math.abs(grown))}`,
    percent(read),
    roughly(outputTokens),
    cost({ costMicros: request.costMicros, estimatedCost }),
    ...memoryCells(request),
    request.cacheBreak === null ? "" : money(request.cacheBreakMicros),
  ];
};
