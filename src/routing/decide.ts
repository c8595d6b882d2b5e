import type { DialectName } from "../core/dialect-name.ts";
import type { Plan } from "../core/exchange.ts";
import type { Upstream } from "../core/provider.ts";
import type { Decision, Step } from "../core/routing.ts";
import type { Fallback } from "./fallbacks.ts";
import { type FormatWish, formatOf, mannerOf, type Place } from "./format.ts";
import { type ModelQuestion, mappingFor, modelOf } from "./model.ts";
import { nowhere, type Route } from "./route.ts";
import { passed } from "./step.ts";
import { type Suffixed, suffixOf } from "./suffix.ts";
import { noWishes, providerOf, type Table } from "./table.ts";
import type { Traits } from "./traits.ts";
import { ambiguous, type Choice, chooseUpstream } from "./upstream.ts";

/** Where a request goes, and what becomes of it on the way. */
export type Decided = {
  readonly decision: Decision;
  readonly upstream: Upstream;
  /** The format by which the address is found; another one than the client's only for a chat. */
  readonly format: DialectName;
  /** The model's name there; null = what the client said, if anything. */
  readonly model: string | null;
  /** Whether the model thinks where the client does not say; null = nobody minds. */
  readonly thinking: boolean | null;
  /** Whether that is a switch of the vendor's own in this format, and no effort. */
  readonly hasThinkingSwitch: boolean;
  /** Whether told input tokens are scaled; a number is the factor. */
  readonly scaleTokens: boolean | number;
  /** How its conversation is treated, where the rule says so; `why` is the rule. */
  readonly memory: Plan["memory"] | null;
  /** Where it goes instead, where the rule says that too. */
  readonly fallback: Fallback | null;
};

/**
 * Where a request goes and why. Throws `upstream_unknown`, `upstream_undecided`, `ambiguous_json`, `dialect_unsupported`,
 * `websocket_unsupported`.
 */
export const decide = (traits: Traits, table: Table): Decided => {
  const steps: Step[] = [];
  const suffixed = suffixOf(traits.model);
  const choice = chooseUpstream(traits, suffixed?.model ?? traits.model, table, steps);
  return decidedAt(traits, choice, suffixed, table, steps);
};

/** What takes the place of an upstream: another one, another model there, or both. */
type Instead = { readonly upstream: Upstream; readonly rule: string; readonly model: string | null };

/** The same request, where it goes to another place than was decided; throws as `decide` does. */
export const decideInstead = (
  traits: Traits,
  { upstream, rule, model }: Instead,
  { thinking, hasThinkingSwitch, scaleTokens }: Decided,
  before: readonly Step[],
  table: Table,
): Decided => {
  const to = { ...nowhere, model, thinking: hasThinkingSwitch ? null : thinking, scaleTokens };
  const choice = { upstream, rule, route: { label: rule, conditions: [], to } };
  return decidedAt(traits, choice, suffixOf(traits.model), table, [...before]);
};

const decidedAt = (traits: Traits, choice: Choice, suffixed: Suffixed | null, table: Table, steps: Step[]): Decided => {
  const place = { upstream: choice.upstream, provider: providerOf(choice.upstream, table) };
  const chat = (own: DialectName): Decided =>
    chatAt(traits, own, choice, place, honoured(traits.model, suffixed, choice, table, steps), table, steps);
  // What is said in a WebSocket is no request of its own.
  if (traits.dialect !== null && !traits.isSocket) return chat(traits.dialect);
  const counted = traits.counted === null ? null : chat(traits.counted).model;
  return passedOn(traits, counted, choice, place, table, steps);
};

/** What is no chat goes out as it came; a chat that is to be counted, as the model that its answer would be asked of. */
const passedOn = (
  traits: Traits,
  counted: string | null,
  { rule, upstream }: Choice,
  place: Place,
  table: Table,
  steps: Step[],
): Decided => {
  const format = mannerOf(traits, place, table.providers);
  const decision = {
    rule,
    upstream: upstream.name,
    from: null,
    to: null,
    asked: traits.model,
    model: counted ?? traits.model,
    steps,
  };
  return {
    decision,
    upstream,
    format,
    model: counted,
    thinking: null,
    hasThinkingSwitch: false,
    scaleTokens: false,
    memory: null,
    fallback: null,
  };
};

const chatAt = (
  traits: Traits,
  own: DialectName,
  { rule, upstream, route }: Choice,
  place: Place,
  suffixed: Suffixed | null,
  table: Table,
  steps: Step[],
): Decided => {
  const wishes = table.vendors.get(place.provider.name) ?? noWishes;
  const to = route?.to ?? nowhere;
  const hasImages = place.provider.split !== null && holdsImages(traits, place, steps);
  const format = formatOf(own, place, formatWishes(place, route, suffixed, hasImages, wishes.textFormat), steps);
  const model = modelAt(traits, own, format, { suffixed, route, hasImages }, place, table, steps);
  if (model !== traits.model && traits.ambiguous.includes("model")) throw ambiguous("model");
  const hasSwitch = place.provider.split?.thinkingDialect === format;
  const decision = { rule, upstream: upstream.name, from: own, to: format, asked: traits.model, model, steps };
  return {
    decision,
    upstream,
    format,
    model: model === traits.model ? null : model,
    thinking: to.thinking ?? (hasSwitch ? wishes.thinking : null),
    hasThinkingSwitch: hasSwitch,
    scaleTokens: to.scaleTokens ?? table.scalesTokens,
    memory: route === null || to.memory === null ? null : { mode: to.memory, why: route.label },
    fallback: to.fallback,
  };
};

type Named = Pick<ModelQuestion, "route" | "hasImages"> & { readonly suffixed: Suffixed | null };

/** The model's name there. One that stands in a body that nobody can change stays what it is. */
const modelAt = (
  traits: Traits,
  own: DialectName,
  format: DialectName,
  { suffixed, route, hasImages }: Named,
  place: Place,
  table: Table,
  steps: Step[],
): string | null => {
  const asked = suffixed?.model ?? traits.model;
  const model = asked === null ? (route?.to.model ?? null) : modelOf({ asked, route, hasImages }, place, table, steps);
  if (model === traits.model || format !== own || own === "gemini" || traits.fixed === null) return model;
  steps.push(passed("model", "body", `${model} is not asked for: ${traits.fixed}`));
  return traits.model;
};

/** An ending that asks for a format, unless a map has the whole name: then it is part of it. */
const honoured = (
  model: string | null,
  suffixed: Suffixed | null,
  { upstream }: Choice,
  { maps }: Table,
  steps: Step[],
): Suffixed | null => {
  if (model === null || suffixed === null) return null;
  const found = mappingFor(model, upstream.name, maps);
  if (found?.mapping.glob.text.toLowerCase() !== model.toLowerCase()) return suffixed;
  steps.push(passed("format", `suffix -${suffixed.word}`, `models.${found.name} has the whole name`));
  return null;
};

const holdsImages = (traits: Traits, { provider }: Place, steps: Step[]): boolean => {
  if (!traits.mayHoldImage()) return false;
  const content = traits.content();
  if (content.unknown === null) return content.images > 0;
  steps.push(passed("format", `${provider.name} images`, content.unknown));
  return false;
};

/** Who has a say in the format, the strongest first. */
const formatWishes = (
  { provider: { name, split } }: Place,
  route: Route | null,
  suffixed: Suffixed | null,
  hasImages: boolean,
  textFormat: FormatWish["word"] | null,
): readonly FormatWish[] => {
  const wishes: FormatWish[] = [];
  const said = route?.to.dialect ?? null;
  if (route !== null && said !== null) wishes.push({ rule: route.label, word: said, why: `says ${said}` });
  if (split !== null && hasImages) wishes.push({ rule: `${name} images`, word: split.imageDialect, why: "has images" });
  if (suffixed !== null) wishes.push({ rule: `suffix -${suffixed.word}`, word: suffixed.word, why: "asks for it" });
  if (textFormat !== null) wishes.push({ rule: `${name}.text_endpoint`, word: textFormat, why: `says ${textFormat}` });
  return wishes;
};
