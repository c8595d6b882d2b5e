import Anthropic from "@anthropic-ai/sdk";
import { type GenerateContentResponse, GoogleGenAI } from "@google/genai";
import OpenAI from "openai";
import type { Sums } from "./sums.ts";

/** Where the programs talk to, and what they were told that their requests took, where they were told. */
type Day = { readonly url: string; readonly told: Sums[] };

/** A day of a developer in a few seconds, of programs of three vendors through a proxy; gives what they were told. */
export const developerDay = async (url: string): Promise<readonly Sums[]> => {
  const day: Day = { url, told: [] };
  await live(day).catch((thrown: unknown) => {
    if (!(thrown instanceof Anthropic.APIUserAbortError)) throw thrown;
  });
  await liveElsewhere(day);
  return day.told;
};

const words = (count: number): string => Array.from({ length: count }, (_, index) => `word${index % 97}`).join(" ");
const claude = ({ url }: Day, fault?: string) =>
  new Anthropic({
    apiKey: "sk-ant-simulated-key-0000",
    baseURL: url,
    maxRetries: 0,
    defaultHeaders: fault === undefined ? {} : { "x-sim-fault": fault },
  });
const openai = ({ url }: Day) =>
  new OpenAI({ apiKey: "sk-simulated-key-0000000000", baseURL: `${url}/v1`, maxRetries: 0 });
const gemini = ({ url }: Day) =>
  new GoogleGenAI({ apiKey: "AIzaSimulatedKey0000", httpOptions: { baseUrl: url } }).models;
const asked = { model: "claude-sonnet-4-6", max_tokens: 500 } as const;
const user = (content: string): Anthropic.MessageParam[] => [{ role: "user", content }];
const cached = (ttl: "5m" | "1h", count: number): Anthropic.TextBlockParam[] => [
  { type: "text", text: `${ttl} ${words(count)}`, cache_control: { type: "ephemeral", ttl } },
];

const keep = ({ told }: Day, usage: Partial<Sums>): void => {
  const nothing = { inputTokens: 0, cacheReadTokens: 0, cacheWriteTokens: 0, outputTokens: 0, costMicros: 0 };
  told.push({ requests: 1, ...nothing, ...usage });
};

const keepClaude = (day: Day, { usage }: Anthropic.Message): void =>
  keep(day, {
    inputTokens: usage.input_tokens + (usage.cache_read_input_tokens ?? 0) + (usage.cache_creation_input_tokens ?? 0),
    cacheReadTokens: usage.cache_read_input_tokens ?? 0,
    cacheWriteTokens: usage.cache_creation_input_tokens ?? 0,
    outputTokens: usage.output_tokens,
  });

const keepOpenai = (day: Day, usage: OpenAI.CompletionUsage | null | undefined): void =>
  keep(day, {
    inputTokens: usage?.prompt_tokens ?? 0,
    cacheReadTokens: usage?.prompt_tokens_details?.cached_tokens ?? 0,
    outputTokens: usage?.completion_tokens ?? 0,
  });

const keepGemini = (day: Day, { usageMetadata: usage }: GenerateContentResponse): void =>
  keep(day, {
    inputTokens: usage?.promptTokenCount ?? 0,
    cacheReadTokens: usage?.cachedContentTokenCount ?? 0,
    outputTokens: (usage?.candidatesTokenCount ?? 0) + (usage?.thoughtsTokenCount ?? 0),
  });

const keepResponse = (day: Day, usage: OpenAI.Responses.ResponseUsage | undefined): void =>
  keep(day, {
    inputTokens: usage?.input_tokens ?? 0,
    cacheReadTokens: usage?.input_tokens_details.cached_tokens ?? 0,
    outputTokens: usage?.output_tokens ?? 0,
  });

/** Whole and streamed answers, cached prompts, refusals, a cut and a goodbye. */
const live = async (day: Day): Promise<void> => {
  keepClaude(day, await claude(day).messages.create({ ...asked, messages: user("echo: hello") }));
  keepClaude(
    day,
    await claude(day)
      .messages.stream({ ...asked, messages: user("say 60 words") })
      .finalMessage(),
  );
  for (const ttl of ["5m", "5m", "1h"] as const)
    keepClaude(
      day,
      await claude(day).messages.create({ ...asked, system: cached(ttl, 3000), messages: user("say 5 words") }),
    );
  keepClaude(day, await claude(day).messages.create({ ...asked, model: "mystery-9", messages: user("say 7 words") }));
  for (const fault of ["429;retry-after=1", "529", "400"])
    await claude(day, fault)
      .messages.create({ ...asked, messages: user("hi") })
      .then(
        () => Promise.reject(new Error(`${fault} was no refusal`)),
        () => undefined,
      );
  const left = claude(day, "stall;after=8").messages.stream({ ...asked, messages: user("say 400 words") });
  for await (const event of left) if (event.type === "content_block_delta") left.abort();
};

const liveElsewhere = async (day: Day): Promise<void> => {
  const chat = { model: "gpt-4o", messages: [{ role: "user" as const, content: "say 20 words" }] };
  const long = { ...chat, messages: [{ role: "user" as const, content: `${words(3000)} say 3 words` }] };
  for (const one of [chat, long]) keepOpenai(day, (await openai(day).chat.completions.create(one)).usage);
  for (const one of [chat, long, long]) {
    const chunks = await openai(day).chat.completions.create({
      ...one,
      stream: true,
      stream_options: { include_usage: true },
    });
    for await (const { usage } of chunks) if (usage) keepOpenai(day, usage);
  }
  keepResponse(day, (await openai(day).responses.create({ model: "gpt-5.4", input: "say 9 words" })).usage);
  const events = await openai(day).responses.create({ model: "gpt-5.4", input: "say 9 words", stream: true });
  for await (const event of events) if (event.type === "response.completed") keepResponse(day, event.response.usage);
  const question = { model: "gemini-2.5-flash", contents: "say 30 words" };
  keepGemini(day, await gemini(day).generateContent(question));
  let last: GenerateContentResponse | null = null;
  for await (const chunk of await gemini(day).generateContentStream(question)) last = chunk;
  if (last !== null) keepGemini(day, last);
  await openai(day).models.list();
};
