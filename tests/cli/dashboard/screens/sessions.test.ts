import { afterAll, expect, test } from "bun:test";
import { startControl } from "../../../support/control.ts";
import { after, painted, pressing } from "../../../support/dashboard.ts";
import { sizes } from "../../../support/dashboard-answers.ts";
import { sceneNow } from "../../../support/dashboard-scenes.ts";
import { session, sessionsScene, someSessions } from "../../../support/dashboard-sessions.ts";

const standard = { columns: 80, rows: 24 };
const ended: string[] = [];
const { client, server } = startControl({
  endSession: async ({ id }) => {
    ended.push(id);
    return { ended: true };
  },
});
afterAll(() => server.stop());

test.each(sizes)("conversations with what they cost, cached and lost, at %p", (size) => {
  expect(painted(sessionsScene(size, ["j"]), sceneNow)).toMatchSnapshot();
});

test.each(sizes)("no conversation yet, at %p", (size) => {
  expect(painted(sessionsScene(size, [], { sessions: [] }), sceneNow)).toMatchSnapshot();
});

test("hundreds of them are a list like any other, with names that nobody would give", () => {
  const names = ["👩‍👩‍👧 tool", "\u001b]52;c;aGk=\u0007evil", "テスト", "مثال\u202e"];
  const many = Array.from({ length: 200 }, (_, at) =>
    session(`s_${String(at).padStart(12, "0")}`, { client: names[at % 4] ?? null, lastAt: sceneNow - at * 60_000 }),
  );

  const shown = painted(sessionsScene(standard, ["end"], { sessions: many }), sceneNow);

  expect(shown).toMatchSnapshot();
  expect(shown).toContain("> * s_000000000199");
});

test("one that somebody has sent elsewhere says where, in the list and below it", () => {
  const pinned = session("s_19ab33c0d1e2", { pin: { upstream: "zai-cn", model: "glm-4.6" } });

  const shown = painted(sessionsScene({ columns: 120, rows: 40 }, [], { sessions: [pinned] }), sceneNow);

  expect(shown).toMatch(/s_19ab33c0d1e2 +-> zai/);
  expect(shown).toContain("claude-sonnet-4-5 at anthropic, sent to zai-cn for glm-4.6");
});

test("[ and ] choose how far back the list goes, and only those are in it", () => {
  const all = [...someSessions, session("s_old000000000", { lastAt: sceneNow - 3 * 86_400_000 })];
  const count = (keys: readonly string[]) =>
    /(\d+) sessions?,/.exec(painted(sessionsScene(standard, keys, { sessions: all }), sceneNow))?.[1];

  expect(count([])).toBe("4");
  expect(count(["]"])).toBe("5");
  expect(painted(after(sessionsScene(standard, ["]"]), pressing("]"), sceneNow).state, sceneNow)).toContain(
    "7 days is the longest time",
  );
});

test("a session is ended after a question, and one that is over says so", async () => {
  const asked = after(sessionsScene(standard, []), pressing("x"), sceneNow).state;
  expect(painted(asked, sceneNow)).toContain("What comes next of that conversation begins another");

  const { state, effects } = after(asked, pressing("enter"), sceneNow);
  const [effect] = effects;
  if (effect?.type !== "ask") throw new Error("Nothing is asked.");
  const done = after(state, [{ type: "changed", change: await effect.with(client) }], sceneNow).state;

  expect(ended).toEqual([someSessions[0]?.id ?? ""]);
  expect(painted(done, sceneNow)).toContain("ok s_19ab33c0d1e2 is over");
  const over = after(sessionsScene(standard, ["end"]), pressing("x"), sceneNow).state;
  expect(over.overlay).toBeNull();
  expect(painted(over, sceneNow)).toContain("It is over already");
});
