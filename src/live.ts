import type { Config } from "./config/load.ts";
import type { Settings } from "./config/read.ts";
import { settings as declared, settingNames } from "./config/schema.ts";
import type { Reloaded } from "./control/contract.ts";
import { needingRestart } from "./control/handlers.ts";
import { buildRuntime, type Runtime, type Surroundings } from "./runtime.ts";
import type { State } from "./state/index.ts";
import { auto, unknownUpstream } from "./state/upstreams.ts";

/** Who asked for a reload. */
export type Cause = "proxy-cli reload" | "SIGHUP" | "changed file";

/** The configuration in force and how another one takes its place. */
export type Live = {
  /** What is in force; what only a restart can change stays as it was at the start. */
  readonly settings: () => Settings;
  /** What the files said when they were last read and were right. */
  readonly written: () => Settings;
  /** What the next request gets; one under way keeps the one that it began with. */
  readonly runtime: () => Runtime;
  /**
   * Reads everything again, builds it anew and swaps; one after the other. Rejects where that fails, and nothing has
   * changed then.
   */
  readonly reload: (cause: Cause) => Promise<Reloaded>;
  /** Why the files as they are now cannot be used; null when they are the ones in force. */
  readonly trouble: () => string | null;
  /** Settings whose change waits for a restart. */
  readonly needsRestart: () => readonly string[];
};

type Options = {
  /** What was read at the start. */
  readonly settings: Settings;
  /** Reads the files as they are now. Throws `config_invalid`. */
  readonly read: () => Settings;
  readonly state: Pick<State, "notices" | "upstreams" | "log">;
  readonly surroundings: Surroundings;
};

/** Builds the first runtime. Throws where the settings do not allow one. */
export const goLive = (options: Options): Live => {
  const { read, surroundings, state } = options;
  const atStart = options.settings;
  let written = options.settings;
  let settings = options.settings;
  let runtime = buildRuntime(settings.config, surroundings, 1);
  let trouble: string | null = null;
  let reloading: Promise<unknown> = Promise.resolve();

  const swap = async (): Promise<Reloaded> => {
    const next = read();
    const { upstream, "log.level": level } = next.config.values;
    const isMoved = upstream !== written.config.values.upstream;
    if (isMoved) refuseUnknown(upstream, next);
    const inForce = { ...next, config: withoutRestart(next.config, atStart.config) };
    const built = buildRuntime(inForce.config, surroundings, runtime.generation + 1);
    const before = state.upstreams.current();
    const kept = state.upstreams.replace(next.upstreams, isMoved ? upstream : null);
    written = next;
    settings = inForce;
    runtime = built;
    trouble = null;
    state.log.setLevel(level);
    const to = state.upstreams.current();
    if (to !== before) state.notices.send({ type: "upstream-switched", from: before, to });
    await kept.catch(notKept);
    return { generation: built.generation, needsRestart: needingRestart(atStart.config, next.config) };
  };

  /** It is in force all the same; only the next start may begin elsewhere. */
  const notKept = (): void => state.log.write("error", "the choice of the upstream cannot be written");

  const attempt = async (cause: Cause): Promise<Reloaded> => {
    try {
      const reloaded = await swap();
      const { generation, needsRestart } = reloaded;
      state.log.write("info", "config reloaded", { generation, cause, needsRestart: needsRestart.join(" ") || null });
      state.notices.send({ type: "config-reloaded", generation, needsRestart });
      return reloaded;
    } catch (thrown) {
      trouble = thrown instanceof Error ? thrown.message : "unknown";
      state.log.write("error", "config rejected", { why: trouble, cause });
      state.notices.send({ type: "config-rejected", message: trouble });
      throw thrown;
    }
  };

  return {
    settings: () => settings,
    written: () => written,
    runtime: () => runtime,
    trouble: () => trouble,
    needsRestart: () => needingRestart(atStart.config, written.config),
    reload: (cause) => {
      const reload = reloading.then(() => attempt(cause));
      reloading = reload.catch(() => undefined); // who asked for it hears of it; the next one starts afresh
      return reload;
    },
  };
};

const refuseUnknown = (upstream: string, { upstreams }: Settings): void => {
  const names = upstreams.map(({ name }) => name);
  if (upstream !== auto && !names.includes(upstream)) throw unknownUpstream(upstream, names, "config set upstream");
};

/** The listener stays what it was, so whoever goes by its settings, such as the guard, must see those of the start. */
const withoutRestart = (next: Config, atStart: Config): Config => {
  const pinned = settingNames.filter((name) => declared[name].restart);
  const taken = <T>(of: Readonly<Record<string, T>>) => Object.fromEntries(pinned.map((name) => [name, of[name]]));
  return {
    ...next,
    values: { ...next.values, ...taken(atStart.values) },
    sources: { ...next.sources, ...taken(atStart.sources) },
  };
};
