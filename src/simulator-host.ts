import type { Upstream } from "./core/provider.ts";

/** Runs the built-in simulator inside the daemon, from the first moment that somebody wants it. */
export type SimulatorHost = {
  /** The upstream with the address it has now; anything but the simulator has one already. */
  readonly locate: (upstream: Upstream) => Promise<Upstream>;
  /** The same without starting anything: the simulator has an address once somebody has asked it something. */
  readonly shown: (upstream: Upstream) => Upstream;
  /** The tokens of texts as the simulator bills them. */
  readonly count: (texts: readonly string[]) => Promise<readonly number[]>;
  readonly stop: () => Promise<void>;
};

/** The endpoint in servers.yaml that means the simulator in here instead of an address. */
const inHere = "simulator:";

/** The longest pause between two events of a stream that makes sense. */
const maxPaceMs = 10_000;

/** A host that has started nothing yet. `pace` is the pause between two events of a stream, in milliseconds as text. */
export const createSimulatorHost = (pace: string | undefined): SimulatorHost => {
  let started: Promise<{ url: string; stop: () => Promise<void> }> | null = null;
  let url: string | null = null;
  const start = async () => {
    const { listenSimulator } = await import("./simulator/listen.ts");
    const listening = listenSimulator({ chunkDelayMs: paceFrom(pace) });
    url = listening.url;
    return listening;
  };
  return {
    locate: async (upstream) => {
      if (upstream.origin !== inHere) return upstream;
      started ??= start().catch((thrown: unknown) => {
        started = null; // the next one who asks may have more luck
        throw thrown;
      });
      return at(upstream, (await started).url);
    },
    shown: (upstream) => (upstream.origin === inHere && url !== null ? at(upstream, url) : upstream),
    count: async (texts) => {
      const { tokensIn } = await import("./simulator/tokens.ts");
      return texts.map(tokensIn);
    },
    stop: async () => {
      await started?.then(
        (simulator) => simulator.stop(),
        () => undefined, // one that never started cannot keep the daemon from ending
      );
    },
  };
};

const at = (upstream: Upstream, origin: string): Upstream => ({
  ...upstream,
  origin,
  endpoints: upstream.endpoints.map((endpoint) => ({ ...endpoint, origin })),
});

/** What is no number leaves the simulator at full speed: it is a setting for shows, not worth failing for. */
const paceFrom = (pace: string | undefined): number =>
  /^\d{1,5}$/.test(pace ?? "") ? Math.min(maxPaceMs, Number(pace)) : 0;
