/** The formats that clients of this benchmark speak. */
export type Format = "anthropic" | "openai-chat" | "openai-responses";

/** Where a chat in each of them is asked for. */
export const pathOf: Readonly<Record<Format, string>> = {
  anthropic: "/v1/messages",
  "openai-chat": "/v1/chat/completions",
  "openai-responses": "/v1/responses",
};

/** One turn of an agent: what it says, the tool that it calls, and what that gave. */
type Turn = { readonly id: string; readonly said: string; readonly input: object; readonly gave: string };

/** A conversation of a coding agent as its client sends it, in so many bytes. */
export const conversation = (format: Format, bytes: number, isStream: boolean): string => {
  const tools = toolNames.slice(0, bytes < 100_000 ? 3 : toolNames.length);
  const written = (turns: readonly Turn[]): string => JSON.stringify(writers[format](turns, tools, isStream));
  const length = (): number => Buffer.byteLength(written(turns));
  const turns: Turn[] = [turnOf(0, "")];
  const bare = length();
  for (let room = bytes - bare - turnBytes; room > 0; room -= turnBytes) turns.push(turnOf(turns.length, lines(18)));
  while (turns.length > 1 && length() > bytes) turns.pop();
  const short = bytes - length();
  return written([turnOf(0, "x".repeat(Math.max(0, short))), ...turns.slice(1)]);
};

/** About what a turn takes, in whichever format. */
const turnBytes = 1500;

const turnOf = (at: number, gave: string): Turn => ({
  id: `call_${String(at).padStart(6, "0")}`,
  said: `I look at file ${at} next, because the test in it says "not found" where it should say nothing.`,
  input: { path: `src/part-${at}/index.ts`, offset: at * 10, limit: 200, why: "to see — once more — what is there" },
  gave,
});

/** Program text, with what has to be escaped in JSON and letters of more than one byte. */
const lines = (count: number): string =>
  Array.from({ length: count }, (_, at) => `${at}\tconst value${at} = read("part ${at}"); // né → "was", \\d`).join(
    "\n",
  );

const toolNames = Array.from({ length: 20 }, (_, at) => `tool_${at}`);

const schema = {
  type: "object",
  properties: {
    path: { type: "string", description: "The file, from the root of the project. ".repeat(4) },
    offset: { type: "integer", minimum: 0 },
    limit: { type: "integer", minimum: 1, maximum: 2000 },
    why: { type: "string", enum: ["a", "b", "c"] },
  },
  required: ["path"],
  additionalProperties: false,
};
const about = "Reads a file and gives its lines with their numbers. Use it before a file is changed. ".repeat(3);
const instructions = "You are a careful engineer. You read before you write, and you say what you have done. ".repeat(
  8,
);
const question = "Find out why the test fails, and mend it.";

type Writer = (turns: readonly Turn[], tools: readonly string[], stream: boolean) => object;

const writers: Readonly<Record<Format, Writer>> = {
  anthropic: (turns, tools, stream) => ({
    ...{ model: "claude-sonnet-4-5", max_tokens: 8192, temperature: 0.2, stream },
    system: [{ type: "text", text: instructions, cache_control: { type: "ephemeral" } }],
    tools: tools.map((name) => ({ name, description: about, input_schema: schema })),
    messages: [
      { role: "user", content: question },
      ...turns.flatMap(({ id, said, input, gave }) => [
        {
          role: "assistant",
          content: [
            { type: "text", text: said },
            { type: "tool_use", id, name: "tool_0", input },
          ],
        },
        { role: "user", content: [{ type: "tool_result", tool_use_id: id, content: [{ type: "text", text: gave }] }] },
      ]),
    ],
  }),
  "openai-chat": (turns, tools, stream) => ({
    ...{ model: "gpt-5.4", max_completion_tokens: 8192, temperature: 0.2, stream },
    tools: tools.map((name) => ({ type: "function", function: { name, description: about, parameters: schema } })),
    messages: [
      { role: "system", content: instructions },
      { role: "user", content: question },
      ...turns.flatMap(({ id, said, input, gave }) => [
        {
          ...{ role: "assistant", content: said },
          tool_calls: [{ id, type: "function", function: { name: "tool_0", arguments: JSON.stringify(input) } }],
        },
        { role: "tool", tool_call_id: id, content: gave },
      ]),
    ],
  }),
  "openai-responses": (turns, tools, stream) => ({
    ...{ model: "gpt-5.4", max_output_tokens: 8192, temperature: 0.2, store: false, stream, instructions },
    tools: tools.map((name) => ({ type: "function", name, description: about, parameters: schema })),
    input: [
      { type: "message", role: "user", content: [{ type: "input_text", text: question }] },
      ...turns.flatMap(({ id, said, input, gave }) => [
        { type: "message", role: "assistant", content: [{ type: "output_text", text: said }] },
        { type: "function_call", call_id: id, name: "tool_0", arguments: JSON.stringify(input) },
        { type: "function_call_output", call_id: id, output: gave },
      ]),
    ],
  }),
};
