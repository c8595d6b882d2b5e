import type { DialectName } from "../../core/dialect.ts";
import type { Edit } from "../../core/edit.ts";
import type { Provider } from "../../core/provider.ts";
import type { JsonObject } from "../../lib/json.ts";
import { attributionEdits, mayHoldAttribution } from "./attribution.ts";
import { mayHoldSeals, sealEdits } from "./seals.ts";

/** A request that goes out in the format in which it came. */
export type Same = {
  readonly dialect: DialectName;
  readonly provider: Provider;
  /** The body as it came, and read when somebody has to look into it; null where it is no JSON. */
  readonly bytes: Uint8Array;
  readonly body: () => JsonObject | null;
};

/**
 * What has to change in messages also where both sides speak one format. None for nearly every request, for which a look
 * at its bytes is enough.
 */
export const sameDialectEdits = ({ dialect, provider, bytes, body }: Same): readonly Edit[] => {
  const hasSeals = mayHoldSeals(bytes);
  const hasLine = !provider.homeOf.includes(dialect) && mayHoldAttribution(bytes);
  const json = hasSeals || hasLine ? body() : null;
  if (json === null) return [];
  return [...(hasSeals ? sealEdits(json, provider.name) : []), ...(hasLine ? attributionEdits(json) : [])];
};
