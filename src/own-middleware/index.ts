import type { OwnMiddleware } from "../config/schema.ts";
import { ProxyError } from "../core/errors.ts";
import type { OwnRunner } from "../core/own-middleware.ts";
import { createRunner, type Runner } from "./runner.ts";
import { versionOf } from "./source.ts";

/** The user's middleware of this daemon, across configurations. */
export type OwnMiddlewares = {
  /** The runners of a list, in its order; a file that has not changed keeps its thread. Throws `config_invalid`. */
  readonly take: (wanted: readonly OwnMiddleware[]) => readonly OwnRunner[];
  /** Waits until all of them are loaded. Throws `config_invalid` where one cannot be. */
  readonly load: (wanted: readonly OwnMiddleware[]) => Promise<void>;
  /** Ends the threads of all others. */
  readonly keep: (taken: readonly OwnRunner[]) => void;
  /** Those that cannot be loaded, as sentences. */
  readonly troubles: () => readonly string[];
};

/** None yet. `timescale` shortens their limits in tests. */
export const createOwnMiddlewares = (timescale: number): OwnMiddlewares => {
  const runners = new Map<string, Runner>();
  const troubles = new Map<string, string>();
  const keyOf = (one: OwnMiddleware): string => JSON.stringify([one, versionOf(one.path)]);
  const runnerOf = (one: OwnMiddleware): Runner => {
    const key = keyOf(one);
    const runner = runners.get(key) ?? createRunner(one, timescale);
    runners.set(key, runner);
    return runner;
  };
  const ready = async (one: OwnMiddleware): Promise<string | null> => {
    const key = keyOf(one);
    const trouble = await runnerOf(one).ready();
    if (trouble === null) troubles.delete(key);
    else troubles.set(key, `middleware ${one.path} could not be loaded: ${trouble}`);
    return trouble;
  };
  const drop = (key: string): void => {
    runners.get(key)?.retire();
    runners.delete(key);
    troubles.delete(key);
  };
  const enabled = (wanted: readonly OwnMiddleware[]): readonly OwnMiddleware[] => wanted.filter((one) => one.enabled);
  return {
    take: (wanted) =>
      enabled(wanted).map((one) => {
        const runner = runnerOf(one);
        void ready(one).catch(() => undefined); // its requests tell why, and `status`
        return runner;
      }),
    load: async (wanted) => {
      const before = new Set(runners.keys());
      for (const one of enabled(wanted)) {
        const trouble = await ready(one);
        if (trouble === null) continue;
        for (const key of runners.keys()) if (!before.has(key)) drop(key); // what was begun for this list has no use
        throw new ProxyError("config_invalid", `middlewares: ${one.path} could not be loaded: ${trouble}.`, {
          hint: "See: docs/middleware.md",
        });
      }
    },
    keep: (taken) => {
      for (const [key, runner] of runners) if (!taken.includes(runner)) drop(key);
    },
    troubles: () => [...troubles.values()],
  };
};
