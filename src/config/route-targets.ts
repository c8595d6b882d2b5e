import type { Upstream } from "../core/provider.ts";
import { nearest } from "../lib/nearest.ts";
import { checkFallbacks, checkRouteFallbacks, type TellMistake } from "./fallback-targets.ts";
import type { Found } from "./layers/layer.ts";
import type { RouteSetting, SettingName, Values } from "./schema.ts";
import { type Complain, problem } from "./text/problems.ts";
import { whereOf } from "./text/shape.ts";
import { shownValue } from "./text/shown.ts";

/** What rules are compared with. */
export type Known = {
  readonly values: Values;
  /** Where the value of a setting was found; null = it is the default. */
  readonly foundOf: (name: SettingName) => Found | null;
  /** Upstreams by their names, also those with a mistake of their own. */
  readonly names: readonly string[];
  readonly upstreams: readonly Upstream[];
};

/** The settings that name an upstream before a comma. */
const places = [
  "router.image",
  "router.long_context",
  "router.background",
  "router.web_search",
  "router.think",
] as const;

/** Complains of rules, maps and places that name an upstream which is not there, or a format that it does not speak. */
export const checkTargets = (known: Known, complain: Complain): void => {
  const { values } = known;
  for (const [index, { to }] of values.routes.entries()) {
    if (to.upstream !== undefined && to.upstream !== "auto")
      check(known, "routes", [index, "to", "upstream"], to.upstream, complain);
    checkFormat(known, index, to, complain);
    checkRouteFallbacks(to, index, known.names, telling(known, "routes", complain));
  }
  checkFallbacks(values.fallbacks, known.names, telling(known, "fallbacks", complain));
  for (const upstream of Object.keys(values.models))
    if (upstream !== "*") check(known, "models", [upstream], upstream, complain);
  for (const name of places) {
    const [upstream = "", model] = values[name].split(",");
    if (model !== undefined) check(known, name, [], upstream, complain);
  }
};

type Path = readonly (string | number)[];

const telling =
  ({ foundOf }: Known, setting: SettingName, complain: Complain): TellMistake =>
  (path, what, details) =>
    tell(foundOf(setting), setting, path, what, details, complain);

const check = (
  { names, foundOf }: Known,
  setting: SettingName,
  path: Path,
  upstream: string,
  complain: Complain,
): void => {
  if (names.includes(upstream)) return;
  const what = `there is no upstream of this name; known: ${names.join(", ")}`;
  tell(
    foundOf(setting),
    setting,
    path,
    what,
    { got: shownValue("upstream", upstream), nearest: nearest(upstream, names) },
    complain,
  );
};

const checkFormat = (
  { upstreams, foundOf }: Known,
  index: number,
  { upstream: name, dialect }: RouteSetting["to"],
  complain: Complain,
): void => {
  const upstream = upstreams.find((one) => one.name === name);
  if (upstream === undefined || dialect === undefined) return;
  const spoken = upstream.endpoints.flatMap(({ dialects }) => dialects);
  if (spoken.some((one) => one === dialect || one.startsWith(`${dialect}-`))) return;
  const what = `is not spoken at ${upstream.name}, only ${spoken.join(", ")}`;
  tell(foundOf("routes"), "routes", [index, "to", "dialect"], what, { got: dialect }, complain);
};

const tell = (
  found: Found | null,
  setting: SettingName,
  path: Path,
  what: string,
  details: { readonly got?: string; readonly nearest?: string | null },
  complain: Complain,
): void => {
  if (found === null) return; // defaults name nothing
  const where = found.node === undefined ? found.where : whereOf(found.node, path);
  complain(problem(where, [setting, ...path].join("."), what, details));
};
