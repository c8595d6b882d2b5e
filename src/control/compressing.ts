import { ProxyError } from "../core/errors.ts";
import { type Compressed, isEditing } from "../core/memory.ts";
import type { Ask } from "./contract.ts";
import type { Engine } from "./engine.ts";

/** Has one conversation treated by itself, or like all others again. Throws `input_missing` where it does not go on. */
export const compressSession = async (
  { id, mode: word }: Ask<"compressSession">,
  engine: Engine,
): Promise<Compressed> => {
  const { sessions, overrides, config, audit, notices } = engine;
  const setting = config().config.values["memory.mode"];
  const before = overrides.of(id)?.mode ?? null;
  const mode = word === "on" ? (isEditing(setting) ? setting : "balanced") : word;
  if (mode === before) return { before, mode, setting };
  if (mode === null) overrides.remove(id);
  else if ((await sessions.list()).some((session) => session.id === id)) overrides.set(id, { mode });
  else throw notActive(id);
  notices.send({ type: "session-compressed", session: id, mode });
  audit.note("session-memory", "control", { mode }, id);
  return { before, mode, setting };
};

const notActive = (id: string): ProxyError =>
  new ProxyError(
    "input_missing",
    `No session ${id} goes on just now. Only one that is active can be treated by itself.`,
    {
      hint: "Try: proxy-cli sessions   (those with a star)",
    },
  );
