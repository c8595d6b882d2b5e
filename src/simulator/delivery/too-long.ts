import type { Vendor } from "../format.ts";
import { Refusal } from "../refusal.ts";

/** What a vendor says of a conversation that is longer than its model takes. */
export const tooLong = (vendor: Vendor): Refusal => {
  const { message, ...facts } = sayings[vendor];
  return new Refusal(400, message, facts);
};

type Saying = { readonly message: string; readonly param?: string; readonly code?: string };

const sayings: { readonly [vendor in Vendor]: Saying } = {
  anthropic: { message: "prompt is too long: 250000 tokens > 200000 maximum" },
  openai: {
    message:
      "This model's maximum context length is 200000 tokens. However, your messages resulted in 250000 tokens. Please reduce the length of the messages.",
    param: "messages",
    code: "context_length_exceeded",
  },
  google: { message: "The input token count (250000) exceeds the maximum number of tokens allowed (200000)." },
  mistral: {
    message: "Prompt contains 250000 tokens and 0 draft tokens, too large for model with 200000 maximum context length",
  },
};
