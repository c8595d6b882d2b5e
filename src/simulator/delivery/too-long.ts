import type { Vendor } from "../format.ts";
import { Refusal } from "../refusal.ts";

/** How long a conversation is, and how long it may be, in tokens. */
export type Length = { readonly tokens: number; readonly maximum: number };

/** What a vendor says of a conversation that is longer than its model takes. */
export const tooLong = (vendor: Vendor, length: Length = inNoCase): Refusal => {
  const { message, ...facts } = sayings[vendor];
  return new Refusal(400, message(length), facts);
};

/** Where a request only asks for the fault. */
const inNoCase: Length = { tokens: 250_000, maximum: 200_000 };

type Saying = { readonly message: (length: Length) => string; readonly param?: string; readonly code?: string };

const sayings: { readonly [vendor in Vendor]: Saying } = {
  anthropic: { message: ({ tokens, maximum }) => `prompt is too long: ${tokens} tokens > ${maximum} maximum` },
  openai: {
    message: ({ tokens, maximum }) =>
      `This model's maximum context length is ${maximum} tokens. However, your messages resulted in ${tokens} tokens. Please reduce the length of the messages.`,
    param: "messages",
    code: "context_length_exceeded",
  },
  google: {
    message: ({ tokens, maximum }) =>
      `The input token count (${tokens}) exceeds the maximum number of tokens allowed (${maximum}).`,
  },
  mistral: {
    message: ({ tokens, maximum }) =>
      `Prompt contains ${tokens} tokens and 0 draft tokens, too large for model with ${maximum} maximum context length`,
  },
};
