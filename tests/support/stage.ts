import { createSender, type Seen } from "../../cli/demo/programs/http.ts";
import type { Scene, Stage } from "../../cli/demo/stage.ts";
import { listenSimulator } from "../../src/simulator/listen.ts";

/** What a scene played: every request as its program saw it, with what it said of it. */
export type Act = Seen & { readonly did: string };

/** Plays a scene straight at a simulator, without a proxy. */
export const playAlone = async (
  scene: Scene,
): Promise<{ readonly acts: readonly Act[]; readonly switched: readonly string[] }> => {
  const vendor = listenSimulator({ chunkDelayMs: 2 });
  const send = createSender(vendor.url, new AbortController().signal);
  const acts: Act[] = [];
  const switched: string[] = [];
  const stage: Stage = {
    play: async (ask, tell) => {
      const seen = await send(ask);
      acts.push({ ...seen, did: tell(seen) });
      return seen;
    },
    pause: async () => undefined,
    isOver: () => false,
    next: () => acts.length,
    switchTo: async (name) => void switched.push(name),
  };
  await scene(stage);
  await vendor.stop();
  return { acts, switched };
};
