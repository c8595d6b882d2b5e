import type { JsonObject } from "../../src/lib/json.ts";

/** What a tool of an agent's gave in one turn: logs, data, source, and what a shell paints. */
export type Given = { readonly command: string; readonly text: string };

const lines = (count: number, line: (at: number) => string): string =>
  Array.from({ length: count }, (_, at) => line(at)).join("\n");

const log = (turn: number): Given => ({
  command: `tail -300 worker-${turn}.log`,
  text: lines(260, (at) =>
    at % 97 === 5
      ? `2026-03-0${(turn % 9) + 1} 10:${10 + (at % 50)} ERROR worker ${at % 7} could not reach the database at db-${turn}`
      : `2026-03-0${(turn % 9) + 1} 10:${10 + (at % 50)} INFO  worker ${at % 7} handled request ${(at * 7919 + turn * 31).toString(16)} in ${(at * 3) % 97} ms`,
  ),
});

const data = (turn: number): Given => ({
  command: `curl -s https://example.com/people?page=${turn}`,
  text: JSON.stringify(
    Array.from({ length: 60 }, (_, at) => ({
      id: at + turn * 100,
      name: `person ${at}`,
      mail: `person${at}@example.com`,
      isActive: at % 2 === 0,
    })),
    null,
    2,
  ),
});

const source = (turn: number): Given => ({
  command: `cat src/part-${turn}.ts`,
  text: lines(40, (at) =>
    [
      `/** What part ${turn} does with the value ${at}, which has to be larger than the one before. */`,
      `export const step${turn}x${at} = (value: number, before: number): number => {`,
      `  if (value <= before) throw new RangeError(\`\${value} is too small for step ${at}\`);`,
      `  return value * ${at + 1} + before % ${turn + 2};`,
      "};",
    ].join("\n"),
  ),
});

const painted = (turn: number): Given => ({
  command: `npm test part-${turn}`,
  text: [
    lines(60, (at) => `\u001b[32mPASS\u001b[0m src/part-${turn}/module-${at}.test.ts (${at + 3} ms)`),
    lines(40, () => "\u001b[33mwarning\u001b[0m this option is deprecated and will be removed"),
    `\u001b[31mFAIL\u001b[0m src/part-${turn}/broken.test.ts`,
  ].join("\n"),
});

const kinds = [log, painted, source, data] as const;

/** What the tools of an agent gave up to this turn. */
export const givenUpTo = (turns: number): readonly Given[] =>
  Array.from({ length: turns }, (_, turn) => (kinds[turn % kinds.length] ?? log)(turn));

const instructions = "You repair what is broken, and say what you did. ".repeat(150);
const describes = { description: "Runs a command.", parameters: { type: "object", properties: {} } };

/** A request of that agent's in the formats of two vendors. */
export const asked = {
  anthropic: (given: readonly Given[]): JsonObject => ({
    ...{ model: "claude-sonnet-4-6", max_tokens: 50, tool_choice: { type: "none" } },
    system: [{ type: "text", text: instructions }],
    tools: [{ name: "Bash", description: describes.description, input_schema: describes.parameters }],
    messages: [
      { role: "user", content: "Make it work again." },
      ...given.flatMap(({ command, text }, turn): readonly JsonObject[] => {
        const call = { type: "tool_use", id: `toolu_${turn}`, name: "Bash", input: { command } };
        const result = { type: "tool_result", tool_use_id: `toolu_${turn}`, content: text };
        const mark = turn === given.length - 1 ? { cache_control: { type: "ephemeral" } } : {};
        return [
          { role: "assistant", content: [call] },
          { role: "user", content: [{ ...result, ...mark }] },
        ];
      }),
    ],
  }),
  openai: (given: readonly Given[]): JsonObject => ({
    ...{ model: "gpt-5.4", max_completion_tokens: 50, tool_choice: "none" },
    tools: [{ type: "function", function: { name: "Bash", ...describes } }],
    messages: [
      { role: "system", content: instructions },
      { role: "user", content: "Make it work again." },
      ...given.flatMap(({ command, text }, turn): readonly JsonObject[] => {
        const call = {
          id: `call_${turn}`,
          type: "function",
          function: { name: "Bash", arguments: JSON.stringify({ command }) },
        };
        return [
          { role: "assistant", content: null, tool_calls: [call] },
          { role: "tool", tool_call_id: `call_${turn}`, content: text },
        ];
      }),
    ],
  }),
} as const;
