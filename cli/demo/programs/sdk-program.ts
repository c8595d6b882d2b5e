import type { Scene } from "../stage.ts";
import type { Ask, Seen } from "./http.ts";
import { listAt, parsed, textAt } from "./json.ts";
import { beginning } from "./words.ts";

/** A program with a chat SDK: a streamed answer, a whole one, and vectors for its search. */
export const sdkProgram: Scene = async (stage) => {
  await stage.play(chatAsk("gpt-4o", "What is a byte-exact proxy good for?", true), told);
  await stage.pause(0.2);
  const input = ["looking never hurts", "numbers are true", "safe by default"];
  const body = { model: "text-embedding-3-small", input, encoding_format: "base64" };
  await stage.play({ path: "/v1/embeddings", headers: openai, body }, (seen) => {
    const vectors = listAt(parsed(textOf(seen)), "data").length;
    return `made ${vectors} vectors`;
  });
  await stage.play(chatAsk("gpt-4o-mini", "echo: 42", false), told);
};

/** The same with Mistral's names. */
export const mistralProgram: Scene = async (stage) => {
  await stage.play(chatAsk("mistral-small-latest", "say 40 words", true), told);
};

/** A long streamed chat answer. */
export const longChat = (words: number): Ask => chatAsk("gpt-4o", `say ${words} words`, true);

/** A chat completion; `fault` asks the simulated vendor for trouble. */
export const chatAsk = (model: string, content: string, stream: boolean, fault?: string): Ask => ({
  path: "/v1/chat/completions",
  headers: {
    ...(model.startsWith("mistral") ? mistral : openai),
    ...(fault === undefined ? {} : { "x-sim-fault": fault }),
  },
  body: {
    model,
    messages: [{ role: "user", content }],
    ...(stream ? { stream, stream_options: { include_usage: true } } : {}),
  },
});

const openai = { "user-agent": "OpenAI/JS 6.49.0 (demo)", authorization: "Bearer demo-key" };
const mistral = { "user-agent": "mistral-client/2.7.0 (demo)", authorization: "Bearer demo-key" };

const textOf = ({ received }: Seen): string => new TextDecoder().decode(received);

/** What the model said, streamed or whole. */
export const told = (seen: Seen): string => {
  const pieces = seen.events.map(({ data }) => textAt(parsed(data), "choices", 0, "delta", "content"));
  const text = pieces.join("") || textAt(parsed(textOf(seen)), "choices", 0, "message", "content");
  return `said: ${beginning(text)}`;
};
