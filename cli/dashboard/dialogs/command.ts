import type { Words } from "../../completions/words.ts";
import { completed, type Known, type Offer, offersFor, withLast } from "../command/complete.ts";
import { meantBy } from "../command/meant.ts";
import { answerTo, type Question } from "../data/answers.ts";
import { closed, type Dialog } from "../dialog.ts";
import { fit, plain } from "../frame/cells.ts";
import { type Line, line, lineOf, reversed, span } from "../frame/line.ts";
import { wrapped } from "../frame/wrap.ts";
import type { Key } from "../keys/key.ts";
import type { CommandOverlay } from "../overlay.ts";
import type { State, Step } from "../state.ts";
import { doing, to } from "../step.ts";

/** Nothing typed yet. */
export const emptyCommand: CommandOverlay = { kind: "command", text: "", back: null, offered: null, problem: null };

/** What completing needs to know. */
export const commandQuestions = ({ data: { status } }: State): readonly Question[] => [
  { name: "words", ask: {}, freshMs: Number.POSITIVE_INFINITY },
  { name: "settings", ask: {}, freshMs: Number.POSITIVE_INFINITY },
  { name: "sessions", ask: sessionsAsk(status?.startedAt ?? 0), freshMs: 10_000 },
];

const sessionsAsk = (startedAt: number) => ({ since: Math.max(0, startedAt - 86_400_000), limit: 50 });

const wordsIn = ({ data: { answers } }: Pick<State, "data">): Words | null => answerTo(answers, "words", {});

const knownIn = ({ data }: Pick<State, "data">): Known => {
  const { answers, status } = data;
  const upstreams = answerTo(answers, "upstreams", {})?.upstreams.map(({ name }) => name) ?? [];
  return {
    upstreams,
    places: ["auto", ...upstreams],
    sessions: answerTo(answers, "sessions", sessionsAsk(status?.startedAt ?? 0))?.map(({ id }) => id) ?? [],
    settings: answerTo(answers, "settings", {})?.map(({ name }) => name) ?? [],
    levels: ["debug", "info", "warn", "error"],
    shells: ["bash", "zsh", "fish", "pwsh"],
    commands: wordsIn({ data })?.commands.map(({ name }) => name) ?? [],
  };
};

const offersIn = (text: string, state: State): readonly Offer[] => {
  const words = wordsIn(state);
  return words === null ? [] : offersFor(text, words, knownIn(state));
};

/** So many offers are seen at once. */
const mostOffers = 8;

/** The command line of this program, at the bottom of the screen. */
export const commandDialog: Dialog<CommandOverlay> = {
  view: ({ text, offered, problem }, state, _now, area) => {
    const offers = offersIn(offered?.text ?? text, state);
    const room = Math.max(0, Math.min(mostOffers, area.rows - 3));
    const from = offered === null ? 0 : Math.max(0, Math.min(offered.at - room + 1, offers.length - room));
    const width = area.columns - 4;
    const above =
      problem === null
        ? offerLines(offers.slice(from, from + room), (offered?.at ?? -1) - from, width)
        : problemLines(problem, width);
    const rows = Math.min(area.rows, above.length + 3);
    const cells = plain(text);
    return {
      rect: { left: area.left, top: area.top + area.rows - rows, columns: area.columns, rows },
      title: "Command",
      note: offers.length > room ? `${offers.length} words, tab` : "the words of proxy-cli",
      lines: [
        ...above,
        lineOf(span(" :", "heading"), cells.slice(-Math.max(1, width - 2)), { text: " ", isReversed: true }),
      ],
    };
  },
  press: (overlay, key, state) => pressed(overlay, key, state),
  footer: () => [
    ["enter", "run"],
    ["esc", "leave"],
    ["tab", "complete"],
    ["up", "before"],
  ],
};

const problemLines = (problem: string, width: number): readonly Line[] =>
  wrapped(`x ${problem}`, width)
    .slice(0, 3)
    .map((text) => line(` ${text}`, { tone: "error" }));

const offerLines = (offers: readonly Offer[], chosen: number, width: number): readonly Line[] => {
  const wide = Math.min(Math.floor(width / 2), Math.max(0, ...offers.map(({ word }) => word.length)));
  return offers.map(({ word, summary }, at) => {
    const shown = lineOf(
      at === chosen ? ">" : " ",
      fit(word, Math.max(wide, 8)),
      "  ",
      span(fit(summary, Math.max(0, width - wide - 2)), "muted"),
    );
    return at === chosen ? reversed(shown) : shown;
  });
};

const pressed = (overlay: CommandOverlay, { name, text }: Key, state: State): Step => {
  const typed = (more: string): Step =>
    to(showing(state, { ...overlay, text: more.slice(0, 500), back: null, offered: null, problem: null }));
  switch (name) {
    case "enter":
      return run(overlay, state);
    case "tab":
      return to(showing(state, tabbed(overlay, state, 1)));
    case "S-tab":
      return to(showing(state, tabbed(overlay, state, -1)));
    case "up":
      return to(showing(state, recalled(overlay, state, 1)));
    case "down":
      return to(showing(state, recalled(overlay, state, -1)));
    case "backspace":
      return overlay.text === "" ? to(closed(state)) : typed([...overlay.text].slice(0, -1).join(""));
    case "C-u":
      return typed("");
    case "C-w":
      return typed(overlay.text.replace(/\S+\s*$/, ""));
    default:
      return text === null ? to(state) : typed(overlay.text + text);
  }
};

const showing = (state: State, overlay: CommandOverlay): State => ({ ...state, overlay });

/** As far as it is clear; then one offer after the other. */
const tabbed = (overlay: CommandOverlay, state: State, by: 1 | -1): CommandOverlay => {
  const before = overlay.offered?.text ?? overlay.text;
  const offers = offersIn(before, state);
  if (offers.length === 0) return overlay;
  const further = overlay.offered === null ? completed(before, offers) : before;
  if (further !== before) return { ...overlay, text: further, problem: null };
  const at = ((overlay.offered?.at ?? (by === 1 ? -1 : 0)) + by + offers.length) % offers.length;
  return {
    ...overlay,
    text: withLast(before, offers[at]?.word ?? "").trimEnd(),
    offered: { at, text: before },
    problem: null,
  };
};

const recalled = (overlay: CommandOverlay, { history }: State, by: 1 | -1): CommandOverlay => {
  const back = Math.min(history.length - 1, (overlay.back ?? -1) + by);
  if (back < 0) return { ...overlay, text: "", back: null, offered: null, problem: null };
  return { ...overlay, text: history.at(-1 - back) ?? "", back, offered: null, problem: null };
};

/** So many lines can be called back. */
const mostHistory = 50;

const run = (overlay: CommandOverlay, state: State): Step => {
  const line = overlay.text.trim();
  const meant = meantBy(line, wordsIn(state));
  const history = [...state.history.filter((one) => one !== line), line].slice(-mostHistory);
  const next = { ...closed(state), history };
  switch (meant.kind) {
    case "nothing":
      return to(closed(state));
    case "wrong":
      return to(showing(state, { ...overlay, problem: meant.why }));
    case "quit":
      return doing(next, { type: "quit", code: 0 });
    case "run":
      return doing(next, { type: "command", words: meant.words });
    case "lend":
      return doing(next, { type: "lend", words: meant.words });
  }
};
