import { expect, test } from "bun:test";
import { elsewhereLines } from "../../../cli/output/elsewhere.ts";

const same = { from: "anthropic", to: "anthropic" };
const chat = { from: "anthropic", to: "openai-chat" };
const loss = (count: number) => `thing ${count} dropped: nobody takes it`;

test("where nothing changes there is nothing to say", () => {
  expect(elsewhereLines({ formats: [same], models: [], losses: [] })).toEqual([]);
});

test("formats, models and losses stand below one another, the first few of each", () => {
  const models = ["a", "b", "c", "d", "e"].map((from) => ({ from, to: "glm-4.6" }));
  const losses = [0, 1, 2, 3, 4, 5, 6].map(loss);

  expect(elsewhereLines({ formats: [same, chat], models, losses })).toEqual([
    "translated  anthropic -> openai-chat",
    "model map   a -> glm-4.6",
    "            b -> glm-4.6",
    "            c -> glm-4.6",
    "            d -> glm-4.6",
    "            and 1 more",
    "lost there  thing 0 dropped: nobody takes it",
    "            thing 1 dropped: nobody takes it",
    "            thing 2 dropped: nobody takes it",
    "            thing 3 dropped: nobody takes it",
    "            thing 4 dropped: nobody takes it",
    "            and 2 more kinds, where a request has them (docs/translation.md)",
  ]);
});
