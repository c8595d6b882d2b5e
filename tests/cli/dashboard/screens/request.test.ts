import { expect, test } from "bun:test";
import { keyOf } from "../../../../cli/dashboard/data/answers.ts";
import type { Size } from "../../../../cli/dashboard/frame/rect.ts";
import { screenOf } from "../../../../cli/dashboard/screens/index.ts";
import type { State } from "../../../../cli/dashboard/state.ts";
import type { RequestDetail } from "../../../../src/core/request-detail.ts";
import { after, pressing } from "../../../support/dashboard.ts";
import { sizes } from "../../../support/dashboard-answers.ts";
import { pictureAt as now, oneOfEach, timeless, withRequests } from "../../../support/dashboard-requests.ts";
import {
  abortedDetail,
  cutDetail,
  forgottenDetail,
  limitedDetail,
  okDetail,
  runningDetail,
  shortenedDetail,
  unpricedDetail,
} from "../../../support/request-details.ts";

const usual: Size = { columns: 80, rows: 24 };

const idOf = ({ summary, running }: RequestDetail): string => (summary ?? running)?.id ?? "";

/** The screen of a request that the daemon has told of, after these keys. */
const looking = (detail: RequestDetail, size = usual, ...keys: readonly string[]): State => {
  const state = withRequests(size);
  const key = keyOf({ name: "request", ask: { id: idOf(detail) } });
  const answers = { [key]: { at: now, value: detail, problem: null } };
  const inside: State = {
    ...state,
    data: { ...state.data, answers },
    path: [{ kind: "request", id: idOf(detail) }],
  };
  return after(inside, pressing(...keys), now).state;
};

/** The place of the screen alone: what is around it is told elsewhere. */
const frame = (state: State): string => timeless(state).split("\n").slice(1, -2).join("\n");

const all: Readonly<Record<string, RequestDetail>> = {
  "that went well": okDetail,
  "that still runs": runningDetail,
  "whose stream was cut": cutDetail,
  "that was limited": limitedDetail,
  "whose client left": abortedDetail,
  "without a price": unpricedDetail,
  "that is not kept any more": forgottenDetail,
};

test.each(Object.keys(all))("the summary of a request %s", (name) => {
  expect(frame(looking(all[name] ?? okDetail))).toMatchSnapshot();
});

test.each(["2", "3", "4", "5", "6"])("tab %s of a request that went well", (tab) => {
  expect(frame(looking(okDetail, usual, tab))).toMatchSnapshot();
});

test.each([
  { columns: 40, rows: 10 },
  { columns: 60, rows: 20 },
  { columns: 120, rows: 40 },
  { columns: 200, rows: 60 },
])("the cut one in %j", (size) => {
  expect(frame(looking(cutDetail, size))).toMatchSnapshot();
});

test.each(sizes)("the edits of a request that went out shorter, at %j", (size) => {
  expect(frame(looking(shortenedDetail, size, "5"))).toMatchSnapshot();
});

test("edits are scrolled line by line and by pages, to the last of them", () => {
  const size = { columns: 60, rows: 20 };

  expect(frame(looking(shortenedDetail, size, "5"))).not.toContain("9d8c7b6a51");
  expect(frame(looking(shortenedDetail, size, "5", "G"))).toContain("m_9d8c7b6a51");
  expect(looking(shortenedDetail, size, "5", "j", "j", "pagedown").requestView.top).toBeGreaterThan(2);
});

test("a conversation is folded, a turn is unfolded by enter or space and folded again", () => {
  const open = looking(okDetail, { columns: 80, rows: 40 }, "3", "j", "j", "j", "enter", "j", "space");

  expect(frame(open)).toMatchSnapshot();
  expect(frame(after(open, pressing("space"), now).state)).not.toContain("failed Read");
});

test("n and p go through the list that it was opened from", () => {
  const second = looking(okDetail, usual, "n");

  expect(second.path).toEqual([{ kind: "request", id: "r_limited" }]);
  expect(after(second, pressing("p", "p"), now).state.path).toEqual([{ kind: "request", id: "r_running" }]);
  expect(after(second, pressing("p", "p", "p"), now).state.toasts[0]?.text).toContain("none before it");
});

test("enter goes to the session, escape comes back", () => {
  const session = looking(okDetail, usual, "enter");

  expect(session.path.at(-1)).toEqual({ kind: "session", id: "s_19ab" });
  expect(after(session, pressing("esc"), now).state.path).toEqual([{ kind: "request", id: "r_ok" }]);
  expect(looking(unpricedDetail, usual, "enter").toasts[0]?.text).toContain("no part of a session");
});

test("it is asked about each second while it runs, and once more when it has ended", () => {
  const asked = (detail: RequestDetail) => screenOf(looking(detail)).questions(looking(detail), now)[0]?.freshMs;

  expect([asked(runningDetail), asked(okDetail)]).toEqual([1000, Number.POSITIVE_INFINITY]);
});

test("a bill that is shown adds up", () => {
  const sum = okDetail.costLines.reduce((micros, line) => micros + (line.micros ?? 0), 0);

  expect(sum).toBe(okDetail.summary?.costMicros ?? -1);
  expect(frame(looking(okDetail, usual, "4"))).toMatch(/together +\$0\.006/);
});

test("what nobody knows any more is said", () => {
  const state = { ...withRequests(usual), path: [{ kind: "request", id: "r_gone" }] } as const satisfies State;
  const key = keyOf({ name: "request", ask: { id: "r_gone" } });
  const told: State = {
    ...state,
    data: { ...state.data, answers: { [key]: { at: now, value: null, problem: null } } },
  };

  expect(frame(state)).toContain("asking the proxy");
  expect(frame(told)).toContain("Nobody knows r_gone any more");
});

test("S-33, X-08 hostile words in a conversation leave the frame as it is", () => {
  const evil = "\u001b[2J\u001b]52;c;ZXZpbA==\u0007\u202e 👩‍👩‍👧‍👦 漢字 ".repeat(40);
  const [user] = okDetail.conversation?.messages ?? [];
  const conversation = {
    system: [],
    tools: [{ name: evil, bytes: 1 }],
    messages: [
      { role: evil, parts: [{ ...user?.parts[0], kind: "tool-call", name: evil, text: evil, bytes: 9 } as const] },
    ],
    answer: [{ kind: "thinking", name: null, text: "x".repeat(1_000_000), bytes: 1_000_000 } as const],
    cut: 7,
  };
  const [edit] = shortenedDetail.edits;
  const edits = edit === undefined ? [] : [{ ...edit, source: evil, by: [evil], sent: `${evil}a`, went: evil }];
  const hostile = { ...okDetail, rule: evil, conversation, edits };
  const talk = looking(hostile, usual, "3", "enter", "j", "enter", "j", "enter");
  const changes = looking(hostile, usual, "5");

  for (const line of [talk, changes].flatMap((state) => frame(state).split("\n"))) {
    expect(line).toMatch(/^[╔║╚].*[╗║╝]$/);
    expect(line.length).toBe(80);
    expect(line).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e]/);
  }
});

test("no line of any tab is wider than its place", () => {
  for (const detail of [...Object.values(all), shortenedDetail])
    for (const tab of ["1", "2", "3", "4", "5", "6"])
      for (const columns of [40, 60, 79]) {
        const lines = timeless(looking(detail, { columns, rows: 30 }, tab)).split("\n");
        for (const line of lines) expect(line.length).toBeLessThanOrEqual(columns);
      }
  expect(oneOfEach.length).toBeGreaterThan(5);
});
