import type { DialectName } from "../../core/dialect-name.ts";
import type { Edit } from "../../core/edit.ts";
import type { Provider } from "../../core/provider.ts";
import type { Loss } from "../../core/translation.ts";
import type { JsonObject } from "../../lib/json.ts";
import { lost } from "../loss.ts";
import { attributionEdits, mayHoldAttribution } from "./attribution.ts";
import { mayHoldSeals, sealChanges } from "./seals.ts";

/** A request that goes out in the format in which it came. */
export type Same = {
  readonly dialect: DialectName;
  readonly provider: Provider;
  /** The body as it came, and read when somebody has to look into it; null where it is no JSON. */
  readonly bytes: Uint8Array;
  readonly body: () => JsonObject | null;
};

/**
 * What has to change in messages also where both sides speak one format, and what is lost by it. Nothing for nearly every
 * request, for which a look at its bytes is enough.
 */
export const sameDialectChanges = ({
  dialect,
  provider,
  bytes,
  body,
}: Same): { readonly edits: readonly Edit[]; readonly losses: readonly Loss[] } => {
  const hasSeals = mayHoldSeals(bytes);
  const hasLine = !provider.homeOf.includes(dialect) && mayHoldAttribution(bytes);
  const json = hasSeals || hasLine ? body() : null;
  if (json === null) return { edits: [], losses: [] };
  const seals = hasSeals ? sealChanges(json, provider) : { edits: [], losses: [] };
  const lines = hasLine ? attributionEdits(json) : [];
  return {
    edits: [...seals.edits, ...lines],
    losses: [...seals.losses, ...lost("system.attribution", lines.length)],
  };
};
