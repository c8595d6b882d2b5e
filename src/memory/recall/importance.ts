import type { Role } from "../../core/chat.ts";

/** What the importance of a text is read from. */
export type Weighed = {
  readonly text: string;
  readonly role: Role;
  /** The tool that gave it; null where none did. */
  readonly tool: string | null;
  readonly isError: boolean;
};

/** One reason why a text is likely to be asked for again, and how much it says. */
export type Reason = { readonly why: string; readonly weight: number };

/** Further in is not looked: a request waits for this. */
const read = 20_000;

const usual = 0.3;

const signs: readonly (readonly [why: string, weight: number, sign: RegExp])[] = [
  ["it tells of an error", 0.2, /\b(?:error|exception|failed|failure|fatal|panic|denied|not found)\b/i],
  ["it has a stack trace", 0.15, /^\s*(?:at .+:\d+|File ".+", line \d+|Traceback \(most recent)/m],
  ["it is a change of files", 0.15, /^(?:diff --git |@@ -\d|\+\+\+ |--- )/m],
  ["it decides something", 0.1, /\b(?:must|never|always|decided|important|remember|instead|because|TODO|FIXME)\b/],
  ["it names files", 0.05, /(?:^|\s)[\w./-]+\/[\w.-]+\.[a-z]{1,5}\b/m],
];

const tools: readonly (readonly [why: string, weight: number, sign: RegExp])[] = [
  ["it was run or written by the model", 0.05, /bash|shell|exec|run|test|write|edit|patch/i],
  ["it is read again easily", -0.1, /^(?:ls|glob|list|search|grep|find|tree)/i],
];

/** Why a text is likely to be asked for again, or is not. */
export const reasonsOf = ({ text, role, tool, isError }: Weighed): readonly Reason[] => {
  const start = text.slice(0, read);
  return [
    ...(role === "user" ? [{ why: "the user said it", weight: 0.25 }] : []),
    ...(isError ? [{ why: "the tool failed", weight: 0.2 }] : []),
    ...tools.flatMap(([why, weight, sign]) => (tool !== null && sign.test(tool) ? [{ why, weight }] : [])),
    ...signs.flatMap(([why, weight, sign]) => (sign.test(start) ? [{ why, weight }] : [])),
  ];
};

/** How likely a text is to be asked for again, from 0 to 1, by what it is alone. */
export const importanceOf = (weighed: Weighed): number =>
  within(reasonsOf(weighed).reduce((sum, { weight }) => sum + weight, usual));

/** A number from 0 to 1, to two places. */
export const within = (value: number): number => Math.round(Math.min(1, Math.max(0, value)) * 100) / 100;
