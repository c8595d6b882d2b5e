import { detectProvider } from "../core/detect.ts";
import { ProxyError } from "../core/errors.ts";
import type { Provider, Upstream } from "../core/provider.ts";
import type { Step } from "../core/routing.ts";
import { addressed } from "./addressee.ts";
import { fit, nowhere, type Route } from "./route.ts";
import { passed, taken } from "./step.ts";
import type { Table } from "./table.ts";
import type { Traits } from "./traits.ts";

/** Where a request goes, the rule that says so, and the rule of `routes:` that has a say in the rest. */
export type Choice = { readonly upstream: Upstream; readonly rule: string; readonly route: Route | null };

/** The upstream of a request: named by itself, pinned, by a rule, the current one, or the vendor that it speaks to. */
export const chooseUpstream = (traits: Traits, model: string | null, table: Table, steps: Step[]): Choice => {
  const { upstreams } = table;
  const own = namedItself(traits, model, table, steps);
  if (own !== null) return { ...own, route: null };
  const pinned = pinnedTo(traits, table, steps);
  if (pinned !== null) return pinned;
  const route = ruledBy(traits, table, steps);
  const wanted = route?.to.upstream ?? null;
  if (route !== null && wanted !== null && wanted !== "auto")
    return { upstream: upstreams.named(wanted), rule: route.label, route };
  const current = wanted ?? upstreams.current();
  if (current === "auto") return { ...detected(traits, route?.to.model ?? model, table, steps), route };
  return { ...chosen(upstreams.named(current), `current upstream ${current}`, "is chosen", steps), route };
};

const chosen = (upstream: Upstream, rule: string, why: string, steps: Step[]): Omit<Choice, "route"> => {
  steps.push(taken("upstream", rule, why));
  return { upstream, rule };
};

const namedItself = (
  traits: Traits,
  model: string | null,
  table: Table,
  steps: Step[],
): Omit<Choice, "route"> | null => {
  const { headers, addressee } = traits;
  const { upstreams } = table;
  const asked = headers.get("x-proxy-upstream");
  if (asked === "auto") {
    steps.push(taken("upstream", "header x-proxy-upstream", "says auto"));
    return detected(traits, model, table, steps);
  }
  if (asked !== null) return chosen(upstreams.named(asked), "header x-proxy-upstream", `names ${asked}`, steps);
  steps.push(noHeader);
  const meant = addressee === null ? null : addressed(addressee, upstreams.all(), upstreams.current());
  return meant === null ? null : chosen(meant, `body provider ${addressee}`, `means ${meant.name}`, steps);
};

const noHeader = passed("upstream", "header x-proxy-upstream", "was not sent");

const pinnedTo = (traits: Traits, { upstreams }: Table, steps: Step[]): Choice | null => {
  const pin = traits.pin();
  const upstream = pin === null ? undefined : upstreams.all().find(({ name }) => name === pin.upstream);
  if (pin === null || upstream === undefined) {
    steps.push(
      pin === null ? noPin : passed("upstream", "session pin", `there is no upstream ${pin.upstream} any more`),
    );
    return null;
  }
  const to = { ...nowhere, upstream: pin.upstream, model: pin.model };
  return {
    ...chosen(upstream, pinRule, "the conversation has one", steps),
    route: { label: pinRule, conditions: [], to },
  };
};

const pinRule = "session pin";

const noPin = passed("upstream", "session pin", "there is none");

const ruledBy = (traits: Traits, { routes }: Table, steps: Step[]): Route | null => {
  for (const route of routes) {
    const { fits, why } = fit(route, traits);
    steps.push(fits ? taken("upstream", route.label, why) : passed("upstream", route.label, why));
    if (fits) return route;
  }
  return null;
};

const detected = (traits: Traits, model: string | null, { upstreams, providers }: Table, steps: Step[]) => {
  const { path, headers, keyOwner } = traits;
  const signs = { path, headers, dialect: vendorsFormat(traits, providers), model, keyOwner: keyOwner ?? null };
  const found = detectProvider(providers, signs);
  const choosable = upstreams.all().filter(({ isLent }) => !isLent);
  const fitting = choosable.filter(({ provider }) => provider === found?.provider.name);
  const upstream = bestOf(fitting);
  if (found === null || upstream === undefined) throw undecided(fitting, choosable);
  if (found.rule === "model" && traits.ambiguous.includes("model")) throw ambiguous("model");
  steps.push(taken("upstream", `auto: ${found.rule}`, `its ${found.rule} belongs to ${found.provider.label}`));
  return { upstream, rule: `auto: ${found.rule}` };
};

/** The client's format, if any vendor has it: one of our own tells of none. */
const vendorsFormat = ({ dialect }: Traits, providers: readonly Provider[]): Traits["dialect"] =>
  providers.some(({ endpoints }) => endpoints.some(({ dialects }) => dialect !== null && dialects.includes(dialect)))
    ? dialect
    : null;

/** The only one, else the one that bears its vendor's name: a second upstream of a vendor leaves the first as it was. */
const bestOf = (fitting: readonly Upstream[]): Upstream | undefined =>
  fitting.length === 1 ? fitting[0] : fitting.find(({ name, provider }) => name === provider);

/** For a field that the body has twice. Which of the two the vendor reads is its own affair, as long as nothing here goes by it. */
export const ambiguous = (name: string): ProxyError =>
  new ProxyError(
    "ambiguous_json",
    `The body has \`${name}\` twice, with different values, and where it goes depends on it.`,
    { hint: "Send it once." },
  );

const undecided = (fitting: readonly Upstream[], all: readonly Upstream[]): ProxyError => {
  const choices = (fitting.length > 1 ? fitting : all).map(({ name }) => name).join(", ");
  return new ProxyError("upstream_undecided", `This request could go to more than one upstream (${choices}).`, {
    hint: "Choose one: proxy-cli switch-upstream NAME, or send the header x-proxy-upstream.",
  });
};
