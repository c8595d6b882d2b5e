import type { PieceCall } from "../../src/core/memory.ts";
import type { About } from "../../src/memory/shrinkers/shrinker.ts";
import { contentHash } from "../../src/memory/transcript/hash.ts";
import { measure } from "../../src/meter/tokens/measure.ts";

/** What is known of a text that a tool has just given, where nothing stands before it. */
export const aboutOf = (
  call: Partial<PieceCall> | null = null,
  text = "",
  mode: About["mode"] = "balanced",
): About => ({
  piece: {
    ...{ path: ["content"], kind: "result", role: "tool", hash: contentHash(text), tokens: measure(text), callId: "c" },
    ...{ isError: false, key: "k", entry: 0 },
    call:
      call === null ? null : { ...{ id: "c", name: "Bash", label: "", file: null, does: "other", hash: "h" }, ...call },
  },
  mode,
  measure,
  linesOf: (one) => one.split("\n"),
  earlier: { same: () => null, texts: () => [], isAskedAgain: () => false },
});
