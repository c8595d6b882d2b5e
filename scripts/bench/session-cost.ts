import { measure } from "../../src/meter/tokens/measure.ts";
import { Sessions } from "../../src/state/sessions/index.ts";
import { sessionsInMemory } from "../../src/state/sessions/store.ts";
import type { Conversation } from "../../tests/support/conversations.ts";
import { chanceFrom, exchangeFor } from "../../tests/support/replay.ts";

/** Prints what finding the session of one request costs, by the size of its body: seen first, and a turn later. */
const sizes = [10_000, 100_000, 1_000_000] as const;
const messagesIn = 183;

const chance = chanceFrom(1);
const words = (length: number): string => {
  let text = "";
  while (text.length < length)
    text += `${Math.floor(chance() * 1e9).toString(36)}("x") {\n  return ${text.length};\n} `;
  return text.slice(0, length);
};

const conversationOf = (bytes: number): Conversation => ({
  name: "bench",
  client: "bench",
  dialect: "anthropic",
  system: words(bytes / 20),
  tools: Array.from({ length: 20 }, (_, index) => ({
    name: `tool_${index}`,
    input_schema: { text: words(bytes / 200) },
  })),
  messages: Array.from({ length: messagesIn + 40 }, (_, index) => messageAt(index, (bytes * 0.8) / messagesIn)),
});

const messageAt = (index: number, length: number) =>
  index % 2 === 0
    ? { role: "user", content: [{ type: "tool_result", tool_use_id: `t${index}`, content: words(length * 1.6) }] }
    : {
        role: "assistant",
        content: [{ type: "tool_use", id: `t${index + 1}`, name: "Read", input: { path: words(length * 0.4) } }],
      };

for (const bytes of sizes) {
  const conversation = conversationOf(bytes);
  const sessions = new Sessions({
    store: sessionsInMemory(),
    salt: () => "salt",
    now: Date.now,
    measure,
    onTrouble: console.error,
  });
  await sessions.ready();
  const times: number[] = [];
  for (let turn = 0; turn < 20; turn++) {
    const messages = conversation.messages.slice(0, messagesIn + 2 * turn);
    const exchange = exchangeFor(conversation, { event: "turn", messages }, turn);
    sessions.expect(exchange);
    const began = performance.now();
    sessions.join(exchange);
    times.push(performance.now() - began);
  }
  const [first = 0, ...later] = times;
  const sorted = later.sort((a, b) => a - b);
  console.log(
    `${bytes} bytes, ${messagesIn} messages: first ${first.toFixed(1)} ms, then best ${sorted[0]?.toFixed(2)} ms, p50 ${sorted[9]?.toFixed(2)} ms, worst ${sorted.at(-1)?.toFixed(2)} ms`,
  );
}
