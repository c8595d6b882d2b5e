import type { EditingMode } from "../../../src/core/memory.ts";
import type { Vendor } from "../../../src/offline/simulate/billing.ts";
import { playOf } from "../../../src/offline/simulate/modes.ts";
import { type Recording, turnsOf } from "../../../src/offline/simulate/recording.ts";
import { requestReader } from "../../../src/offline/simulate/simulate.ts";

/** How often a conversation is played anew, and how many different ends it came to: one is what must be. */
export const endsOf = async (
  recording: Recording,
  mode: EditingMode,
  vendor: Vendor,
  times: number,
): Promise<number> => {
  const ends = new Set<string>();
  for (let time = 0; time < times; time++) {
    const read = requestReader(recording);
    const play = playOf(mode, vendor);
    const hasher = new Bun.CryptoHasher("sha256");
    for (const { bytes } of turnsOf(recording)) {
      const request = read(bytes);
      if (request !== null) hasher.update((await play.send(request)).bytes);
    }
    ends.add(hasher.digest("hex"));
  }
  return ends.size;
};
