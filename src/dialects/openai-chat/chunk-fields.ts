/** What every chunk repeats: kept once, with the first. */
export const constants = ["created", "system_fingerprint", "service_tier", "provider"];
export const chunkFields = {
  ...{ id: true, object: true, model: true, choices: true, usage: true, error: true },
  x_groq: { usage: true },
  obfuscation: true, // padding, of random length
};
export const choiceFields = { index: true, delta: true, finish_reason: true, usage: true };
export const deltaFields = {
  ...{ role: true, content: true, refusal: true, reasoning_content: true, reasoning: true },
  ...{ tool_calls: true, function_call: true },
};
