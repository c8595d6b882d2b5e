import type { Conversation, RequestDetail, ShownPart } from "../../../src/core/request-detail.ts";
import type { Meaning } from "../../output/colour.ts";
import { bytes, counted, exactly } from "../../output/units.ts";
import { fit } from "../frame/cells.ts";
import { clickable, type Line, line, lineOf, reversed, span } from "../frame/line.ts";
import { wrapped } from "../frame/wrap.ts";

/** What was said at one go. */
export type Turn = {
  readonly who: string;
  readonly parts: readonly ShownPart[];
  readonly tone: Meaning;
};

/** The turns of a conversation as they are folded: the system's words and the tools first, the answer last. */
export const turnsOf = ({ system, tools, messages, answer }: Conversation): readonly Turn[] => [
  ...(system.length === 0 ? [] : [{ who: "system", parts: system, tone: "muted" } as const]),
  ...(tools.length === 0 ? [] : [{ who: "tools", parts: tools.map(asPart), tone: "muted" } as const]),
  ...messages.map(({ role, parts }) => ({ who: role, parts, tone: toneOf(role) })),
  ...(answer.length === 0 ? [] : [{ who: "answer", parts: answer, tone: "ok" } as const]),
];

const asPart = ({ name, bytes: size }: Conversation["tools"][number]): ShownPart => ({
  kind: "other",
  name,
  text: "",
  bytes: size,
});

const toneOf = (role: string): Meaning => (role === "user" ? "running" : role === "assistant" ? "ok" : "muted");

/** Lines of a conversation, and in which of them each turn begins. */
export type Told = { readonly lines: readonly Line[]; readonly begins: readonly number[] };

/** More lines than this of one turn nobody reads here. */
const mostLines = 2000;

/** The conversation with these turns unfolded and that one chosen. */
export const conversationLines = (
  { conversation, whyNoConversation }: RequestDetail,
  {
    chosen,
    unfolded,
    width,
  }: { readonly chosen: number; readonly unfolded: readonly number[]; readonly width: number },
): Told => {
  if (conversation === null) {
    const why = wrapped(whyNoConversation ?? "There is none.", width - 2).map((part) =>
      line(` ${part}`, { tone: "muted" }),
    );
    return { lines: [[], ...why], begins: [] };
  }
  const turns = turnsOf(conversation);
  if (turns.length === 0) return { lines: [[], line(" Nothing was said.", { tone: "muted" })], begins: [] };
  const lines: Line[] = [];
  const begins: number[] = [];
  for (const [at, turn] of turns.entries()) {
    begins.push(lines.length);
    const isOpen = unfolded.includes(at);
    const head = headOf(turn, isOpen, at === chosen, width);
    lines.push(clickable(at === chosen ? reversed(head) : head, { row: String(at) }));
    if (isOpen) lines.push(...turn.parts.flatMap((part) => partLines(part, width)).slice(0, mostLines), []);
  }
  const { cut } = conversation;
  if (cut > 0) lines.push(line(` ${exactly(cut)} more characters are left out here`, { tone: "muted" }));
  return { lines, begins };
};

const headOf = ({ who, parts, tone }: Turn, isOpen: boolean, isChosen: boolean, width: number): Line => {
  const size = bytes(parts.reduce((sum, part) => sum + part.bytes, 0));
  const names = isOpen ? "" : gist(who, parts);
  const room = Math.max(0, width - 14 - size.length - 2);
  return lineOf(
    `${isChosen ? ">" : " "}${isOpen ? "-" : "+"} `,
    span(fit(who, 10), tone),
    " ",
    fit(names, room),
    span(` ${size}`, "muted"),
  );
};

/** What is in a folded turn: the first words, the tools it calls, the pictures it shows. */
const gist = (who: string, parts: readonly ShownPart[]): string => {
  if (who === "tools") return `${counted(parts.length, "tool")}: ${parts.map(({ name }) => name).join(", ")}`;
  const calls = parts.filter(({ kind }) => kind === "tool-call").map(({ name }) => `[${name ?? "tool"}]`);
  const results = parts
    .filter(({ kind }) => kind === "tool-result")
    .map(({ isError }) => (isError === true ? "[failed]" : "[result]"));
  const others = parts.flatMap(({ kind }) => (kind === "image" || kind === "document" ? [`[${kind}]`] : []));
  const thought = parts.some(({ kind }) => kind === "thinking") ? ["[thinking]"] : [];
  const said = parts.find(({ kind }) => kind === "text") ?? parts.find(({ kind }) => kind === "tool-result");
  const words = said === undefined ? "" : said.text.slice(0, 300).replaceAll(/\s+/g, " ").trim();
  return [...thought, ...calls, ...results, ...others, words].filter((text) => text !== "").join(" ");
};

const indent = "     ";

const partLines = (part: ShownPart, width: number): readonly Line[] => {
  const { kind, name, text } = part;
  const body = (tone?: Meaning): readonly Line[] =>
    wrapped(text, width - indent.length - 1, mostLines).map((words) => lineOf(indent, span(words, tone)));
  const head = (words: string, tone: Meaning): Line =>
    lineOf("   ", span(words, tone), span(`  ${bytes(part.bytes)}`, "muted"));
  const named = name === null ? "" : ` ${name}`;
  switch (kind) {
    case "text":
      return body();
    case "thinking":
      return [
        head("thinking", "muted"),
        ...(text === "" ? [line(`${indent}not shown by the vendor`, { tone: "muted" })] : body("muted")),
      ];
    case "tool-call":
      return [head(`calls${named}`, "running"), ...body()];
    case "tool-result":
      return part.isError === true
        ? [head(`failed${named}`, "error"), ...body("error")]
        : [head(`result${named}`, "saved"), ...body()];
    case "image":
    case "document":
      return [head(`${kind}${named}  ${text.split("\n")[0]?.slice(0, 60) ?? ""}`, "saved")];
    case "other":
      return text === "" ? [head(name ?? "other", "muted")] : [head(`other${named}`, "muted"), ...body("muted")];
  }
};
