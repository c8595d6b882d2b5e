import { stringify } from "yaml";
import { type SettingName, settingNames, settings } from "./schema.ts";

const head = `# proxy-cli settings. Every line shows its default; remove the # to change it, then: proxy-cli config --set, or edit and restart.
# Stronger than this file: environment (PROXY_SERVER_PORT, …), then command line flags. See: proxy-cli config --list
`;

/** The commented file that a first start writes: every setting with its default and the reason for it. */
export const configTemplate = (): string => {
  const lines: string[] = [head];
  let section = "";
  for (const name of settingNames) {
    const [group = "", key] = splitName(name);
    if (group !== section && key !== undefined) lines.push("", `# ${group}:`);
    section = key === undefined ? "" : group;
    const indent = key === undefined ? "# " : "#   ";
    if (key === undefined) lines.push("");
    lines.push(`${indent}${key ?? group}: ${inline(name)}  # ${settings[name].why}`);
  }
  return `${lines.join("\n")}\n`;
};

const splitName = (name: SettingName): readonly [string, string | undefined] => {
  const dot = name.indexOf(".");
  return dot < 0 ? [name, undefined] : [name.slice(0, dot), name.slice(dot + 1)];
};

const inline = (name: SettingName): string =>
  stringify(settings[name].initial, { collectionStyle: "flow", lineWidth: 0 }).trim();
