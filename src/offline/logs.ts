import type { Paths } from "../config/paths.ts";
import { type Action, type AuditData, createAudit } from "../state/logs/audit.ts";
import { usualRotation } from "../state/logs/rotation.ts";

export { rotatedFiles } from "../state/logs/rotated.ts";

/** Writes down what a command has changed without a daemon. A disk that fails keeps nobody from changing it. */
export const noteChange = async ({ audit }: Pick<Paths, "audit">, action: Action, data: AuditData): Promise<void> => {
  const { note, flush } = createAudit({ file: audit, now: Date.now, rotation: usualRotation });
  note(action, "cli", data);
  await flush();
};
