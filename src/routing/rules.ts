import type { Values } from "../config/schema.ts";
import type { Provider } from "../core/provider.ts";
import { conditionsOf, type When } from "./conditions.ts";
import { fallbackOf, fallbacksFrom } from "./fallbacks.ts";
import { mapsFrom } from "./maps.ts";
import { defaultModelAt } from "./model-map.ts";
import { formatWords, nowhere, type Route, type RouteTo } from "./route.ts";
import type { Table, VendorWishes } from "./table.ts";

/** What settings say of routing, ready to be asked. */
export type Rules = Pick<Table, "routes" | "fallbacks" | "maps" | "vendors" | "scalesTokens">;

/** What decisions are made from under these settings. */
export const tableFrom = (values: Values, upstreams: Table["upstreams"], providers: readonly Provider[]): Table => ({
  upstreams,
  providers,
  ...rulesFrom(values, providers),
  standIn: (asked, upstream) => defaultModelAt(asked, upstream, providers),
});

/** The rules of a configuration: the user's own first, then those that have a setting of their own. */
export const rulesFrom = (values: Values, providers: readonly Provider[]): Rules => ({
  routes: [...values.routes.map(ownRoute), ...settingRoutes(values)],
  fallbacks: fallbacksFrom(values.fallbacks),
  scalesTokens: values["translate.scale_tokens"],
  maps: mapsFrom(values.models),
  vendors: new Map(
    providers.flatMap(({ name, split }) => (split === null ? [] : [[name, wishesFor(name, values)] as const])),
  ),
});

const ownRoute = ({ name, when = {}, to }: Values["routes"][number], index: number): Route => ({
  label: labelOf(name, index),
  conditions: conditionsOf(when),
  to: {
    upstream: to.upstream ?? null,
    model: to.model ?? null,
    dialect: to.dialect ?? null,
    thinking: to.thinking ?? null,
    scaleTokens: to.scale_tokens ?? null,
    memory: to.memory ?? null,
    fallback:
      to.fallbacks === undefined
        ? null
        : fallbackOf(`${labelOf(name, index)} fallbacks`, to.fallbacks, to.fallback_after),
  },
});

const labelOf = (name: string | undefined, index: number): string =>
  name === undefined ? `routes[${index}]` : `routes[${index}] ${name}`;

/** In the order in which they are asked: what a model cannot do at all comes before what it would do less well. */
const settingRoutes = (values: Values): readonly Route[] =>
  (
    [
      ["router.image", { images: true }],
      ["router.long_context", { input_tokens: { above: values["router.long_context_tokens"] } }],
      ["router.background", { background: true }],
      ["router.web_search", { tools: searchTools }],
      ["router.think", { thinking: true }],
    ] as const satisfies readonly (readonly [keyof Values, When])[]
  ).flatMap(([label, when]) => {
    const to = placeIn(values[label]);
    return to === null ? [] : [{ label, conditions: conditionsOf(when), to }];
  });

/** What vendors and clients call a tool that searches the web. */
const searchTools = ["web_search*", "websearch*", "google_search*", "googleSearch*"];

/** `UPSTREAM,MODEL` or `MODEL`; null = empty. */
const placeIn = (written: string): RouteTo | null => {
  if (written === "") return null;
  const [first = "", second] = written.split(",").map((part) => part.trim());
  return second === undefined ? { ...nowhere, model: first } : { ...nowhere, upstream: first, model: second };
};

/** The settings that a vendor has under its own name. */
const wishesFor = (vendor: string, values: Values): VendorWishes => {
  const said = (key: string): unknown => (values as Readonly<Record<string, unknown>>)[`${vendor}.${key}`];
  const [format, thinking] = [said("text_endpoint"), said("thinking")];
  return {
    textFormat: typeof format === "string" && format in formatWords ? (format as keyof typeof formatWords) : null,
    textModel: textOrNull(said("text_model")),
    imageModel: textOrNull(said("vision_model")),
    thinking: thinking === "on" ? true : thinking === "off" ? false : null,
  };
};

const textOrNull = (value: unknown): string | null => (typeof value === "string" ? value : null);
