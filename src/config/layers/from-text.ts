import { type SettingName, settings } from "../schema.ts";
import { plain, readYaml } from "../text/yaml.ts";

/** A value out of a text: flags and the environment have only those; the setting's default says what is meant. */
export const fromText = (name: SettingName, text: string): unknown => {
  const initial: unknown = settings[name].initial;
  if (typeof initial === "number") return /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text;
  if (typeof initial === "boolean") return yesOrNo.get(text.toLowerCase()) ?? text;
  if (Array.isArray(initial)) return listOf(text);
  if (typeof initial === "object" && initial !== null) return written(text) ?? text;
  return asMeant(name, text);
};

/** Names apart by commas; or the list as a file has it, `[…]`, or its only entry, `{…}`. */
const listOf = (text: string): unknown => {
  const value = written(text);
  if (value === null) return partsOf(text);
  return Array.isArray(value) ? value : [value];
};

/** What stands in brackets, as JSON or as YAML has it; null = none does, or nobody can read it. */
const written = (text: string): unknown => {
  if (!/^\s*[[{]/.test(text)) return null;
  const node = readYaml(text, "", () => undefined);
  return node === null ? null : plain(node);
};

/** What other programs call the same thing: `INFO`, `WARNING`; and what YAML makes of `on` and `off` where they are words. */
export const asMeant = (name: SettingName, value: unknown): unknown => {
  if (name === "memory.condense.strategy") return condensationWord(value);
  if (name === "zai.thinking" || name === "memory.learning") return switchWord(value);
  if (name === "memory.mode" && value === false) return "off";
  if (name === "memory.reward_profile" && typeof value === "string") return value.toUpperCase();
  if (name !== "log.level" || typeof value !== "string") return value;
  const level = value.toLowerCase();
  return levels.get(level) ?? level;
};

const switchWord = (value: unknown): unknown => {
  const isOn = typeof value === "string" ? yesOrNo.get(value.toLowerCase()) : value;
  return typeof isOn === "boolean" ? (isOn ? "on" : "off") : value;
};

/** Other programs only know whether, not how. */
const condensationWord = (value: unknown): unknown => {
  const word = switchWord(value);
  return word === "on" ? "summary" : word;
};

const yesOrNo: ReadonlyMap<string, boolean> = new Map([
  ["true", true],
  ["yes", true],
  ["on", true],
  ["1", true],
  ["false", false],
  ["no", false],
  ["off", false],
  ["0", false],
]);

const levels: ReadonlyMap<string, string> = new Map([
  ["trace", "debug"],
  ["warning", "warn"],
  ["critical", "error"],
  ["fatal", "error"],
]);

const partsOf = (text: string): readonly string[] =>
  text
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "");
