import fc from "fast-check";
import type { Called, Given, Turn } from "./dialogues.ts";

const words = fc.oneof(
  fc.constantFrom("hello", "né 你好 🚀", "<b>", "a\nb", "x ".repeat(40)),
  fc.string({ minLength: 1, unit: "grapheme" }).filter((text) => text.trim() !== ""),
);
const texts = fc.array(fc.oneof(words, fc.constantFrom("", " ")), { maxLength: 3 });
const image = fc.option(fc.constant("iVBORw0KGgo="), { nil: undefined });
const input = fc
  .dictionary(
    fc.string({ minLength: 1 }).filter((name) => name !== "__proto__"),
    fc.jsonValue({ maxDepth: 2 }),
    { maxKeys: 3 },
  )
  .map((value) => JSON.parse(JSON.stringify(value)) as Called["input"]); // as it would come: there is no -0
const names = fc.constantFrom("Read", "Bash", "mcp__files__list");

/** What a client sends between two requests: what the user or its tools say, and what it answers to. */
type Round = {
  readonly said: { readonly texts: readonly string[]; readonly image: string | undefined };
  readonly instruction: string | null;
  readonly model: { readonly texts: readonly string[]; readonly thought: string | null } | null;
  readonly calls: readonly {
    readonly name: string;
    readonly input: Called["input"];
    readonly fate: "given" | "failed" | "lost";
  }[];
  readonly result: string;
  readonly resultImage: string | undefined;
};

const round: fc.Arbitrary<Round> = fc.record({
  said: fc.record({ texts: fc.tuple(words, texts).map(([first, more]) => [...more, first]), image }),
  instruction: fc.option(words, { freq: 4 }),
  model: fc.option(fc.record({ texts, thought: fc.option(fc.constantFrom("", "hm")) }), { freq: 8 }),
  calls: fc.array(
    fc.record({ name: names, input, fate: fc.constantFrom("given", "given", "given", "failed", "lost") }),
    { maxLength: 3 },
  ),
  result: words,
  resultImage: image,
});

/** Conversations of any shape that a client may have in its memory: cut at the beginning, broken off, with odd ids. */
export const anyDialogue: fc.Arbitrary<readonly Turn[]> = fc
  .tuple(
    fc.array(round, { minLength: 1, maxLength: 5 }),
    fc.nat(),
    fc.constantFrom("call_", "toolu.", "é/", "x".repeat(70)),
  )
  .map(([rounds, cut, prefix]) => {
    const turns = rounds.flatMap((one, at) => turnsOf(one, `${prefix}${at}`));
    return turns.slice(cut % 3 === 0 ? cut % turns.length : 0);
  });

const turnsOf = ({ said, instruction, model, calls, result, resultImage }: Round, id: string): readonly Turn[] => {
  const user: Turn = { by: "user", texts: said.texts, ...(said.image !== undefined && { image: said.image }) };
  const system: Turn[] = instruction === null ? [] : [{ by: "system", text: instruction }];
  if (model === null) return [...system, user];
  const called = calls.map(({ name, input }, at): Called => ({ id: `${id}_${at}`, name, input }));
  const given = calls.flatMap(({ name, fate }, at): Given[] => {
    if (fate === "lost") return [];
    const picture = resultImage === undefined ? {} : { image: resultImage };
    return [{ id: `${id}_${at}`, name, text: result, ...(fate === "failed" && { isError: true }), ...picture }];
  });
  const thought = model.thought === null ? {} : { thought: { text: model.thought, seal: `SEAL${id.slice(-9)}` } };
  const answered: Turn[] = given.length === 0 ? [] : [{ by: "tool", results: given.toReversed() }];
  return [...system, user, { by: "model", texts: model.texts, calls: called, ...thought }, ...answered];
};
