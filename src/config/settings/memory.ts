import { z } from "zod";
import { memoryModes } from "../../core/memory.ts";
import { bytes, days, milliseconds, setting } from "./setting.ts";

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
  "memory.keep_days": setting(
    days,
    30,
    "How many days what was left out of conversations is kept so that it can be had again, in modes that leave something out; 0 keeps it for ever.",
  ),
  "memory.keep_bytes": setting(
    bytes,
    256 * 1024 ** 2,
    "How much room all of that may take, in bytes as it is stored; the oldest goes first, what was pinned stays.",
  ),
} as const;
