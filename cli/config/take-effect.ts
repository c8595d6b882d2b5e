import type { Reloaded } from "../../src/control/contract.ts";
import { asProxyError, ProxyError } from "../../src/core/errors.ts";
import type { Context } from "../command.ts";
import { orNull } from "../daemon/answering.ts";
import { secretsHere } from "../daemon/in-force.ts";

/** Has a running daemon read what was just written; null where none runs. */
export const takeEffect = async ({ client, paths, env }: Context): Promise<Reloaded | null> => {
  try {
    return await orNull(client.reload({ secrets: secretsHere({ paths, env }) }));
  } catch (thrown) {
    const { code, message, problems, hint } = asProxyError(thrown);
    if (code !== "config_invalid" && code !== "upstream_unknown") throw thrown;
    const next =
      "It is written, but the daemon keeps what it has. Try: proxy-cli config validate, or proxy-cli config undo";
    throw new ProxyError(code, message, {
      hint: hint === null || problems.length > 0 ? next : `${hint} ${next}`,
      problems,
    });
  }
};

/** A line about when what was written counts; none where it does already. */
export const whenItCounts = (reloaded: Reloaded | null): string | null => {
  if (reloaded === null) return "takes effect at the next start";
  if (reloaded.needsRestart.length === 0) return null;
  return `${reloaded.needsRestart.join(", ")} ${reloaded.needsRestart.length === 1 ? "takes" : "take"} effect after: proxy-cli restart`;
};
