import type { Settings } from "./config/read.ts";
import type { Reloaded } from "./control/contract.ts";
import { needingRestart } from "./control/handlers.ts";
import { buildRuntime, type Runtime, type Surroundings } from "./runtime.ts";
import type { State } from "./state/index.ts";

/** The configuration in force and how another one takes its place. */
export type Live = {
  readonly settings: () => Settings;
  /** What the next request gets; one under way keeps the one that it began with. */
  readonly runtime: () => Runtime;
  /** Reads everything again, builds it anew and swaps. Throws where that fails, and nothing has changed then. */
  readonly reload: () => Reloaded;
  /** Why the files as they are now cannot be used; null when they are the ones in force. */
  readonly trouble: () => string | null;
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
  let settings = options.settings;
  let runtime = buildRuntime(settings.config, surroundings, 1);
  let trouble: string | null = null;

  const swap = (): Reloaded => {
    const next = read();
    const built = buildRuntime(next.config, surroundings, runtime.generation + 1);
    const needsRestart = needingRestart(settings.config, next.config);
    state.upstreams.replace(next.upstreams);
    const { upstream, "log.level": level } = next.config.values;
    if (upstream !== settings.config.values.upstream) void state.upstreams.switchTo(upstream);
    settings = next;
    runtime = built;
    trouble = null;
    state.log.setLevel(level);
    return { generation: runtime.generation, needsRestart };
  };

  return {
    settings: () => settings,
    runtime: () => runtime,
    trouble: () => trouble,
    reload: () => {
      try {
        const reloaded = swap();
        state.log.write("info", "config reloaded", { generation: reloaded.generation });
        state.notices.send({ type: "config-reloaded", generation: reloaded.generation });
        return reloaded;
      } catch (thrown) {
        trouble = thrown instanceof Error ? thrown.message : "unknown";
        state.log.write("error", "config rejected", { why: trouble });
        state.notices.send({ type: "config-rejected", message: trouble });
        throw thrown;
      }
    },
  };
};
