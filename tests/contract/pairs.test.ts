import { expect, test } from "bun:test";
import fc from "fast-check";
import { anyDialogue } from "../support/any-dialogue.ts";
import { places } from "../support/destinations.ts";
import type { Turn } from "../support/dialogues.ts";
import { runs } from "../support/runs.ts";
import { clients, inputsIn, promptOf, textsIn, told } from "../support/translated.ts";

const call = (id: string, name = "Read", input = { path: `/${id}` }) => ({ id, name, input });
const gave = (id: string, name = "Read", text = `file ${id}`) => ({ id, name, text });
const user = (...texts: readonly string[]): Turn => ({ by: "user", texts });
const model = (texts: readonly string[], calls: readonly ReturnType<typeof call>[] = []): Turn => ({
  by: "model",
  texts,
  calls,
});

/** Conversations with everything that clients were seen to send. */
const dialogues: Readonly<Record<string, readonly Turn[]>> = {
  "one question": [user("hi")],
  "instructions before and in between": [
    { by: "system", text: "You are brief." },
    user("hi"),
    { by: "system", text: "The date has changed." },
    user("and now?"),
  ],
  "a tool run": [
    user("read it"),
    model(["I look."], [call("a1")]),
    { by: "tool", results: [gave("a1")] },
    model(["Done."]),
    user("thanks"),
  ],
  "parallel tools, answered in another order": [
    user("read both"),
    model([], [call("a1"), call("b2")]),
    { by: "tool", results: [gave("b2"), gave("a1")] },
  ],
  "results in entries of their own": [
    user("read both"),
    model([], [call("a1"), call("b2")]),
    { by: "tool", results: [gave("a1")] },
    { by: "tool", results: [gave("b2")] },
  ],
  "a call that was broken off": [
    user("read"),
    model(["I look."], [call("a1")]),
    user("stop"),
    model(["Fine."]),
    user("go on"),
  ],
  "a call at the very end": [user("read"), model([], [call("a1")])],
  "a result whose call was cut away": [{ by: "tool", results: [gave("gone")] }, model(["I see."]), user("go on")],
  "one id for two calls": [
    user("read"),
    model([], [call("a1")]),
    { by: "tool", results: [gave("a1")] },
    model([], [call("a1")]),
    { by: "tool", results: [{ ...gave("a1"), text: "again" }] },
  ],
  "ids that no vendor takes": [
    user("read"),
    model([], [call("toolu_01.a/b:c é".padEnd(90, "x"))]),
    { by: "tool", results: [gave("toolu_01.a/b:c é".padEnd(90, "x"))] },
    user("so?"),
  ],
  "an image": [{ by: "user", texts: ["what is it?"], image: "iVBORw0KGgo=" }],
  "an image that a tool gave": [
    user("look"),
    model([], [call("a1"), call("b2")]),
    { by: "tool", results: [{ ...gave("a1"), image: "iVBORw0KGgo=" }, gave("b2")] },
    user("and?"),
  ],
  "a tool that failed": [
    user("run"),
    model([], [call("a1")]),
    { by: "tool", results: [{ ...gave("a1"), isError: true }] },
  ],
  "thoughts between calls": [
    user("think"),
    { by: "model", thought: { text: "hm", seal: "SEAL1" }, texts: [], calls: [call("a1")] },
    { by: "tool", results: [gave("a1")] },
    { by: "model", thought: { text: "", seal: "SEAL2" }, texts: ["I see."], calls: [call("b2")] },
    { by: "tool", results: [gave("b2")] },
  ],
  "nothing but thoughts": [
    user("think"),
    { by: "model", thought: { text: "hm", seal: "S" }, texts: [], calls: [] },
    user("so?"),
  ],
  "empty texts": [user("", "hi"), model([""], []), user(" "), model(["x"]), user("y")],
  "the model begins": [model(["Hello."]), user("hi")],
  "the beginning of the answer": [user("count"), model(["one, two, "])],
  "two users and two models in a row": [user("a"), user("b"), model(["c"]), model(["d"]), user("e")],
  "any letters": [user("né 你好 🚀 \u0000 \u2028 𝒳 ‮ rtl"), model(["ответ 🎉"]), user("ok")],
  "something very long": [user("long ".repeat(50_000)), model(["x".repeat(100_000)]), user("y")],
  "instructions alone": [{ by: "system", text: "Write a poem." }],
};

for (const from of clients)
  for (const { name: to, destination, problems } of places.filter(({ destination }) => destination.dialect !== from))
    test(`${from} to ${to}: what a client sends is a request that the vendor takes`, () => {
      for (const [name, turns] of Object.entries(dialogues)) {
        const { body } = told(from, turns, destination);

        expect(problems(body), name).toEqual([]);
        expect(told(from, turns, destination).body).toEqual(body);
        for (const text of textsOf(turns)) expect(textsIn(body), name).toContain(text);
        expect(inputsIn(body), name).toEqual(inputsOf(turns));
      }
    });

for (const from of clients)
  for (const { name: to, destination, problems } of places.filter(({ destination }) => destination.dialect !== from))
    test(`${from} to ${to}: any conversation is taken, keeps its words, and begins as it began before`, () => {
      fc.assert(
        fc.property(anyDialogue, fc.nat(), (turns, cut) => {
          fc.pre(turns.some((turn) => turn.by !== "model" || turn.texts.length + turn.calls.length > 0));
          const { body } = told(from, turns, destination);
          const ends = turns.flatMap(({ by }, at) => (by === "user" || by === "tool" ? [at + 1] : []));
          const end = ends[cut % Math.max(1, ends.length)];

          expect(problems(body)).toEqual([]);
          for (const text of textsOf(turns)) expect(textsIn(body)).toContain(text);
          expect(inputsIn(body)).toEqual(inputsOf(turns));
          if (end === undefined) return;
          const prompt = promptOf(told(from, turns.slice(0, end), destination).body);
          expect(promptOf(body).slice(0, prompt.length)).toEqual([...prompt]);
        }),
        runs(60),
      );
    });

const textsOf = (turns: readonly Turn[]): readonly string[] =>
  turns.flatMap((turn) => {
    if (turn.by === "system") return [turn.text];
    return turn.by === "tool"
      ? turn.results.map(({ text }) => text)
      : turn.texts.filter((text) => text.trim() !== "").map((text) => text.trimEnd());
  });

const inputsOf = (turns: readonly Turn[]): readonly unknown[] =>
  turns.flatMap((turn) => (turn.by === "model" ? turn.calls.map(({ input }) => input) : []));
