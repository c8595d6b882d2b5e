import type { ModelView, UpstreamsView, UpstreamView } from "../../src/control/contract.ts";
import { ProxyError } from "../../src/core/errors.ts";
import type { Offer } from "../../src/offline/asking.ts";
import type { Context } from "../command.ts";
import { oneModel } from "../models/view.ts";
import { visible } from "../output/visible.ts";
import { noUpstream } from "../upstreams/view.ts";
import { keyHeaders } from "./key.ts";

/** Where a command asks a model something of its own, through the running daemon. */
export type Place = {
  readonly upstream: string;
  readonly model: string;
  readonly offer: Offer;
  /** The daemon's own address. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
};

/** What a person has said of the place; null = nothing. */
export type Wanted = { readonly upstream: string | null; readonly model: string | null; readonly command: string };

/**
 * The upstream that is meant, else the current one, and the model, else the cheapest that is known to talk there. `label`
 * is on every request. Throws `not_running`, `upstream_unknown`, `usage` and `key_rejected`.
 */
export const placeFor = async (
  context: Context,
  { upstream, model, command }: Wanted,
  label: string,
): Promise<Place> => {
  const { client } = context;
  const { url } = await client.status({});
  const chosen = upstreamIn(await client.upstreams({}), upstream, command);
  const asked = model === null ? await cheapest(context, chosen.name, command) : oneModel(model);
  const { offerAt } = await import("../../src/offline/asking.ts");
  const headers = {
    "user-agent": "proxy-cli/1",
    "content-type": "application/json",
    "anthropic-version": "2023-06-01",
    "x-proxy-upstream": chosen.name,
    "x-proxy-label": label,
    "x-proxy-session": label,
    "x-proxy-memory": "off", // what is asked is meant to arrive as it is
    ...(await keyHeaders(context, chosen)),
  };
  return { upstream: chosen.name, model: asked, offer: offerAt(context, chosen, asked), url, headers };
};

const upstreamIn = ({ upstreams, current }: UpstreamsView, asked: string | null, command: string): UpstreamView => {
  const name = asked ?? current;
  const names = upstreams.map((one) => one.name);
  const found = upstreams.find((one) => one.name === name);
  if (found !== undefined) return found;
  if (name !== "auto") throw noUpstream(name, names, command);
  throw new ProxyError("usage", "auto is no place of its own, so say which upstream is meant.", {
    hint: `Try: proxy-cli ${command} ${names[0] ?? "simulator"}   (or ${names.slice(1).join(", ")})`,
  });
};

const cheapest = async ({ client }: Context, upstream: string, command: string): Promise<string> => {
  const { models } = await client.models({ upstream });
  const priced = models.flatMap((model) => {
    const price = priceAt(model, upstream);
    return price === null || model.tier === null ? [] : [{ name: model.name, price }];
  });
  const [first] = priced.toSorted((a, b) => a.price - b.price || a.name.localeCompare(b.name));
  if (first !== undefined) return first.name;
  throw new ProxyError("usage", `Nobody here knows which models "${visible(upstream)}" has, so say which is meant.`, {
    hint: `Try: proxy-cli ${command} ${upstream} --model NAME`,
  });
};

/** What a million tokens of its answers cost there; null = nobody knows, or it costs nothing and may be no real one. */
const priceAt = ({ upstreams }: ModelView, upstream: string): number | null => {
  const rates = upstreams.find((one) => one.upstream === upstream)?.rates ?? null;
  return rates === null || rates.output === 0 ? null : rates.output;
};
