import { measure } from "../../src/meter/tokens/measure.ts";
import { Sessions } from "../../src/state/sessions/index.ts";
import { sessionsInMemory } from "../../src/state/sessions/store.ts";
import { recordedConversations } from "../../tests/support/conversations.ts";
import { chanceFrom, replay, replayable } from "../../tests/support/replay.ts";

/** Replays all recorded conversations without ids, several times in another order, and prints whose turns came home. */
const rounds = 5;

const conversations = replayable(recordedConversations(process.env));
console.log(`${conversations.length} recorded conversations, mixed at random, one key, no ids`);
for (let round = 0; round < rounds; round++) {
  const sessions = new Sessions({
    store: sessionsInMemory(),
    salt: () => "salt",
    now: Date.now,
    measure,
    onTrouble: console.error,
  });
  const { turns, right, merges, byEvent, wrong } = await replay(sessions, conversations, chanceFrom(round));
  const events = Object.entries(byEvent).map(([event, [good, all]]) => `${event} ${good}/${all}`);
  console.log(`${right}/${turns} = ${((100 * right) / turns).toFixed(2)} %   merges ${merges}   ${events.join("  ")}`);
  if (process.argv.includes("--wrong")) for (const one of wrong) console.log(`  ${one}`);
}
