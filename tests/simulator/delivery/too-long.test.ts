import { expect, test } from "bun:test";
import { tooLongIn } from "../../../src/core/too-long.ts";
import { tooLong } from "../../../src/simulator/delivery/too-long.ts";

test.each(["anthropic", "openai", "google", "mistral"] as const)(
  "a conversation that is too long for %s is refused in words that tell how long it may be",
  (vendor) => {
    const refusal = tooLong(vendor);

    expect(refusal.status).toBe(400);
    expect(tooLongIn(refusal.message)).toEqual({ tokens: 250_000, maximum: 200_000 });
  },
);
