import type { SessionView } from "../../../src/control/contract.ts";
import type { Change } from "../state.ts";
import { doing, to, toasted } from "../step.ts";

/** Has more or less left out of a session than of all others, and back: on where nothing is, off where something is. */
export const compressingSession =
  ({ id, memory }: Pick<SessionView, "id" | "memory">): Change =>
  (state) => {
    const setting = state.data.status?.memory?.mode ?? "shadow";
    const isLess = setting === "off" || setting === "shadow";
    const mode = memory === null ? (isLess ? "on" : "off") : null;
    return doing(state, {
      type: "ask",
      with: async ({ compressSession }) => {
        const now = await compressSession({ id, mode });
        const text =
          now.mode === null
            ? `ok ${id} is treated like all others: ${now.setting}`
            : `ok ${id}: ${now.mode} from its next request on`;
        return (later, at) =>
          to(
            now.setting === "off" && now.mode !== null
              ? toasted(later, at, "memory.mode is off, which counts for all", "warning")
              : toasted(later, at, text, "ok"),
          );
      },
    });
  };
