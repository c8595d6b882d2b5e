import type { Said, SettingView } from "../../src/control/contract.ts";
import type { Explained } from "../../src/offline/config.ts";
import { visible } from "../output/visible.ts";

/** A value as people read it. */
export const inWords = (value: unknown): string => {
  if (Array.isArray(value))
    return value.length === 0
      ? "(none)"
      : visible(value.map((one) => (typeof one === "object" ? JSON.stringify(one) : String(one))).join(","));
  if (value === "") return '""';
  return visible(typeof value === "object" && value !== null ? JSON.stringify(value) : String(value));
};

/** What the file says and what a restart would bring, where that is something else. */
export const alsoSaid = ({ value, source, overridden, afterRestart }: SettingView, file: string): string => {
  if (afterRestart !== null) return `(${inWords(afterRestart.value)} after: proxy-cli restart)`;
  const inFile = source === file ? undefined : overridden.find((said) => said.source === file);
  return inFile === undefined || inWords(inFile.value) === inWords(value)
    ? ""
    : `(file says: ${inWords(inFile.value)})`;
};

/** What a setting may be, what it is now and why, each line with its label; `shown` makes a source fit to be read. */
export const explanation = (
  { type, initial, env, aliases, restart }: Explained,
  now: SettingView | null,
  shown: (source: string) => string,
): readonly (readonly [label: string, text: string])[] => [
  ["type", type],
  ["default", inWords(initial)],
  ["env", env.join(", ")],
  ...(aliases.length > 0 ? [["also", aliases.join(", ")] as const] : []),
  ...(now === null ? [] : saidLines(now, shown)),
  ["a change", restart ? "takes effect after: proxy-cli restart" : "takes effect at once"],
];

/** The value in force with its source, then everything that something stronger hides. */
const saidLines = (
  { value, source, overridden, afterRestart }: SettingView,
  shown: (source: string) => string,
): readonly (readonly [string, string])[] => {
  const words = (said: Said): string => `${inWords(said.value)}   (${shown(said.source)})`;
  return [
    ["now", words({ value, source })],
    ...(afterRestart === null ? [] : [["waiting", words(afterRestart)] as const]),
    ...overridden.map((said) => [`${placeWord(said.source)} says`, words(said)] as const),
  ];
};

/** `env NAME` and `flag` are called so; all else that can be hidden is the file. */
const placeWord = (source: string): string => /^(env|flag)\b/.exec(source)?.[1] ?? "file";
