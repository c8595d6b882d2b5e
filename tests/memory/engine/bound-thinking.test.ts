import { expect, test } from "bun:test";
import type { JsonObject } from "../../../src/lib/json.ts";
import { spliced } from "../../../src/lib/json-splice.ts";
import { policyOf } from "../../../src/memory/policy/index.ts";
import { usualMoment } from "../../../src/memory/policy/moment.ts";
import { memory } from "../../../src/middleware/memory.ts";
import { thoughts } from "../../../src/middleware/thoughts.ts";
import { frozen, jsonOf, post } from "../../simulator/asking.ts";
import { program } from "../../support/batches.ts";
import { exchangeWith, model, sessionsWith, user } from "../../support/sessions.ts";
import { engineWith } from "../../support/shortened.ts";

const asked = { model: "claude-sonnet-5-5", max_tokens: 30_000, thinking: { type: "adaptive" } };
const tools = [{ name: "Read", input_schema: { type: "object" } }];
const simulator = frozen();
const ask = (messages: readonly JsonObject[]) =>
  post(simulator, "/v1/messages", { system: "You help.", tools, ...asked, messages });

const thoughtsOf = ({ content }: { content: readonly JsonObject[] }) =>
  content.filter(({ type }) => type === "thinking");

/** A conversation whose last thought is sealed over a long result. */
const sealedTalk = async (): Promise<readonly JsonObject[]> => {
  const first = [user("Read it.")];
  const one = await jsonOf(await ask(first));
  const call = { type: "tool_use", id: "toolu_1", name: "Read", input: { file_path: "src/a.ts" } };
  const result = { type: "tool_result", tool_use_id: "toolu_1", content: program(80) };
  const read = [...first, model([...thoughtsOf(one), call]), user([result])];
  const two = await jsonOf(await ask(read));
  return [...read, model([...thoughtsOf(two), { type: "text", text: "Read." }]), user("and?")];
};

/** A daemon's way to leave things out, where a batch costs nothing. */
const remembering = (dropsBoundThinking: boolean) => {
  const { sessions } = sessionsWith();
  return memory.create({
    memory: {
      engine: engineWith().engine,
      modeOf: () => ({ mode: "balanced", by: "setting", why: "memory.mode" }),
      policyOf: () => ({ ...policyOf("balanced"), keep: 1, dropsBoundThinking, batches: true }),
      momentOf: () => ({ ...usualMoment, isElsewhere: true }),
      transcriptOf: (exchange) => sessions.transcript(exchange),
      hasForwarded: () => true,
      budgetMs: 1000,
      onMade: () => undefined,
      onFailure: (what) => {
        throw new Error(what);
      },
    },
  });
};

const sent = async (dropsBoundThinking: boolean) => {
  const messages = [...(await sealedTalk())];
  const later = [
    model([{ type: "tool_use", id: "toolu_2", name: "Read", input: { file_path: "src/b.ts" } }]),
    user([{ type: "tool_result", tool_use_id: "toolu_2", content: "one line" }]),
    model("Read."),
    user("Go on."),
  ];
  const exchange = exchangeWith([...messages, ...later], { body: { ...asked, tools } });
  const asking = thoughts.create({ bindsThoughts: () => true });
  await remembering(dropsBoundThinking)(exchange, () => asking(exchange, async () => new Response()));
  const bytes = exchange.body.kind === "held" ? spliced(exchange.body.bytes, exchange.edits) : null;
  const text = new TextDecoder().decode(bytes ?? undefined);
  return {
    text,
    notes: exchange.notes,
    answer: await post(simulator, "/v1/messages", text, Object.fromEntries(exchange.notes.added)),
  };
};

test("what stands before a sealed thought is left alone, and the vendor takes it", async () => {
  const { text, notes, answer } = await sent(false);
  expect(text).toContain("value1x79");
  expect(notes.added).toEqual([]);
  expect(answer.status).toBe(200);
});

test("where thoughts may go, the vendor is asked to let them go, and people are told how many", async () => {
  const { text, notes, answer } = await sent(true);
  expect(text).not.toContain("value1x79 =");
  expect(answer.status).toBe(200);
  expect(notes.losses).toEqual([expect.objectContaining({ rule: "memory.thinking", what: "dropped", count: 1 })]);
  const refused = await post(simulator, "/v1/messages", text.replace(/,"block_binding":\{[^}]*\}/, ""));
  expect((await jsonOf(refused)).error.message).toContain("bound to a different conversation");
});
