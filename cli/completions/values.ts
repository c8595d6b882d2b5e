import { pathsFrom } from "../../src/config/paths.ts";
import { connectTo } from "../../src/control/client.ts";
import type { Context, Names } from "../command.ts";

type Environment = Readonly<Record<string, string | undefined>>;

type Source = (env: Environment, commands: Context["commands"]) => Promise<readonly string[]>;

/** A person waits with a finger on the key. */
const patienceMs = 300;

/** The words that a shell may offer, of a daemon that runs or of the files; none where anything goes wrong. */
export const valuesOf = async (
  kind: string,
  env: Environment,
  commands: Context["commands"],
): Promise<readonly string[]> => {
  const known: Readonly<Partial<Record<string, Source>>> = sources;
  if (!Object.hasOwn(known, kind)) return [];
  // A completion that complains writes into the line that somebody types.
  return (await known[kind]?.(env, commands).catch(() => [])) ?? [];
};

const upstreams = async (env: Environment): Promise<readonly string[]> => {
  const paths = pathsFrom(env);
  const { upstreamsView } = await import("../upstreams/view.ts");
  const view = await upstreamsView({ client: connectTo(paths.socket, patienceMs), paths, env });
  return view.upstreams.map(({ name }) => name);
};

/** Conversations of the last day. */
const sessions = async (env: Environment): Promise<readonly string[]> => {
  const { sessionsView } = await import("../sessions/view.ts");
  const paths = pathsFrom(env);
  const asked = { since: Date.now() - 86_400_000, limit: 50 };
  const view = await sessionsView({ client: connectTo(paths.socket, patienceMs), paths, now: Date.now }, asked);
  return view.sessions.map(({ id }) => id);
};

/** What was left out of conversations lately. */
const memories = async (env: Environment): Promise<readonly string[]> => {
  const { askMemory } = await import("../memory/view.ts");
  const paths = pathsFrom(env);
  const place = { client: connectTo(paths.socket, patienceMs), paths, now: Date.now };
  const { answer } = await askMemory(place, "memories", { session: null, limit: 50 });
  return answer.map(({ id }) => id);
};

/** What may be spent, what has a budget of its own, and what is asked. */
const budgets = async (env: Environment): Promise<readonly string[]> => {
  const view = await connectTo(pathsFrom(env).socket, patienceMs).budgets({});
  return [...new Set([...view.asks.map(({ id }) => id), ...view.sums.map(({ id }) => id), ...view.stopped])];
};

/** The keys of answers that were given lately, as short as they are shown. */
const answers = async (env: Environment): Promise<readonly string[]> => {
  const { askCache, shortKey } = await import("../cache/ask.ts");
  const paths = pathsFrom(env);
  const place = { client: connectTo(paths.socket, patienceMs), paths, env, now: Date.now };
  const { answer } = await askCache(place, "cacheStats", { limit: 50 });
  return answer.latest.map(({ key }) => shortKey(key));
};

/** Models that were asked for in the last month, then all that there are. */
const models = async (env: Environment): Promise<readonly string[]> => {
  const since = Date.now() - 30 * 86_400_000;
  const paths = pathsFrom(env);
  const stats = await connectTo(paths.socket, patienceMs)
    .stats({ since, by: "model" })
    .catch(() => ({ groups: [] }));
  const { modelsWithoutDaemon } = await import("../../src/offline/models.ts");
  const known = modelsWithoutDaemon(paths, env, null, Date.now()).models;
  return [...new Set([...stats.groups, ...known].map(({ name }) => name))];
};

/** What has to be asked for; files and programs a shell knows itself. */
const sources = {
  upstreams,
  sessions,
  memories,
  budgets,
  answers,
  models,
  places: async (env) => ["auto", ...(await upstreams(env))],
  settings: async () => (await import("../../src/config/schema.ts")).settingNames,
  shells: async () => (await import("./index.ts")).shellNames,
  levels: async () => (await import("../output/log-line.ts")).logLevels,
  groupings: async () => (await import("../stats/groups.ts")).groupings,
  scenarios: async () => Object.keys((await import("../demo/player/scenarios.ts")).scenarios),
  views: async () => (await import("../dashboard/state.ts")).views,
  commands: async (_env, commands) => commands.map(({ name }) => name),
} as const satisfies Partial<Record<Names, Source>>;
