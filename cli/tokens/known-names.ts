import type { TokenRules } from "../../src/core/caller.ts";
import { globOf } from "../../src/lib/glob.ts";
import type { Context } from "../command.ts";
import type { Flags } from "../flags.ts";
import { modelsView } from "../models/view.ts";
import { noUpstream, upstreamsView } from "../upstreams/view.ts";

type Asking = Pick<Context, "client" | "paths" | "env" | "now" | "warn">;

/**
 * A token that may use nothing by a slip of the finger is found when somebody's program fails. An upstream that is not
 * there is refused with the nearest name; a model is only warned of, because vendors have more than we know. Throws
 * `upstream_unknown`.
 */
export const checkNames = async (context: Asking, flags: Flags, { upstreams, models }: TokenRules): Promise<void> => {
  if (flags.text("upstreams") !== null && upstreams.length > 0) {
    const known = (await upstreamsView(context)).upstreams.map(({ name }) => name);
    const strange = strangersAmong(upstreams, known)[0];
    if (strange !== undefined) throw noUpstream(strange, known, "token create --upstreams");
  }
  if (flags.text("models") === null || models.length === 0) return;
  const known = await modelNames(context);
  const strange = known === null ? [] : strangersAmong(models, known);
  for (const pattern of strange)
    context.warn(`note: no model that is known here fits "${pattern}"; those that are: proxy-cli models`);
};

const strangersAmong = (patterns: readonly string[], known: readonly string[]): readonly string[] =>
  patterns.filter((pattern) => !known.some((name) => globOf(pattern)?.fits(name) === true));

/** Null = nobody can tell, which is no reason to complain. */
const modelNames = async (context: Asking): Promise<readonly string[] | null> => {
  try {
    return (await modelsView(context, null)).models.map(({ name }) => name);
  } catch {
    return null;
  }
};
