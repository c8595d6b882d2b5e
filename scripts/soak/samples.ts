import type { TestDaemon } from "../../tests/support/daemon.ts";

/** What the daemon's process took at one moment. */
export type Sample = { readonly atMs: number; readonly rssBytes: number; readonly openFiles: number };

const everyMs = 1000;

/** What is kept for the next request, such as a connection, is given back within a minute of quiet. */
const quietLooks = 65;

/** Looks at the process now and then, and once more when everything has been quiet for a moment. */
export const watchDaemon = (daemon: TestDaemon): { readonly stop: () => Promise<readonly Sample[]> } => {
  const samples: Sample[] = [];
  let isOver = false;
  const take = async (): Promise<void> => {
    const { rssBytes } = await daemon.control.status({});
    samples.push({ atMs: performance.now(), rssBytes, openFiles: daemon.openFiles() });
  };
  const running = (async () => {
    while (!isOver) {
      await take();
      await Bun.sleep(everyMs); // its pace
    }
  })();
  return {
    stop: async () => {
      isOver = true;
      await running;
      const before = samples[0]?.openFiles ?? 0;
      for (let looks = 0; looks < quietLooks && daemon.openFiles() > before; looks++) await Bun.sleep(everyMs);
      await take();
      return samples;
    },
  };
};

/** Bytes per hour, by the straight line with the least squares through the second half: the first is warming up. */
export const slopeOf = (samples: readonly Sample[]): number => {
  const half = samples.slice(Math.floor(samples.length / 2));
  const mean = (of: (sample: Sample) => number): number => half.reduce((sum, one) => sum + of(one), 0) / half.length;
  const [at, rss] = [mean(({ atMs }) => atMs), mean(({ rssBytes }) => rssBytes)];
  const above = half.reduce((sum, one) => sum + (one.atMs - at) * (one.rssBytes - rss), 0);
  const below = half.reduce((sum, one) => sum + (one.atMs - at) ** 2, 0);
  return below === 0 ? 0 : (above / below) * 3_600_000;
};
