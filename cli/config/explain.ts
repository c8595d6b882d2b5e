import type { Said, SettingView } from "../../src/control/contract.ts";
import type { Context } from "../command.ts";
import { withTilde } from "../output/home.ts";
import { type Action, inWords } from "./action.ts";
import { viewOf } from "./view.ts";

/** What a setting is for, what it may be, what it is now and why. */
export const explain: Action = {
  words: "NAME",
  run: async (context, [name = ""]) => {
    const { explained, settingMeant } = await import("../../src/offline/config.ts");
    const { json, data, print } = context;
    const about = explained(settingMeant(name));
    const { running, config } = await viewOf(context);
    const now = config.settings.find((one) => one.name === about.name) ?? null;
    const { initial, ...rest } = about;
    if (json) return data({ running, ...rest, default: initial, ...(now === null ? {} : now) });
    const line = (label: string, text: string): void => print(`  ${label.padEnd(10)} ${text}`);
    print(`${about.name}   ${about.why}`);
    line("type", about.type);
    line("default", inWords(initial));
    line("env", about.env.join(", "));
    if (about.aliases.length > 0) line("also", about.aliases.join(", "));
    if (now !== null) for (const said of saidLines(context, now)) line(...said);
    line("a change", about.restart ? "takes effect after: proxy-cli restart" : "takes effect at once");
  },
};

/** The value in force with its source, then everything that something stronger hides. */
const saidLines = (
  { env }: Context,
  { value, source, overridden, afterRestart }: SettingView,
): readonly (readonly [string, string])[] => {
  const words = (said: Said): string => `${inWords(said.value)}   (${withTilde(said.source, env["HOME"])})`;
  return [
    ["now", words({ value, source })],
    ...(afterRestart === null ? [] : [["waiting", words(afterRestart)] as const]),
    ...overridden.map((said) => [`${placeWord(said.source)} says`, words(said)] as const),
  ];
};

/** `env NAME` and `flag` are called so; all else that can be hidden is the file. */
const placeWord = (source: string): string => /^(env|flag)\b/.exec(source)?.[1] ?? "file";
