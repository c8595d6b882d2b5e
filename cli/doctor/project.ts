import { lstatSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { isLoopback } from "../../src/lib/loopback.ts";
import { visible } from "../output/visible.ts";
import { defineCheck, type Finding, hint, ok, unchecked } from "./check.ts";

/** Something in a project's file that steers programs: where it stands, and what it does, without a value. */
export type Redirect = { readonly file: string; readonly what: string };

type Facts = { readonly folder: string; readonly redirects: readonly Redirect[] } | null;

/** Whether files of this folder and those above it send programs elsewhere. They are read, and only told. */
export const judgeProject = (facts: Facts): readonly Finding[] => {
  if (facts === null) return [unchecked("project: this folder is gone")];
  if (facts.redirects.length === 0) return [ok("project: no file of this folder sends programs elsewhere")];
  return facts.redirects.map(({ file, what }) => hint(`project: ${file} ${what}`, `less ${file}`));
};

/** Names of variables that send a program's requests elsewhere, or let others read them. */
const steering = /^(\w*_BASE_URL|\w*_API_BASE|(HTTPS?|ALL)_PROXY|NODE_TLS_REJECT_UNAUTHORIZED|NODE_EXTRA_CA_CERTS)$/i;

/** What a Claude Code settings file sets that steers requests. */
export const redirectsInSettings = (text: string): readonly string[] => {
  try {
    const settings: unknown = JSON.parse(text);
    if (typeof settings !== "object" || settings === null) return [];
    const env = "env" in settings && typeof settings.env === "object" && settings.env !== null ? settings.env : {};
    return [
      ...Object.entries(env).flatMap(([name, value]) => assigned(name, String(value))),
      ...("apiKeyHelper" in settings ? ["runs a program for the key (apiKeyHelper)"] : []),
    ];
  } catch {
    return [];
  }
};

/** What a .env file sets that steers requests. */
export const redirectsInDotenv = (text: string): readonly string[] =>
  text.split("\n").flatMap((line) => {
    const [, name = "", value = ""] = /^\s*(?:export\s+)?(\w+)\s*=\s*(.*)$/.exec(line) ?? [];
    return assigned(name, value.replace(/^(['"])(.*)\1.*$/, "$2"));
  });

/** What a bunfig.toml runs before every program. */
export const redirectsInBunfig = (text: string): readonly string[] =>
  /^\s*preload\s*=/m.test(text) ? ["runs code before every Bun program (preload)"] : [];

/** This machine is where we are; anywhere else is told by its host alone, because a URL can hold a key. */
const assigned = (name: string, value: string): readonly string[] => {
  if (!steering.test(name)) return [];
  if (!URL.canParse(value)) return [`sets ${visible(name)}`];
  const { hostname, host } = new URL(value);
  return isLoopback(hostname) ? [] : [`sets ${visible(name)} to another host (${visible(host)})`];
};

const files: readonly (readonly [string, (text: string) => readonly string[]])[] = [
  [".claude/settings.json", redirectsInSettings],
  [".claude/settings.local.json", redirectsInSettings],
  [".env", redirectsInDotenv],
  ["bunfig.toml", redirectsInBunfig],
];

const mostBytes = 1_000_000;

export default defineCheck({
  name: "project",
  look: ({ context: { folder, env } }): Facts => {
    if (folder === null) return null;
    return { folder, redirects: redirectsAround(folder, env["HOME"] ?? "") };
  },
  judge: judgeProject,
});

/** What files of this folder and those above it do, up to the home; of these names alone, where some are given. */
export const redirectsAround = (folder: string, home: string, names?: readonly string[]): readonly Redirect[] =>
  upTo(folder, home).flatMap((place) =>
    files
      .filter(([name]) => names === undefined || names.includes(name))
      .flatMap(([name, read]) => {
        const file = join(place, name);
        return read(textOf(file)).map((what) => ({ file: visible(file), what }));
      }),
  );

/** The folder and those above it, up to the home or the root. */
const upTo = (folder: string, home: string): readonly string[] =>
  folder === home || folder === dirname(folder) ? [folder] : [folder, ...upTo(dirname(folder), home)];

/** A pipe or a device would keep us waiting; a huge file is none of these. */
const textOf = (file: string): string => {
  try {
    const found = lstatSync(file, { throwIfNoEntry: false });
    return found?.isFile() === true && found.size <= mostBytes ? readFileSync(file, "utf8") : "";
  } catch {
    return ""; // a folder that may not be entered
  }
};
