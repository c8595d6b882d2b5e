import { createSimulator, type Simulator, type SimulatorOptions } from "../../src/simulator/index.ts";

/** Every vendor's key at once, so that a test can ask at any path. */
export const keys = {
  authorization: "Bearer sk-simulated-key-0000-abcd",
  "x-api-key": "sk-ant-simulated-key-0000-abcd",
  "x-goog-api-key": "AIzaSimulatedKey0000abcd",
} as const;

/** A simulator whose clock stands still. */
export const frozen = (options: SimulatorOptions = {}): Simulator =>
  createSimulator({ now: () => 1_800_000_000_000, ...options });

/** Sends a JSON body to a simulator, with keys unless other headers are given. */
export const post = (
  simulator: Simulator,
  path: string,
  body: unknown,
  headers: Record<string, string> = {},
  signal?: AbortSignal,
): Promise<Response> =>
  simulator.fetch(
    new Request(`http://simulator${path}`, {
      method: "POST",
      body: typeof body === "string" ? body : JSON.stringify(body),
      headers: { ...keys, "content-type": "application/json", ...headers },
      ...(signal ? { signal } : {}),
    }),
  );

/** A path and a body that say one thing in a dialect; `stream` is put where the dialect has it. */
export type AskOf = (
  text: string,
  more?: { readonly stream?: boolean; readonly [field: string]: unknown },
) => readonly [path: string, body: { readonly [field: string]: unknown }];

const ofUser = (text: string) => [{ role: "user", content: text }];

type Asked = "anthropic" | "openai-chat" | "mistral" | "openai-responses" | "gemini";

/** A request of each dialect. */
export const asks: { readonly [dialect in Asked]: AskOf } = {
  anthropic: (text, more) => [
    "/v1/messages",
    { model: "claude-sonnet-4-6", max_tokens: 30_000, messages: ofUser(text), ...more },
  ],
  "openai-chat": (text, more) => ["/v1/chat/completions", { model: "gpt-4o", messages: ofUser(text), ...more }],
  mistral: (text, more) => ["/v1/chat/completions", { model: "mistral-small-latest", messages: ofUser(text), ...more }],
  "openai-responses": (text, more) => ["/v1/responses", { model: "gpt-5.4", input: text, ...more }],
  gemini: (text, { stream, ...more } = {}) => {
    const method = stream === true ? "streamGenerateContent?alt=sse" : "generateContent";
    return [`/v1beta/models/gemini-2.5-flash:${method}`, { contents: [{ role: "user", parts: [{ text }] }], ...more }];
  },
};

/** The payloads of a server-sent event stream, read as simply as can be. */
export const payloads = (sse: string): readonly { readonly event: string; readonly data: string }[] =>
  sse
    .split(/\r?\n\r?\n/)
    .filter((block) => block !== "")
    .map((block) => ({
      event: /^event: (.*)$/m.exec(block)?.[1] ?? "",
      data: /^data: (.*?)\r?$/m.exec(block)?.[1] ?? "",
    }));

/** The JSON of an answer; a test says what it expects to be in it. */
export const jsonOf = async (response: Response) => JSON.parse(await response.text());

/** A sleep that takes no time. */
export const noSleep = (): Promise<void> => Promise.resolve();
