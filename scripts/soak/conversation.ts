/** So many turns, then another conversation begins. */
const mostTurns = 8;

/** What a tool really gives: long, and much of it the same as before. */
const listing = (turn: number): string =>
  Array.from(
    { length: 120 },
    (_, line) => `src/module${line % 9}.ts:${line}: const value${line} = compute(${turn % 3});`,
  ).join("\n");

const messagesOf = (topic: string, turns: number): readonly unknown[] => [
  { role: "user", content: [{ type: "text", text: `look at ${topic}` }] },
  ...Array.from({ length: turns }, (_, turn) => [
    {
      role: "assistant",
      content: [{ type: "tool_use", id: `toolu_${topic}_${turn}`, name: "Bash", input: { command: "ls" } }],
    },
    {
      role: "user",
      content: [
        { type: "tool_result", tool_use_id: `toolu_${topic}_${turn}`, content: listing(turn) },
        { type: "text", text: `and what about ${topic}, turn ${turn}?` },
      ],
    },
  ]).flat(),
];

/** An agent that goes on with its conversation: each body has all of the one before it, and what its tool gave since. */
export const conversation = (): (() => string) => {
  let [topic, turns] = [crypto.randomUUID(), 0];
  return () => {
    if (turns > mostTurns) [topic, turns] = [crypto.randomUUID(), 0];
    const tools = [{ name: "Bash", description: "runs a command", input_schema: { type: "object" } }];
    const system = "You look at files.";
    return JSON.stringify({
      model: "claude-sonnet-4-5",
      max_tokens: 64,
      system,
      tools,
      messages: messagesOf(topic, turns++),
    });
  };
};
