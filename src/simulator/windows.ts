/** How many tokens of input each model takes: as the models whose names they bear. Any other name takes all that comes. */
export const windows: ReadonlyMap<string, number> = new Map([
  ["claude-opus-4-6", 1_000_000],
  ["claude-sonnet-4-6", 1_000_000],
  ["claude-haiku-4-5", 200_000],
  ["gpt-5.4", 1_050_000],
  ["gpt-5-codex", 400_000],
  ["gpt-4o", 128_000],
  ["gpt-4o-mini", 128_000],
  ["gemini-3-pro-preview", 1_048_576],
  ["gemini-2.5-pro", 1_048_576],
  ["gemini-2.5-flash", 1_048_576],
  ["mistral-large-latest", 262_144],
  ["mistral-small-latest", 256_000],
  ["magistral-medium-latest", 128_000],
  ["codestral-latest", 256_000],
  ["glm-4.6", 204_800],
  ["glm-4.6v", 128_000],
]);
