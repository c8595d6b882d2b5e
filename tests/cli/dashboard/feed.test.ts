import { expect, test } from "bun:test";
import type { Event } from "../../../cli/dashboard/event.ts";
import { startFeed } from "../../../cli/dashboard/feed.ts";
import type { State } from "../../../cli/dashboard/state.ts";
import { update } from "../../../cli/dashboard/update.ts";
import type { Handlers } from "../../../src/control/contract.ts";
import { startControl } from "../../support/control.ts";
import { stateOf } from "../../support/dashboard.ts";
import { sceneOf } from "../../support/dashboard-scenes.ts";
import { until } from "../../support/wait.ts";

/** A feed on a daemon that only talks; `asked` counts its calls by name. */
const bench = () => {
  const asked = new Map<string, number>();
  const { answers } = sceneOf("calm");
  const handlers = Object.fromEntries(
    Object.entries(answers).map(([name, answer]) => [
      name,
      async (ask: unknown) => {
        asked.set(name, (asked.get(name) ?? 0) + 1);
        return (answer as (ask: unknown) => unknown)(ask);
      },
    ]),
  ) as Partial<Handlers>;
  const control = startControl(handlers);
  let state: State = stateOf({ columns: 80, rows: 24 });
  const events: Event[] = [];
  const feed = startFeed({
    client: control.client,
    atHand: { logs: async () => [], explain: async () => [] } as never, // no screen here asks for them
    state: () => state,
    send: (event) => {
      events.push(event);
      ({ state } = update(state, event, Date.now()));
    },
    now: Date.now,
    sleep: async () => Bun.sleep(5),
  });
  return { control, feed, asked, events, state: () => state };
};

test("it hears the snapshot, then what happens, and asks each question of the screen once", async () => {
  const { feed, control, state, asked } = bench();
  await until("connected", () => state().link.kind === "live");

  feed.ask();
  feed.ask();
  await until("answered", () => Object.keys(state().data.answers).length > 0);
  control.notices.send({ type: "upstream-switched", from: "auto", to: "cn" });

  await until("told", () => state().data.status?.upstream === "cn");
  expect([...asked.values()].every((times) => times === 1)).toBe(true);
  feed.stop();
  await control.server.stop();
});

test("a daemon that goes away is tried again until it is there, and what was known stays", async () => {
  const { feed, control, state } = bench();
  await until("connected", () => state().link.kind === "live");
  await control.server.stop();

  await until("gone", () => state().link.kind === "gone");

  expect(state().data.status).not.toBeNull();
  feed.stop();
});
