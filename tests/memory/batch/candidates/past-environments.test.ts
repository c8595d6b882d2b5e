import { expect, test } from "bun:test";
import type { JsonObject } from "../../../../src/lib/json.ts";
import { policyOf } from "../../../../src/memory/policy/index.ts";
import { exchangeWith, model, user } from "../../../support/sessions.ts";
import { engineWith, shortened } from "../../../support/shortened.ts";

const files = (turn: number) => Array.from({ length: 120 }, (_, at) => `src/part${turn}/module${at}.ts`).join("\n");
const details = (turn: number) => `<environment_details>\n# Open files\n${files(turn)}\n</environment_details>`;
const said = (turn: number) => `Step ${turn}: go on, please.\n${details(turn)}\nThat is all.`;

const history = (turns: number): readonly JsonObject[] =>
  Array.from({ length: turns }, (_, turn) => [user(said(turn)), model(`Done with ${turn}.`)]).flat();

const sent = async (turns: number, policy = policyOf("balanced")) => {
  const messages = [...history(turns), user("And now?")];
  const moment = { isElsewhere: true, bindsThoughts: false };
  const { bytes, edits } = await shortened(engineWith().engine, exchangeWith(messages), { policy, moment });
  const texts = (JSON.parse(new TextDecoder().decode(bytes)) as { messages: { content: string }[] }).messages;
  return { edits: edits.length, texts: texts.map(({ content }) => content) };
};

test("Z6 of what a program tells of its surroundings the latest is left, and every word of the user's", async () => {
  const { edits, texts } = await sent(4);
  expect(edits).toBe(3);
  for (const turn of [0, 1, 2]) {
    expect(texts[turn * 2]).toStartWith(
      `Step ${turn}: go on, please.\n<environment_details>[as it was then, left out: `,
    );
    expect(texts[turn * 2]).toEndWith("]</environment_details>\nThat is all.");
  }
  expect(texts[6]).toBe(said(3));
});

test("where they are to stay, they stay", async () => {
  expect((await sent(4, { ...policyOf("balanced"), environments: false })).edits).toBe(0);
});
