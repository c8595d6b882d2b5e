import type { Status, UpstreamView } from "../../../src/control/contract.ts";

type Sample = {
  readonly path: string;
  readonly headers: readonly string[];
  readonly key: string;
  readonly body: object;
};

const messages = [{ role: "user", content: "Say hello." }];

/** A small request in each format; the key is the one that this format's tools have in their environment. */
const samples: Readonly<Record<string, Sample>> = {
  anthropic: {
    path: "/v1/messages",
    headers: ["anthropic-version: 2023-06-01"],
    key: "x-api-key: $ANTHROPIC_API_KEY",
    body: { model: "claude-sonnet-4-5", max_tokens: 64, messages },
  },
  "openai-chat": {
    path: "/v1/chat/completions",
    headers: [],
    key: "authorization: Bearer $OPENAI_API_KEY",
    body: { model: "gpt-4o-mini", messages },
  },
  gemini: {
    path: "/v1beta/models/gemini-2.5-flash:generateContent",
    headers: [],
    key: "x-goog-api-key: $GEMINI_API_KEY",
    body: { contents: [{ parts: [{ text: "Say hello." }] }] },
  },
};

const usual = "anthropic";

/** A request as a command that can be pasted into a shell; no key is in it, only the name of the variable that has one. */
export const curlFor = (
  { url }: Pick<Status, "url">,
  upstream: Pick<UpstreamView, "dialects" | "takesAnyKey"> | null,
): string => {
  const name = upstream?.dialects.find((dialect) => dialect in samples) ?? usual;
  const { path, headers, key, body } = (samples[name] ?? samples[usual]) as Sample;
  const shownKey = upstream?.takesAnyKey === true ? key.replace(/\$\w+/, "any") : key;
  const all = ["content-type: application/json", ...headers];
  return [
    `curl ${url}${path}`,
    ...all.map((header) => `-H '${header}'`),
    `-H "${shownKey}"`, // in these quotes the shell puts the variable in
    `-d '${JSON.stringify(body)}'`,
  ].join(" ");
};
