import { placeOfHost } from "../../lib/ip.ts";
import { isLoopback } from "../../lib/loopback.ts";
import { customName } from "../servers/upstream.ts";
import { type Complain, warning, wholly } from "../text/problems.ts";
import type { Draft, Found, Layer } from "./layer.ts";

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
  tellOpen(fields, complain);
  return new Map([[customName, { where: chosen.where, fields: new Map([...fields, ["private", isPrivate]]) }]]);
};

/** Who gives an address here and now may mean one of their own network. */
const isPrivate: Found = { name: "private", value: true, source: "default", where: wholly("command line") };

/** It is allowed here, since a name may be one of their own network; over the public one everybody could read along. */
const tellOpen = (fields: Draft["fields"], complain: Complain): void => {
  const address = fields.get("endpoint");
  const url = URL.parse(String(address?.value));
  if (address === undefined || url?.protocol !== "http:" || !fields.has("api_key")) return;
  const place = placeOfHost(url.hostname);
  if (isLoopback(url.hostname) || place === "private" || place === "loopback") return;
  complain(warning(address.where, address.name, `http:// sends the key in the clear to ${url.hostname}`));
};
