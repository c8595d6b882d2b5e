import { statfs } from "node:fs/promises";
import { dirname } from "node:path";
import { bytes } from "../output/units.ts";
import { defineCheck, type Finding, hint, ok, problem, reasonOf } from "./check.ts";

type Facts = {
  readonly freeBytes: number;
  readonly folder: string;
  /** Why the ledger cannot be opened or written; null when it can, or is not there yet. */
  readonly ledgerTrouble: string | null;
};

/** Below this a busy day may fill it. */
const littleBytes = 500e6;

/** Below this nothing can be relied upon. */
const nothingBytes = 20e6;

/** Whether what has to be written down can be. */
export const judgeDisk = ({ freeBytes, folder, ledgerTrouble }: Facts): readonly Finding[] => [
  space(freeBytes, folder),
  ledgerTrouble === null
    ? ok("the ledger opens")
    : problem(`the ledger cannot be used: ${ledgerTrouble}`, "proxy-cli stats"),
];

const space = (freeBytes: number, folder: string): Finding => {
  const text = `disk: ${bytes(freeBytes)} free for ${folder}`;
  if (freeBytes < nothingBytes) return problem(text, `df -h ${folder}`);
  return freeBytes < littleBytes ? hint(text, `df -h ${folder}`) : ok(text);
};

export default defineCheck({
  name: "disk",
  look: async ({ daemon, context: { paths } }): Promise<Facts> => {
    const folder = paths.home;
    const { bavail, bsize } = await nearestThere(folder);
    const ledgerTrouble = daemon.state === "running" ? daemon.status.ledger.trouble : await opened(paths);
    return { freeBytes: Number(bavail) * Number(bsize), folder, ledgerTrouble };
  },
  judge: judgeDisk,
});

/** The home may not be there yet; its parent is on the same disk as it will be. */
const nearestThere = async (folder: string): ReturnType<typeof statfs> =>
  statfs(folder).catch((thrown: unknown) => {
    if (folder === "/") throw thrown;
    return nearestThere(dirname(folder));
  });

const opened = async (
  paths: Parameters<typeof import("../../src/offline/without-daemon.ts").statsWithoutDaemon>[0],
): Promise<string | null> => {
  const { statsWithoutDaemon } = await import("../../src/offline/without-daemon.ts");
  return statsWithoutDaemon(paths, { since: Number.MAX_SAFE_INTEGER, by: "status" }).then(
    () => null,
    (thrown: unknown) => reasonOf(thrown),
  );
};
