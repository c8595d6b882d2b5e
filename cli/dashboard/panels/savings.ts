import type { Status } from "../../../src/control/contract.ts";
import { counted, money, roughly } from "../../output/units.ts";
import { wouldHaveWords } from "../../output/would-have.ts";
import { type Line, line, lineOf, type Span, span } from "../frame/line.ts";
import { firstFitting } from "../frame/parts.ts";
import { wrapped } from "../frame/wrap.ts";
import type { Panel } from "../panel.ts";
import type { State } from "../state.ts";

/** What was left out today is worth, what was lost for it, and what is left; in shadow what each mode would have saved. */
export const savingsPanel: Panel = ({ data: { status } }, _now, { columns, rows }) => {
  const title = "Saved today";
  if (status === null) return { title, lines: [] };
  const lines = [...billLines(status, columns), ...shadowLines(status, columns)];
  const told = lines.length === 0 ? wordsIn("nothing was left out of any conversation", columns) : lines;
  return { title, ...(status.memory ? { note: status.memory.mode } : {}), lines: told.slice(0, rows) };
};

/** Whether there is anything to tell of savings, or of what they could be. */
export const hasSavings = ({ data: { status } }: Pick<State, "data">): boolean =>
  (status?.today?.memoryEdits ?? 0) > 0 || (status?.today?.savedTokens ?? 0) !== 0 || status?.shadow != null;

const word = (text: string): Span => span(` ${text.padEnd(11)}`, "muted");

/** An amount, and behind it as many words as there is room for. */
const amount = (name: string, text: Span, more: string, columns: number): Line =>
  firstFitting([lineOf(word(name), text, span(`  ${more}`, "muted")), lineOf(word(name), text)], columns);

const billLines = ({ today }: Status, columns: number): readonly Line[] => {
  if (today === null || (today.savedTokens === 0 && today.ownCallsMicros === 0)) return [];
  const { savedTokens, savedMicros, readsLostMicros, extraWritesMicros, ownCallsMicros, prefixBreaks } = today;
  const tokens = amount(
    "left out",
    span(`${roughly(savedTokens)} tokens`, "saved"),
    `in ${counted(today.memoryEdits, "piece")}`,
    columns,
  );
  if (savedMicros === null) return [tokens, lineOf(word("net"), span("not known: no price", "muted"))];
  const taken = [
    ["reads", readsLostMicros, `lost to ${counted(prefixBreaks, "batch", "batches")}`],
    ["writes", extraWritesMicros, "of what a batch changed"],
    ["calls", ownCallsMicros, "of the proxy's own"],
  ] as const;
  const gross =
    readsLostMicros === null || extraWritesMicros === null
      ? null
      : savedMicros + readsLostMicros + extraWritesMicros + ownCallsMicros;
  return [
    tokens,
    amount("gross", span(money(gross)), "", columns),
    ...taken
      .filter(([, micros]) => micros !== 0)
      .map(([name, micros, why]) =>
        amount(name, span(money(micros === null ? null : -micros), "warning"), why, columns),
      ),
    amount("net", span(money(savedMicros), savedMicros < 0 ? "warning" : "saved"), "an estimate", columns),
  ];
};

const shadowLines = ({ shadow }: Status, columns: number): readonly Line[] => {
  if (shadow == null) return [];
  const modes = shadow.modes.map(({ mode, tokens, micros }) =>
    amount(
      mode,
      span(micros === null ? `${roughly(tokens)} tokens` : money(micros), "saved"),
      tokensOf(tokens),
      columns,
    ),
  );
  const [usual] = wouldHaveWords(shadow);
  const command = usual?.includes(": proxy-cli ") ? usual.slice(usual.indexOf(": proxy-cli ") + 2) : null;
  return [
    ...wordsIn(`each would have saved, of ${counted(shadow.requests, "request")}:`, columns),
    ...modes,
    ...(command === null ? [] : wordsIn(command, columns)),
  ];
};

const tokensOf = (tokens: number): string => `${roughly(tokens)} tokens`;

const wordsIn = (text: string, columns: number): readonly Line[] =>
  wrapped(text, columns - 2).map((part) => line(` ${part}`, { tone: "muted" }));
