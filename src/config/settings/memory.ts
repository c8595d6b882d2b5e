import { z } from "zod";
import { memoryModes } from "../../core/memory.ts";
import { milliseconds, setting } from "./setting.ts";

/** What may be left out of conversations. */
export const memorySettings = {
  "memory.mode": setting(
    z.enum(memoryModes, { error: `must be one of ${memoryModes.join(", ")}` }),
    "shadow",
    "How much of conversations is left out on their way: off and shadow change nothing, shadow works out what each of the others would have saved.",
  ),
  "memory.budget_ms": setting(
    milliseconds,
    5,
    "How long a request may wait for what can be left out of it; what is not found by then goes as it is.",
  ),
} as const;
