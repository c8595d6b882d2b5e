import type { Draft, Found, Layer } from "./layer.ts";
import { type Complain, warning, wholly } from "./problems.ts";
import { customName } from "./upstream.ts";

/**
 * The upstream that an address makes which is given without a name. Its address comes from the strongest place that
 * has one; what else is said joins it, but no key leaves the address that it was given with.
 */
export const customFrom = (layers: readonly Layer[], complain: Complain): ReadonlyMap<string, Draft> => {
  const drafts = layers.flatMap((layer) => layer.upstreams.get(customName) ?? []);
  const [chosen] = drafts.filter(({ fields }) => fields.has("endpoint"));
  if (chosen === undefined) {
    for (const { where, name } of drafts.flatMap(({ fields }) => [...fields.values()]))
      complain(warning(where, name, "has no effect: no address is given with it"));
    return new Map();
  }
  const others = drafts.filter(({ fields }) => !fields.has("endpoint")).toReversed();
  const fields = new Map([...others, chosen].flatMap((draft) => [...draft.fields]));
  return new Map([[customName, { where: chosen.where, fields: new Map([...fields, ["private", isPrivate]]) }]]);
};

/** Who gives an address here and now may mean one of their own network. */
const isPrivate: Found = { name: "private", value: true, source: "default", where: wholly("command line") };
