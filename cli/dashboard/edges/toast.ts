import { lasted } from "../../output/units.ts";
import { type Line, line } from "../frame/line.ts";
import type { State } from "../state.ts";

/** The line above the keys: what just happened, or that the daemon is gone. */
export const toastLine = ({ toasts, link }: State, now: number): Line => {
  const toast = toasts.findLast(({ until }) => until > now);
  if (toast !== undefined) return line(` ${toast.text}`, { tone: toast.tone });
  if (link.kind !== "gone") return [];
  return line(` daemon gone, trying again (${lasted(Math.max(0, link.nextTryAt - now))})   s start it`, {
    tone: "error",
  });
};
