import { stringify } from "yaml";
import { type SettingName, settingNames, settings } from "./schema.ts";

const head = `# proxy-cli settings. Every line shows its default; remove the # to change it. A running daemon takes what is saved.
# Stronger than this file: environment (PROXY_SERVER_PORT, …), then command line flags. See: proxy-cli config --list
`;

/** The text with a first line that tells editors where its schema is: they complete and check with it. */
export const forEditors = (text: string, schema: string): string =>
  `# yaml-language-server: $schema=${schema}\n${text}`;

/** The commented file that a first start writes: every setting with its default and the reason for it. */
export const configTemplate = (): string => {
  const lines: string[] = [head];
  let section = "";
  for (const name of settingNames) {
    const [group = "", key] = splitName(name);
    if (group !== section && key !== undefined) lines.push("", `# ${group}:`);
    section = key === undefined ? "" : group;
    if (key === undefined) lines.push("");
    lines.push(templateLine(name));
  }
  return `${lines.join("\n")}\n`;
};

/** A file for people who begin: twelve lines, the settings that most want, and where the others are. */
export const shortTemplate = (): string =>
  [
    "# proxy-cli settings. Remove a # to change a line; a running daemon takes what is saved.",
    "# Stronger than this file: environment (PROXY_SERVER_PORT, …), then command line flags.",
    "# Every setting: proxy-cli config init --full. One of them: proxy-cli config explain NAME",
    "",
    "# server:",
    templateLine("server.port"),
    templateLine("server.host"),
    "",
    templateLine("upstream"),
    "",
    "# log:",
    templateLine("log.level"),
    "",
  ].join("\n");

const templateLine = (name: SettingName): string => {
  const [group, key] = splitName(name);
  return `${key === undefined ? "# " : "#   "}${key ?? group}: ${inline(name)}  # ${settings[name].why}`;
};

const splitName = (name: SettingName): readonly [string, string | undefined] => {
  const dot = name.indexOf(".");
  return dot < 0 ? [name, undefined] : [name.slice(0, dot), name.slice(dot + 1)];
};

const inline = (name: SettingName): string =>
  stringify(settings[name].initial, { collectionStyle: "flow", lineWidth: 0 }).trim();
