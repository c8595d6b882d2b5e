import { outranksSwitch } from "../config/layers/load.ts";
import type { Paths } from "../config/paths.ts";
import { readConfig, readSettings } from "../config/read.ts";
import { settingNames } from "../config/schema.ts";
import { standInsFor } from "../config/stand-ins.ts";
import type { ConfigView, Switched, UpstreamsView } from "../control/contract.ts";
import { upstreamView } from "../control/handlers.ts";
import { settingView } from "../control/setting-view.ts";
import type { Upstream } from "../core/provider.ts";
import { makePrivateFolder } from "../lib/private-file.ts";
import { noOrders, type Orders } from "../lifecycle/orders.ts";
import { providers } from "../providers/index.ts";
import { choiceStore } from "../state/choices.ts";
import type { Stats, StatsQuestion } from "../state/ledger/row.ts";
import type { Translations } from "../state/ledger/translations.ts";
import { unknownStanding } from "../state/standings.ts";
import { auto, unknownUpstream } from "../state/upstreams.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/** The settings that a daemon started now would have. Throws `config_invalid`. */
export const configWithoutDaemon = (paths: Paths, env: Environment, envFile: string | null = null): ConfigView => {
  const config = readConfig(paths.config, env, {}, envFile);
  const switched = savedChoice(paths, env);
  const choice = {
    current: () => switched ?? config.values.upstream,
    chosenBy: () => (switched === null ? ("setting" as const) : ("switch" as const)),
  };
  return {
    generation: 0,
    file: paths.config,
    envFile,
    settings: settingNames.map((name) => settingView(name, config, choice)),
  };
};

/** The upstreams that a daemon started now would have. Throws `config_invalid`. */
export const upstreamsWithoutDaemon = (
  paths: Paths,
  env: Environment,
  files: Pick<Orders, "configFile" | "envFile"> = noOrders,
): UpstreamsView => {
  const current = chosenUpstream(paths, env);
  const upstreams = serversOf(paths, env, files).map((upstream) => upstreamView(upstream, atRest(current)));
  return { current, upstreams, draining: [] };
};

const atRest = (current: string): Parameters<typeof upstreamView>[1] => ({
  upstreams: { current: () => current },
  inFlightOn: () => 0,
  standing: () => unknownStanding,
  takesAnyKey: (provider) => providers.some(({ name, takesAnyKey }) => name === provider && takesAnyKey),
});

/** Saves the choice for the next start. Throws `upstream_unknown`. */
export const switchWithoutDaemon = async (
  paths: Paths,
  env: Environment,
  name: string,
  dryRun: boolean,
): Promise<Switched> => {
  const choices = choiceStore(paths.state);
  const config = readConfig(paths.config, env, {});
  const from = chosenUpstream(paths, env);
  const to = name === "-" ? (choices.read().previousUpstream ?? from) : name;
  const known = serversOf(paths, env).map((upstream) => upstream.name);
  if (to !== auto && !known.includes(to)) throw unknownUpstream(to, known);
  const changed = to !== from && !dryRun;
  if (changed) {
    makePrivateFolder(paths.home);
    await choices.write({ upstream: to, previousUpstream: from });
  }
  const { sources } = config;
  const stronger = `${sources.upstream} is stronger where it is set: this counts at a start without it`;
  const warnings = changed && outranksSwitch(config) ? [stronger] : [];
  return { ...nothingTold, from, to, changed, warnings };
};

/** What only a daemon can know of a switch. */
const nothingTold = {
  ...{ staying: 0, latencyMs: null, coldCache: null },
  ...{ formats: [], models: [], losses: [], session: null, model: null },
};

/** What the ledger of a daemon that does not run tells; nothing when there is none yet. Throws `ledger_unreadable`. */
export const statsWithoutDaemon = async (paths: Paths, question: StatsQuestion): Promise<Stats> => {
  const { readLedger } = await import("../state/ledger/unopened.ts");
  return readLedger(paths.ledger, question);
};

/** What it tells of translations, in the same way. */
export const translationsWithoutDaemon = async (
  paths: Paths,
  { since, until }: { readonly since: number; readonly until: number | null },
): Promise<Translations> => {
  const { readTranslations } = await import("../state/ledger/unopened.ts");
  return readTranslations(paths.ledger, since, until ?? Number.POSITIVE_INFINITY);
};

/** `auto` or the upstream that a daemon started now would begin with. */
export const chosenUpstream = (paths: Paths, env: Environment): string =>
  savedChoice(paths, env) ?? readConfig(paths.config, env, {}).values.upstream;

/** The last switch; null where there was none, or where what it chose is not there any more: a start passes over it too. */
const savedChoice = (paths: Paths, env: Environment): string | null => {
  const { upstream } = choiceStore(paths.state).read();
  if (upstream === null || outranksSwitch(readConfig(paths.config, env, {}))) return null;
  if (upstream === auto) return upstream;
  return serversOf(paths, env).some(({ name }) => name === upstream) ? upstream : null;
};

const serversOf = (
  paths: Paths,
  env: Environment,
  { configFile, envFile }: Pick<Orders, "configFile" | "envFile"> = noOrders,
): readonly Upstream[] => {
  const secrets = standInsFor({ ...paths, config: configFile ?? paths.config }, env);
  const orders = { ...noOrders, secrets, configFile, envFile };
  return readSettings({ paths, env, providers, orders }).upstreams;
};
