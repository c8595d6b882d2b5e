import { basename } from "node:path";
import type { OwnMiddleware } from "../config/schema.ts";
import { type OwnRunner, type OwnVerdict, type RequestFacts, verdictIn } from "../core/own-middleware.ts";
import { troubleWith } from "./source.ts";
import { Bystander, OwnFailure, startThread, type Thread } from "./thread.ts";

/** A runner that can be looked after. */
export type Runner = OwnRunner & {
  /** Resolves with why it cannot be loaded; null = it can. */
  readonly ready: () => Promise<string | null>;
  /** No new configuration has it: its thread ends when nobody waits for it. */
  readonly retire: () => void;
};

/** What could not be loaded is not tried again for so long: each time may cost a request all the time for loading. */
const rememberedMs = 10_000;

/** The thread of the moment: begun when it is needed, and anew when it has ended. */
const createLoader = (wanted: OwnMiddleware, timescale: number) => {
  let thread: Thread | null = null;
  let remembered: string | null = null;
  const running = (): Thread => {
    const started: Thread =
      thread ??
      startThread(wanted, () => {
        if (thread === started) thread = null;
      });
    thread = started;
    return started;
  };
  const failed = (trouble: string): OwnFailure => {
    remembered = trouble;
    const forget = (): void => {
      remembered = null;
    };
    setTimeout(forget, rememberedMs * timescale).unref();
    return new OwnFailure(`could not be loaded: ${trouble}`);
  };
  /** Tries it, whatever is remembered. The file is looked at before each start: it may not be what it was. */
  const load = async (): Promise<Thread | string> => {
    const unsafe = thread === null ? troubleWith(wanted.path) : null;
    if (unsafe !== null) return unsafe;
    const current = running();
    const trouble = await current.loaded;
    if (trouble === null) remembered = null;
    else current.end(trouble);
    return trouble ?? current;
  };
  return {
    ready: async (): Promise<string | null> => {
      const found = await load();
      return typeof found === "string" ? found : null;
    },
    /** Throws `OwnFailure` where it cannot be loaded. */
    loaded: async (): Promise<Thread> => {
      if (remembered !== null) throw new OwnFailure(`could not be loaded: ${remembered}`);
      const found = await load();
      if (typeof found === "string") throw failed(found);
      return found;
    },
    end: (why: string): void => thread?.end(why),
  };
};

/**
 * Runs one middleware of the user's in a thread of its own, so that whatever it does, traffic goes on: a thread that
 * does not answer in time is ended, and begun anew for the next request.
 */
export const createRunner = (wanted: OwnMiddleware, timescale: number): Runner => {
  const { ready, loaded, end } = createLoader(wanted, timescale);
  let asked = 0;
  let isRetired = false;
  const verdictOf = async (facts: RequestFacts, isSecondTry = false): Promise<OwnVerdict> => {
    const thread = await loaded();
    try {
      const verdict = verdictIn(await thread.ask(facts, wanted.timeout_ms * timescale));
      if (verdict === null) throw new OwnFailure("said what cannot be meant");
      return verdict;
    } catch (thrown) {
      if (thrown instanceof Bystander && !isSecondTry) return verdictOf(facts, true);
      throw thrown;
    }
  };
  const endUnused = (): void => {
    if (isRetired && asked === 0) end("is not in the configuration any more");
  };
  return {
    name: basename(wanted.path),
    onError: wanted.on_error,
    ask: (facts) => {
      asked++;
      return verdictOf(facts).finally(() => {
        asked--;
        endUnused();
      });
    },
    ready,
    retire: () => {
      isRetired = true;
      endUnused();
    },
  };
};
