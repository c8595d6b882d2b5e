import type { Called, Given, Turn } from "./dialogues.ts";
import { pngOf } from "./pictures.ts";
import { chanceFrom } from "./replay.ts";

/** What happens between two answers, and what the model does in the second one. */
export type Round = {
  /** What the client adds to the conversation before it asks. */
  readonly said: readonly Turn[];
  readonly texts: readonly string[];
  readonly calls: readonly Called[];
  /** Whether the vendor itself has searched or run something for this answer. */
  readonly isServed: boolean;
  /** Nothing of the conversation can be in the vendor's cache any more: the client was silent for so long. */
  readonly isAfterBreak: boolean;
};

/** What a conversation that nobody had is made of. */
export type Wanted = { readonly seed: number; readonly answers: number };

/** A conversation of an agent that nobody had: the same for a seed in every run. */
export const synthesised = ({ seed, answers }: Wanted): readonly Round[] => {
  const chance = chanceFrom(seed);
  const outputs = outputsFor(seed, chance);
  let open: readonly Called[] = [];
  return Array.from({ length: answers }, (_, at): Round => {
    const results = open.map((call): Given => outputs(call, at));
    const given: Turn = results.length === 0 ? asked(seed, at, chance) : { by: "tool", results };
    const reminded: readonly Turn[] =
      at > 1 && chance() < 0.15 ? [{ by: "system", text: `Reminder ${at}: keep to the rules of this project.` }] : [];
    open = at > 0 && chance() < 0.1 ? [] : callsAt(seed, at, chance);
    return {
      said: [given, ...reminded],
      texts:
        open.length === 0 || chance() < 0.6 ? [`Step ${at} of talk ${seed}: I look at src/part${at % 5}/file.ts.`] : [],
      calls: open,
      isServed: chance() < 0.12,
      isAfterBreak: at > 4 && chance() < 0.12,
    };
  });
};

const asked = (seed: number, at: number, chance: () => number): Turn => {
  const around = `<environment_details>\n# Open files\n${lines(30, (line) => `src/part${line}/open${at}.ts`)}\n</environment_details>`;
  const texts = [`Task ${at} of talk ${seed}: see to src/part${at % 5}.`, ...(chance() < 0.5 ? [around] : [])];
  return { by: "user", texts, ...(chance() < 0.4 && { image: pngOf(640, 480, seed * 100 + at, 900) }) };
};

/** Several at once now and then. */
const callsAt = (seed: number, at: number, chance: () => number): readonly Called[] =>
  Array.from({ length: chance() < 0.3 ? 3 : 1 }, (_, index): Called => {
    const id = `call_${seed}x${at}x${index}`;
    const file = `src/part${Math.floor(chance() * 4)}/file.ts`;
    if (chance() < 0.4) return { id, name: "Read", input: { file_path: file } };
    if (chance() < 0.2) return { id, name: "Edit", input: { file_path: file, old_string: `v${at}`, new_string: "w" } };
    return { id, name: "Bash", input: { command: `npm test part${Math.floor(chance() * 6)}` } };
  });

const lines = (count: number, line: (at: number) => string): string =>
  Array.from({ length: count }, (_, at) => line(at)).join("\n");

/** What tools give: long, coloured, repeated, failed, with pictures. */
const outputsFor = (seed: number, chance: () => number): ((call: Called, at: number) => Given) => {
  const files = new Map<string, string>();
  const shapes = outputShapes(seed);
  return ({ id, name, input }, at) => {
    const given = { id, name };
    if (name === "Edit") return { ...given, text: "The file has been updated." };
    if (name === "Read") {
      const path = String(input["file_path"]);
      const text = chance() < 0.3 ? undefined : files.get(path); // read again as it was, or changed meanwhile
      files.set(path, text ?? source(path, at));
      return { ...given, text: files.get(path) ?? "" };
    }
    const shape = shapes[Math.floor(chance() * shapes.length)];
    const text = shape?.(at) ?? "";
    if (chance() < 0.15) return { ...given, text: `exit code 1\n${text}`, isError: true };
    return { ...given, text, ...(chance() < 0.2 && { image: pngOf(800, 600, seed * 1000 + at, 1200) }) };
  };
};

const source = (path: string, at: number): string =>
  lines(70, (line) => `${line + 1}\tconst value${line}x${at} = await readField("${path}", part${(line * 7) % 31});`);

/** A part is longer than another: from a few lines to some thirty kilobytes. */
const outputShapes = (seed: number): readonly ((at: number) => string)[] => [
  (at) =>
    [
      ...Array.from(
        { length: 60 },
        (_, line) => `\u001b[32mPASS\u001b[0m src/part${at}/module${line}.test.ts (${line} ms)`,
      ),
      `\u001b[31mFAIL\u001b[0m src/part${at}/broken${seed}.test.ts\n  expected 1, received ${at}`,
    ].join("\n"),
  () => "warning: this option is deprecated\n".repeat(120),
  (at) =>
    JSON.stringify(
      Array.from({ length: 80 }, (_, row) => ({
        id: `row-${seed}-${row}`,
        name: `module ${row}`,
        size: row * at,
        tags: ["a", "b"],
      })),
      null,
      2,
    ),
  (at) =>
    lines(300, (line) => `2026-01-01T00:00:${line % 60} INFO worker-${line % 7} took job ${line * at} from queue`),
  (at) => lines(120, (line) => `src/part${line % 9}/file${line}.ts:${line}:  readField(source.part${at})`),
  (at) => `<html><body>${lines(60, (line) => `<p class="x y z">Paragraph ${line} of page ${at}</p>`)}</body></html>`,
  () => Buffer.from("synthesised ".repeat(700)).toString("base64"),
  () => "ok",
];
