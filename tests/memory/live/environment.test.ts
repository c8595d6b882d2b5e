import { expect, test } from "bun:test";
import fc from "fast-check";
import { environment } from "../../../src/memory/live/environment.ts";
import { conversation, expectLinear } from "../../support/shrunk.ts";

const details = `<environment_details>\n# Visible files\n${"src/server/listen.ts\n".repeat(15)}# Mode: code\n</environment_details>`;
const stub = "<environment_details>as before</environment_details>";

test("a block of a program's that says what the one before said is left out, and no word of the user's", () => {
  const said = ["Fix the bug.", "Now the tests.", "Thanks."].map((words) => ({
    text: `${words}\n${details}`,
    kind: "text" as const,
  }));
  expect(conversation(said, "lossless")).toEqual([
    `Fix the bug.\n${details}`,
    `Now the tests.\n${stub}`,
    `Thanks.\n${stub}`,
  ]);
});

test("one that says something else goes whole, and so does the next that says the first again", () => {
  const other = details.replace("code", "ask");
  const said = [details, other, details].map((text) => ({ text, kind: "text" as const }));
  expect(conversation(said, "lossless")).toEqual([details, other, details]);
});

test("a reminder at the end of what tools give is said once", () => {
  const reminder = `<system-reminder>\n${"Consider whether this file is what it seems to be. ".repeat(3)}\n</system-reminder>`;
  const [, second] = conversation(
    ["const a = 1;", "const b = 2;"].map((text, at) => ({
      text: `${text}\n${reminder}`,
      call: { name: "Read", label: `${at}`, hash: `${at}` },
    })),
  );
  expect(second).toBe("const b = 2;\n<system-reminder>as before</system-reminder>");
});

test("a user's own characters survive, whatever they are and wherever they stand", () => {
  const own = fc
    .string({ maxLength: 60, unit: "binary" })
    .filter((text) => !/<\/?environment_details|```|~~~/.test(text));
  fc.assert(
    fc.property(own, own, fc.array(own, { maxLength: 3 }), (before, after, others) => {
      const text = `${before}\n${details}${after}${others.join("")}`;
      const [, second = ""] = conversation([
        { text: `x\n${details}`, kind: "text" },
        { text, kind: "text" },
      ]);
      expect(second).toBe(`${before}\n${stub}${after}${others.join("")}`);
    }),
  );
});

test("no text takes for ever", () => expectLinear(environment, { cuts: [{ start: 0, end: 3, name: "x" }] }));
