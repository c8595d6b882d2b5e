import { expect, test } from "bun:test";
import { reads as askedByPage } from "../../cli/web/asked.ts";
import { questionsOf } from "../../cli/web/questions.ts";
import { at, screens } from "../../cli/web/route.ts";
import { firstState } from "../../cli/web/state.ts";
import { changes, reads } from "../../src/web/calls.ts";

test("the daemon lets the page look at what it looks at, and at nothing else", () => {
  expect(Object.keys(reads).toSorted()).toEqual([...askedByPage].toSorted());
});

test.each(screens)("every question of the screen %s has the shape that is let through", (screen) => {
  for (const id of [null, screen === "sessions" ? "s_19ab" : "r_8f3k2q"]) {
    const state = { ...firstState(1_800_000_000_000, 1280), route: at(screen, id) };
    for (const { name, ask } of questionsOf(state))
      expect([name, reads[name].safeParse(ask).success]).toEqual([name, true]);
  }
});

test("what is no question of the page's is let through by none", () => {
  expect(reads.stats.safeParse({ since: 0, by: "status; DROP TABLE requests" }).success).toBe(false);
  expect(reads.request.safeParse({ id: "../../etc/passwd" }).success).toBe(false);
  expect(reads.series.safeParse({ windowMs: 1e12, bins: 1 }).success).toBe(false);
  expect(changes.compressSession.safeParse({ id: "s_1", mode: "all" }).success).toBe(false);
});
