import type { TokenRules } from "../core/caller.ts";
import { ProxyError } from "../core/errors.ts";
import type { Exchange, Plan, Target } from "../core/exchange.ts";
import { listedAt } from "../core/list-path.ts";
import { modelName } from "../core/model-name.ts";
import { anyGlob } from "../lib/glob.ts";
import { scanTopLevel } from "../lib/json-scan.ts";
import { unescaped } from "../lib/unescaped.ts";

/** Whether a token may use a model at an upstream; null = the request says no model. */
export type MayUse = (upstream: string, model: string | null) => boolean;

/** What a token with these rules may use; null = everything. */
export const rightsOf = (rules: TokenRules | undefined): MayUse | null => {
  if (rules === undefined || (rules.upstreams.length === 0 && rules.models.length === 0)) return null;
  const isUpstream = fitting(rules.upstreams);
  const isModel = fitting(rules.models);
  return (upstream, model) => isUpstream(upstream) && (model === null || isModel(model));
};

/**
 * What of a plan the token of an exchange may do. Where it was to go first decides; what else it could have tried is left
 * out where that is not allowed. A list of models may be put together from where it may go. Throws `not_allowed`.
 */
export const allowedPlan = (exchange: Exchange): Plan => {
  const { plan } = exchange;
  const { token, rules } = exchange.caller();
  const mayUse = rightsOf(rules);
  if (mayUse === null || rules === undefined || plan.targets.length === 0) return plan;
  const asked = modelAsked(exchange);
  if (asked === null && rules.models.length > 0 && runsModel(exchange)) throw unsaid(token, rules);
  const modelAt = (target: Target): string | null => target.model ?? asked;
  const first = plan.targets.find(({ upstream }) => upstream.name === plan.decision?.upstream) ?? plan.targets[0];
  const targets = plan.targets.filter((target) => mayUse(target.upstream.name, modelAt(target)));
  if (first !== undefined && !targets.includes(first)) {
    const refusal = notAllowed(token, rules, first.upstream.name, modelAt(first));
    if (listedAt(exchange.request.method, exchange.path) === null) throw refusal;
    return { ...plan, targets, refusal };
  }
  return targets.length === plan.targets.length ? plan : { ...plan, targets };
};

/**
 * The model that a request names, also on a path that is only passed on; null = it names none that can be known. One that
 * its vendor could read otherwise than we do is none: said twice, packed, or in a place where nobody looks.
 */
const modelAsked = ({ notes, body, path, query, upgrade, request }: Exchange): string | null => {
  if (upgrade !== null) return path.endsWith("/realtime") ? new URLSearchParams(query).get("model") : null;
  if (notes.ambiguous.includes("model") || request.headers.has("content-encoding")) return null;
  if (contradicts(path, notes.model)) return null;
  if (notes.model !== null) return notes.model;
  if (body.kind !== "held") return null;
  const { found, ambiguous } = scanTopLevel(body.bytes, ["model"]);
  return typeof found.model === "string" && ambiguous.length === 0 ? found.model : null;
};

/** Whether the path names another model than the body: of one that ends in `:method` the path is what counts. */
const contradicts = (path: string, model: string | null): boolean => {
  if (!/:[A-Za-z]+$/.test(path)) return false;
  const named = /\/models\/([^/:]+)/.exec(path)?.[1];
  return named === undefined || (model !== null && modelName(unescaped(named)) !== model);
};

/** Whether a model may be set to work by it: what only looks, or throws away, needs none. */
const runsModel = ({ request, upgrade }: Exchange): boolean =>
  upgrade !== null || !/^(GET|HEAD|OPTIONS|DELETE)$/.test(request.method);

const fitting = (patterns: readonly string[]): ((name: string) => boolean) =>
  patterns.length === 0 ? () => true : anyGlob(patterns).fits;

const notAllowed = (token: string | null, rules: TokenRules, upstream: string, model: string | null): ProxyError => {
  const isUpstream = fitting(rules.upstreams)(upstream);
  const what = isUpstream ? `model "${model}"` : `upstream "${upstream}"`;
  return new ProxyError("not_allowed", `The token "${token}" may not use ${what}.`, { hint: mayHint(token, rules) });
};

const unsaid = (token: string | null, rules: TokenRules): ProxyError =>
  new ProxyError("not_allowed", `The token "${token}" may use some models only, and this request does not say which.`, {
    hint: mayHint(token, rules),
  });

const mayHint = (token: string | null, { upstreams, models }: TokenRules): string => {
  const may = [
    ...(upstreams.length === 0 ? [] : [`upstreams ${upstreams.join(", ")}`]),
    ...(models.length === 0 ? [] : [`models ${models.join(", ")}`]),
  ].join("; ");
  return `It may use ${may}. Whoever made it can change that: proxy-cli token limit ${token}.`;
};
