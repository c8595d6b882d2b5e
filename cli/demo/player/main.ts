import { connectTo } from "../../../src/control/client.ts";
import { startPlayer } from "./player.ts";
import type { PlayOrders } from "./process.ts";

/**
 * The player in a process of its own, so that a dashboard has one for itself. It reads its orders from the first line of
 * its standard input and a word from each further one; where the input ends without one, the command that started it has
 * died, and the demo ends with it.
 */
const main = async (): Promise<void> => {
  const lines = console[Symbol.asyncIterator]();
  const first = await lines.next();
  if (first.done === true) return;
  const { url, scenario, socket } = JSON.parse(first.value) as PlayOrders; // cli/demo/player/process.ts writes them
  const player = scenario === null ? null : startPlayer({ url, scenario, firstNumber: Date.now() % 1_000_000 });
  for (;;) {
    const { value, done } = await lines.next();
    if (value === "trouble") player?.trouble();
    if (value === "rest") void player?.end();
    if (done !== true && value !== "end") continue;
    await player?.end();
    if (done === true && socket !== null)
      await connectTo(socket)
        .stop({ drainMs: 0 })
        .catch(() => null); // it may be gone as well
    return;
  }
};

await main();
process.exit(0); // connections that are kept open for a next request would keep us here
