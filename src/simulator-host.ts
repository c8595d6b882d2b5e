import type { Upstream } from "./core/provider.ts";

/** Runs the built-in simulator inside the daemon, from the first moment that somebody wants it. */
export type SimulatorHost = {
  /** The upstream with the address it has now; anything but the simulator has one already. */
  readonly locate: (upstream: Upstream) => Promise<Upstream>;
  readonly stop: () => Promise<void>;
};

/** The endpoint in servers.yaml that means the simulator in here instead of an address. */
const inHere = "simulator:";

/** A host that has started nothing yet. */
export const createSimulatorHost = (): SimulatorHost => {
  let started: Promise<{ url: string; stop: () => Promise<void> }> | null = null;
  const start = async () => {
    const { listenSimulator } = await import("./simulator/listen.ts");
    return listenSimulator({});
  };
  return {
    locate: async (upstream) => {
      if (upstream.origin !== inHere) return upstream;
      started ??= start();
      return { ...upstream, origin: (await started).url };
    },
    stop: async () => {
      if (started !== null) await (await started).stop();
    },
  };
};
