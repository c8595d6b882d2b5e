import type { DialectName } from "../../src/core/dialect-name.ts";
import type { JsonObject } from "../../src/lib/json.ts";

/** A conversation in no format, as a test tells it. */
export type Turn =
  | { readonly by: "system"; readonly text: string }
  | { readonly by: "user"; readonly texts: readonly string[]; readonly image?: string }
  | {
      readonly by: "model";
      readonly thought?: { readonly text: string; readonly seal: string };
      readonly texts: readonly string[];
      readonly calls: readonly Called[];
    }
  | { readonly by: "tool"; readonly results: readonly Given[] };

export type Called = { readonly id: string; readonly name: string; readonly input: JsonObject };
export type Given = {
  readonly id: string;
  readonly name: string;
  readonly text: string;
  readonly image?: string;
  readonly isError?: boolean;
};

type Format = Exclude<DialectName, "unified">;

/** A conversation as a client of each format sends it, and where to. */
export const bodyOf: Readonly<Record<Format, (turns: readonly Turn[]) => JsonObject>> = {
  anthropic: (turns) => ({ model: "m", max_tokens: 99, messages: turns.flatMap(anthropicMessage) }),
  "openai-chat": (turns) => ({ model: "m", messages: turns.flatMap(chatMessages) }),
  "openai-responses": (turns) => ({ model: "m", input: turns.flatMap(responsesItems) }),
  gemini: (turns) => ({ contents: turns.flatMap(geminiContent) }),
};

/** The path to which they go. */
export const pathOf: Readonly<Record<Format, string>> = {
  anthropic: "/v1/messages",
  "openai-chat": "/v1/chat/completions",
  "openai-responses": "/v1/responses",
  gemini: "/v1beta/models/m:generateContent",
};

const anthropicImage = (data: string) => ({ type: "image", source: { type: "base64", media_type: "image/png", data } });

const anthropicMessage = (turn: Turn): readonly JsonObject[] => {
  const text = (said: string) => ({ type: "text", text: said });
  if (turn.by === "system") return [{ role: "system", content: turn.text }];
  if (turn.by === "user")
    return [
      {
        role: "user",
        content: [...turn.texts.map(text), ...(turn.image === undefined ? [] : [anthropicImage(turn.image)])],
      },
    ];
  if (turn.by === "tool")
    return [
      {
        role: "user",
        content: turn.results.map(({ id, text: given, image, isError }) => ({
          type: "tool_result",
          tool_use_id: id,
          content: [text(given), ...(image === undefined ? [] : [anthropicImage(image)])],
          ...(isError === true && { is_error: true }),
        })),
      },
    ];
  const { thought, texts, calls } = turn;
  const thoughts = thought === undefined ? [] : [{ type: "thinking", thinking: thought.text, signature: thought.seal }];
  return [
    {
      role: "assistant",
      content: [...thoughts, ...texts.map(text), ...calls.map((call) => ({ type: "tool_use", ...call }))],
    },
  ];
};

const pngOf = (data: string): string => `data:image/png;base64,${data}`;

const chatMessages = (turn: Turn): readonly JsonObject[] => {
  const text = (said: string) => ({ type: "text", text: said });
  if (turn.by === "system") return [{ role: "system", content: turn.text }];
  if (turn.by === "user") {
    const image = turn.image === undefined ? [] : [{ type: "image_url", image_url: { url: pngOf(turn.image) } }];
    return [{ role: "user", content: [...turn.texts.map(text), ...image] }];
  }
  if (turn.by === "tool")
    return turn.results.map(({ id, text: content }) => ({ role: "tool", tool_call_id: id, content }));
  const { thought, texts, calls } = turn;
  const toolCalls = calls.map(({ id, name, input }) => ({
    id,
    type: "function",
    function: { name, arguments: JSON.stringify(input) },
  }));
  return [
    {
      role: "assistant",
      content: texts.length === 0 ? null : texts.map(text),
      ...(thought !== undefined && { reasoning_content: thought.text }),
      ...(calls.length > 0 && { tool_calls: toolCalls }),
    },
  ];
};

const responsesItems = (turn: Turn): readonly JsonObject[] => {
  const part = (type: string) => (text: string) => ({ type, text });
  if (turn.by === "system") return [{ type: "message", role: "developer", content: [part("input_text")(turn.text)] }];
  if (turn.by === "user") {
    const image = turn.image === undefined ? [] : [{ type: "input_image", image_url: pngOf(turn.image) }];
    return [{ type: "message", role: "user", content: [...turn.texts.map(part("input_text")), ...image] }];
  }
  if (turn.by === "tool")
    return turn.results.map(({ id, text, image }) => ({
      type: "function_call_output",
      call_id: id,
      output: image === undefined ? text : [part("input_text")(text), { type: "input_image", image_url: pngOf(image) }],
    }));
  const { thought, texts, calls } = turn;
  const summary = thought?.text === "" ? [] : [{ type: "summary_text", text: thought?.text }];
  return [
    ...(thought === undefined ? [] : [{ type: "reasoning", summary, encrypted_content: thought.seal }]),
    ...(texts.length === 0 ? [] : [{ type: "message", role: "assistant", content: texts.map(part("output_text")) }]),
    ...calls.map(({ id, name, input }) => ({
      type: "function_call",
      call_id: id,
      name,
      arguments: JSON.stringify(input),
    })),
  ];
};

/** Without ids, as older clients send it: pairs are found by name and order. */
const geminiContent = (turn: Turn): readonly JsonObject[] => {
  const text = (said: string) => ({ text: said });
  const image = (data: string | undefined) =>
    data === undefined ? [] : [{ inlineData: { mimeType: "image/png", data } }];
  if (turn.by === "system") return [{ role: "user", parts: [text(turn.text)] }];
  if (turn.by === "user") return [{ role: "user", parts: [...turn.texts.map(text), ...image(turn.image)] }];
  if (turn.by === "tool") {
    const results = turn.results.map(({ name, text: said, isError, image: data }) => ({
      functionResponse: {
        name,
        response: { [isError === true ? "error" : "output"]: said },
        ...(data !== undefined && { parts: image(data) }),
      },
    }));
    return [{ role: "user", parts: results }];
  }
  const { thought, texts, calls } = turn;
  const seal = thought === undefined ? {} : { thoughtSignature: thought.seal };
  const parts = [
    ...(thought === undefined || thought.text === "" ? [] : [{ text: thought.text, thought: true }]),
    ...texts.map(text),
    ...calls.map(({ name, input }, at) => ({ functionCall: { name, args: input }, ...(at === 0 ? seal : {}) })),
  ];
  return parts.length === 0 ? [] : [{ role: "model", parts }];
};
