import { lstatSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { visible } from "../output/visible.ts";
import { defineCheck, type Finding, hint, ok, unchecked } from "./check.ts";
import {
  redirectsInBunfig,
  redirectsInDotenv,
  redirectsInJson,
  redirectsInSettings,
  redirectsInToml,
} from "./redirects.ts";

/** Something in a project's file that steers programs: where it stands, and what it does, without a value. */
export type Redirect = { readonly file: string; readonly what: string };

type Facts = { readonly folder: string; readonly redirects: readonly Redirect[] } | null;

/** Whether files of this folder and those above it send programs elsewhere. They are read, and only told. */
export const judgeProject = (facts: Facts): readonly Finding[] => {
  if (facts === null) return [unchecked("project: this folder is gone")];
  if (facts.redirects.length === 0) return [ok("project: no file of this folder sends programs elsewhere")];
  return facts.redirects.map(({ file, what }) => hint(`project: ${file} ${what}`, `less ${file}`));
};

type Kind = {
  readonly name: string;
  readonly read: (text: string) => readonly string[];
  /** Whether the one in the home is the person's own, and no project's. */
  readonly isOwnAtHome: boolean;
};

const kind = (name: string, read: Kind["read"], isOwnAtHome = false): Kind => ({ name, read, isOwnAtHome });

const kinds: readonly Kind[] = [
  kind(".claude/settings.json", redirectsInSettings),
  kind(".claude/settings.local.json", redirectsInSettings),
  kind(".codex/config.toml", redirectsInToml, true),
  kind(".gemini/settings.json", redirectsInJson, true),
  kind(".gemini/.env", redirectsInDotenv, true),
  kind("opencode.json", redirectsInJson),
  kind("opencode.jsonc", redirectsInJson),
  kind(".opencode/opencode.json", redirectsInJson, true),
  kind(".opencode/opencode.jsonc", redirectsInJson, true),
  kind(".env", redirectsInDotenv),
  kind("bunfig.toml", redirectsInBunfig),
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
    kinds
      .filter(
        ({ name, isOwnAtHome }) => (names === undefined || names.includes(name)) && !(isOwnAtHome && place === home),
      )
      .flatMap(({ name, read }) => {
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
