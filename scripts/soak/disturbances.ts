import type { TestDaemon } from "../../tests/support/daemon.ts";

/** What people do meanwhile. */
export type Disturbances = {
  readonly counts: () => Readonly<Record<string, number>>;
  readonly stop: () => Promise<void>;
};

const everyMs = 1000;

/** Switches, reloads and asks, one after the other. */
export const disturb = ({ control }: TestDaemon): Disturbances => {
  const counts = { switches: 0, reloads: 0, questions: 0 };
  let isOver = false;
  const running = (async () => {
    for (let turn = 0; !isOver; turn++) {
      await control.switchUpstream({ name: turn % 2 === 0 ? "simulator" : "auto", force: true, dryRun: false });
      counts.switches++;
      if (turn % 5 === 0) {
        await control.reload({});
        counts.reloads++;
      }
      await control.stats({ since: 0, by: "model" });
      await control.sessions({ since: 0, limit: 20 });
      counts.questions += 2;
      await Bun.sleep(everyMs); // its pace
    }
  })();
  return {
    counts: () => counts,
    stop: async () => {
      isOver = true;
      await running;
    },
  };
};
