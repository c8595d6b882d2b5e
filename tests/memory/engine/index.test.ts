import { expect, test } from "bun:test";
import { createEngine } from "../../../src/memory/engine/index.ts";
import { policyOf } from "../../../src/memory/policy/index.ts";
import { originalId } from "../../../src/memory/shrinkers/placeholder.ts";
import { measure } from "../../../src/meter/tokens/measure.ts";
import { openReplay } from "../../../src/state/memory/replay.ts";
import { exchangeWith, model, user } from "../../support/sessions.ts";
import { engineWith, shortened } from "../../support/shortened.ts";

const noisy = `${"\u001b[32mok\u001b[0m src/server/listen.test.ts\n".repeat(80)}1 failed`;

const called = (id: string) => model([{ type: "tool_use", id, name: "Bash", input: { command: "npm test" } }]);
const gave = (id: string, content: unknown) => user([{ type: "tool_result", tool_use_id: id, content }]);

const textAt = (bytes: Uint8Array): unknown[] => JSON.parse(new TextDecoder().decode(bytes)).messages;

test("what a tool has just given goes out without what only a terminal understands, all else as it is", async () => {
  const { engine } = engineWith();
  const history = [user("Run the tests."), called("t1"), gave("t1", noisy)];
  const { bytes, edits } = await shortened(engine, exchangeWith(history));
  expect(edits.length).toBe(1);
  expect(textAt(bytes).slice(0, 2)).toEqual(history.slice(0, 2));
  expect(JSON.stringify(textAt(bytes)[2])).not.toContain("[32m");
});

test("what was left out once stays left out, also when nothing new may be", async () => {
  const { engine } = engineWith();
  const history = [user("Run the tests."), called("t1"), gave("t1", noisy)];
  const first = await shortened(engine, exchangeWith(history));
  const later = [...history, model("One fails."), user("Which?")];
  const second = await shortened(engine, exchangeWith(later), { policy: null });
  expect(textAt(second.bytes).slice(0, 3)).toEqual(textAt(first.bytes));
});

test("what went out as it was before stays as it is", async () => {
  const { engine } = engineWith();
  const history = [user("Run the tests."), called("t1"), gave("t1", noisy), model("One fails."), user("Which?")];
  expect((await shortened(engine, exchangeWith(history), { mode: "lossless" })).edits).toEqual([]);
});

test("a prompt is not made so short that its vendor keeps it no longer, but where that costs less than reading all of it", async () => {
  const lines = Array.from({ length: 200 }, (_, at) => `src/module${at}.ts: checked ${at * 7} of its rules`);
  const history = (given: string) => [user("Look."), called("t1"), gave("t1", given)];
  const editsOf = async (given: string, cachesFromTokens: number) =>
    (
      await shortened(engineWith().engine, exchangeWith(history(given)), {
        mode: "lossless",
        moment: { cachesFromTokens },
      })
    ).forwarded.edits;
  const coloured = lines.map((line) => `\u001b[32m${line}\u001b[0m`).join("\n");
  expect(await editsOf(coloured, 1024)).toBe(1); // still long enough
  expect(await editsOf(coloured, 100_000)).toBe(0);
  expect(await editsOf(noisy.repeat(40), 100_000)).toBe(1); // hardly anything is left
});

test("what went out as it came stays as it is when it is sent again, also where its answer never came", async () => {
  const { engine } = engineWith();
  const history = [user("Run the tests."), called("t1"), gave("t1", noisy)];
  expect((await shortened(engine, exchangeWith(history), { policy: null })).edits).toEqual([]);
  expect((await shortened(engine, exchangeWith(history))).edits).toEqual([]);
});

const long = Array.from({ length: 200 }, (_, at) => `The ${at}. thing that was looked at is of no use.`).join("\n");
const looked = [user("Look."), called("t1"), gave("t1", long)];

const keeping = (keep: () => Promise<void>, onFailure: (what: string) => void = () => undefined) => {
  const told: string[] = [];
  const replay = openReplay(null, () => 0);
  const engine = createEngine({
    originals: {
      keep: async () => {
        await keep();
        told.push("originals");
      },
    },
    replay: {
      read: replay.read,
      write: async (decisions) => {
        await new Promise((resolve) => setImmediate(resolve)); // a disk takes its time
        await replay.write(decisions);
        told.push("decisions");
      },
    },
    ...{ measure, tick: () => 0, onFailure },
  });
  return { engine, told };
};

test("what is left out is kept, then that it is left out, and only then the request goes on", async () => {
  const { engine, told } = keeping(() => Promise.resolve());
  expect((await shortened(engine, exchangeWith(looked))).edits.length).toBe(1);
  expect(told).toEqual(["originals", "decisions"]);
});

test("what cannot be kept is not left out", async () => {
  const failures: string[] = [];
  const { engine, told } = keeping(
    () => Promise.reject(new RangeError("full")),
    (what) => failures.push(what),
  );
  expect((await shortened(engine, exchangeWith(looked))).edits).toEqual([]);
  expect([told, failures]).toEqual([[], ["RangeError"]]);
});

test("what a person has pinned is not cleared by a batch", async () => {
  const text = Array.from({ length: 400 }, (_, at) => `src/module${at}.ts: rule ${at * 7} is kept`).join("\n");
  const later = [model("Seen."), user("And?"), called("t2"), gave("t2", "short"), model("So."), user("Go on.")];
  const history = [user("Look."), called("t1"), gave("t1", text), ...later];
  const how = {
    policy: { ...policyOf("aggressive"), keep: 1 },
    moment: { isElsewhere: true, bindsThoughts: false },
  };
  const cleared = async (pinned: readonly string[]) =>
    (await shortened(engineWith(undefined, pinned).engine, exchangeWith(history), how)).edits.length;
  expect(await cleared([])).toBe(1);
  expect(await cleared([originalId(text)])).toBe(0);
});
