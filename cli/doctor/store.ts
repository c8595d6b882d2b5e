import type { Status } from "../../src/control/contract.ts";
import { differenceWords, type OtherDaemon } from "../../src/core/other-daemon.ts";
import { defineCheck, type Finding, ok, problem, unchecked } from "./check.ts";

type Facts = {
  /** How the store is that several daemons share; null = the one that runs is alone by its settings. */
  readonly store: Status["store"] | null;
  /** Whether one is configured. */
  readonly isWanted: boolean;
  /** The others that share it. */
  readonly daemons: readonly OtherDaemon[];
};

/** Whether daemons that are meant to be together are. Requests go on either way. */
export const judgeStore = ({ store, isWanted, daemons }: Facts): readonly Finding[] => {
  if (!store) return isWanted ? [unchecked("the shared store: no daemon runs that could say")] : [];
  if (store.state === "connected") return [ok("the shared store is connected"), ...daemons.map(judgeOther)];
  return [problem(`the shared store is away: ${store.reason}; this daemon goes on alone`, next)];
};

const judgeOther = (other: OtherDaemon): Finding => {
  const words = differenceWords(other);
  return words === null
    ? ok(`daemon ${other.name} of the same store has the same settings`)
    : problem(words, "proxy-cli config show, on both");
};

const next = "proxy-cli config get store.redis_url, and look at that server";

export default defineCheck({
  name: "store",
  look: async ({ daemon, context: { client } }): Promise<Facts> => {
    if (daemon.state !== "running") return { store: null, isWanted: false, daemons: [] };
    const { settings } = await client.config({});
    const url = settings.find(({ name }) => name === "store.redis_url")?.value;
    const { store = null, daemons = [] } = daemon.status;
    return { store, daemons, isWanted: typeof url === "string" && url !== "" };
  },
  judge: judgeStore,
});
