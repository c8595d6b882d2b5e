import { expect, test } from "bun:test";
import { PassThrough } from "node:stream";
import { openTerminal } from "../../../../cli/dashboard/draw/terminal.ts";
import { testLook } from "../../../support/dashboard.ts";
import { until } from "../../../support/wait.ts";

/** A terminal into which this is typed, and what was heard of it until `count` things were. */
const heard = async (typed: string, count: number, mouse = false): Promise<readonly unknown[]> => {
  const streams = { input: new PassThrough(), output: new PassThrough().resume() };
  for (const [name, value] of Object.entries({ isTTY: true, setRawMode: () => streams.input, isRaw: true }))
    Reflect.set(streams.input, name, value);
  for (const [name, value] of Object.entries({ columns: 80, rows: 24, isTTY: true }))
    Reflect.set(streams.output, name, value);
  const all: unknown[] = [];
  const terminal = openTerminal(
    { ...testLook, mouse },
    {
      key: ({ name, text }) => all.push(text === null ? name : [name, text]),
      click: (left, top) => all.push({ left, top }),
      wheel: (rows) => all.push({ rows }),
      resize: () => undefined,
    },
    streams,
  );
  try {
    streams.input.write(typed);
    return await until("it is heard", () => all.length >= count && [...all]);
  } finally {
    terminal.close();
  }
};

test.each([
  ["u", ["u", "u"]],
  ["G", ["G", "G"]],
  [" ", ["space", " "]],
  ["?", ["?", "?"]],
  ["é", ["é", "é"]],
  ["\r", "enter"],
  ["\t", "tab"],
  ["\x1b[Z", "S-tab"],
  ["\x7f", "backspace"],
  ["\x03", "C-c"],
  ["\x15", "C-u"],
  ["\x1b[A", "up"],
  ["\x1b[6~", "pagedown"],
  ["\x1b[F", "end"],
] as const)("%j is one key with one name", async (typed, name) => {
  expect(await heard(`${typed}q`, 2)).toEqual([name, ["q", "q"]]);
});

test.each([
  ["\x1b[<0;5;3M", { left: 4, top: 2 }],
  ["\x1b[<64;5;3M", { rows: -3 }],
  ["\x1b[<65;5;3M", { rows: 3 }],
])("%j of the mouse is %j", async (typed, what) => {
  expect((await heard(typed, 1, true))[0]).toEqual(what);
});
