import { chmodSync, statSync } from "node:fs";
import { basename } from "node:path";
import { defineCheck, type Finding, hint, ok, problem } from "./check.ts";

type Entry = {
  readonly path: string;
  readonly isFolder: boolean;
  readonly mode: number;
  readonly uid: number;
};

type Facts = { readonly entries: readonly Entry[]; readonly uid: number | null };

/** Whether anybody else can look into the home, or owns something in it. */
export const judgeModes = ({ entries, uid }: Facts): readonly Finding[] => {
  if (entries.length === 0) return [hint("there is no home folder yet; the first start makes it", "proxy-cli start")];
  const foreign = entries.filter((entry) => uid !== null && entry.uid !== uid);
  const wide = entries.filter((entry) => !foreign.includes(entry) && (entry.mode & 0o077) !== 0);
  if (foreign.length + wide.length === 0)
    return [ok(`files: ${entries.map(({ path, mode }) => `${basename(path)} ${octal(mode)}`).join(", ")}`)];
  return [
    ...foreign.map(({ path }) => problem(`${path} belongs to another user`, `sudo chown $(id -u) ${path}`)),
    ...wide.map(({ path, mode, isFolder }) => {
      const wanted = isFolder ? 0o700 : 0o600;
      return problem(
        `${path} is open to other users (${octal(mode)})`,
        `chmod ${wanted.toString(8)} ${path}   or proxy-cli doctor --fix`,
        {
          what: `chmod ${wanted.toString(8)} ${path}`,
          apply: () => chmodSync(path, wanted),
        },
      );
    }),
  ];
};

const octal = (mode: number): string => (mode & 0o777).toString(8).padStart(4, "0");

export default defineCheck({
  name: "files",
  look: ({ context: { paths, uid } }): Facts => ({
    entries: [
      ...[paths.home, paths.config, paths.history, paths.servers, paths.token, paths.tokens],
      ...[paths.state, paths.ledger, paths.logs],
    ].flatMap(entryAt),
    uid,
  }),
  judge: judgeModes,
});

const entryAt = (path: string): readonly Entry[] => {
  const found = statSync(path, { throwIfNoEntry: false });
  return found === undefined ? [] : [{ path, isFolder: found.isDirectory(), mode: found.mode, uid: found.uid }];
};
