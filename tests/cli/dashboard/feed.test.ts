import { expect, test } from "bun:test";
import type { Event } from "../../../cli/dashboard/event.ts";
import { type Feed, startFeed } from "../../../cli/dashboard/feed.ts";
import type { State } from "../../../cli/dashboard/state.ts";
import { update } from "../../../cli/dashboard/update.ts";
import type { Handlers } from "../../../src/control/contract.ts";
import { ProxyError } from "../../../src/core/errors.ts";
import { quietStatus, startControl } from "../../support/control.ts";
import { stateOf } from "../../support/dashboard.ts";
import { oneOfEach } from "../../support/dashboard-requests.ts";
import { sceneOf } from "../../support/dashboard-scenes.ts";
import { until } from "../../support/wait.ts";

/** A feed on a daemon that only talks; `asked` counts its calls by name. */
const bench = (more: Partial<Handlers> = {}) => {
  let passedMs = 0;
  const now = (): number => Date.now() + passedMs;
  const asked = new Map<string, number>();
  const { answers } = sceneOf("calm");
  const handlers = Object.fromEntries(
    Object.entries({ ...answers, ...more }).map(([name, answer]) => [
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
      ({ state } = update(state, event, now()));
    },
    now,
    sleep: async () => Bun.sleep(5),
  });
  const pass = (ms: number): void => {
    passedMs += ms;
  };
  return { control, feed, asked, events, pass, state: () => state };
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

test("a daemon whose place another one takes at once is never told of as gone", async () => {
  const { feed, control, state, events } = bench();
  await until("connected", () => state().link.kind === "live");
  const next = startControl({}, () => ({ ...quietStatus, startedAt: 5 }), control.socket);

  await control.server.stop();
  await until("the next one is heard", () => state().data.status?.startedAt === 5);

  expect(events.some((event) => event.type === "link" && event.link.kind === "gone")).toBe(false);
  feed.stop();
  await next.server.stop();
});

test("what was asked before a snapshot and answered behind it is not believed, but asked again", async () => {
  const answered = Promise.withResolvers<void>();
  const known = oneOfEach;
  let times = 0;
  const { control, feed, state, events } = bench({
    recent: async () => {
      if (++times > 1) return [];
      await answered.promise;
      return known;
    },
  });
  await until("connected", () => state().link.kind === "live");
  feed.ask();
  await until("asked", () => times === 1);
  for (let notice = 0; notice < 3000; notice++)
    control.notices.send({ type: "upstream-switched", from: "auto", to: `cn${notice}` });
  await until("told anew", () => events.filter(isSnapshot).length === 2);

  answered.resolve();
  await until("asked again", () => asking(feed, () => times > 1));

  expect(state().data.requests).toEqual([]);
  feed.stop();
  await control.server.stop();
});

/** Asks as a dashboard does with every picture, and looks. */
const asking = (feed: Feed, isSo: () => boolean): boolean => {
  feed.ask();
  return isSo();
};

const isSnapshot = (event: Event): boolean => event.type === "heard" && event.message.type === "snapshot";

test("a question that failed is asked again, also one whose answer would never become old", async () => {
  let times = 0;
  const { control, feed, state, pass } = bench({
    recent: async () => {
      if (++times === 1) throw new ProxyError("internal", "Not now.");
      return [];
    },
  });
  await until("connected", () => state().link.kind === "live");
  await until("it failed", () =>
    asking(feed, () => Object.values(state().data.answers).some(({ problem }) => problem !== null)),
  );
  expect(times).toBe(1);

  pass(4000);

  await until("asked again", () => asking(feed, () => times === 2));
  feed.stop();
  await control.server.stop();
});

test("a daemon that keeps its connections and says nothing is told of, and is there again when it speaks", async () => {
  const speaks = Promise.withResolvers<void>();
  const { control, feed, state, pass } = bench({
    status: async () => {
      await speaks.promise;
      return quietStatus;
    },
  });
  await until("connected", () => state().link.kind === "live");
  feed.ask();
  pass(6000);
  feed.ask();
  expect(state().link).toMatchObject({ kind: "gone", isSilent: true, why: "it has not answered for 5 s" });

  speaks.resolve();

  await until("it speaks", () => asking(feed, () => state().link.kind === "live"));
  feed.stop();
  await control.server.stop();
});
