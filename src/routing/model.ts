import type { Step } from "../core/routing.ts";
import type { Place } from "./format.ts";
import type { Route } from "./route.ts";
import { passed, taken } from "./step.ts";
import { type Mapping, noWishes, type Table } from "./table.ts";

/** What a model is looked for by. */
export type ModelQuestion = {
  /** As the client said it, without an ending that asks for a format. */
  readonly asked: string;
  /** The rule of `routes:` that is for it; null = none is. */
  readonly route: Route | null;
  readonly hasImages: boolean;
};

/** The model that is asked for at an upstream: by the rule, by a map, in another vendor's place, or by its own name. */
export const modelOf = (question: ModelQuestion, place: Place, table: Table, steps: Step[]): string => {
  const { asked, route } = question;
  const said = route?.to.model ?? null;
  if (route !== null && said !== null) {
    steps.push(taken("model", route.label, `says ${said}`));
    return said;
  }
  const model = mapped(asked, place, table, steps) ?? replaced(asked, place, table, steps) ?? asked;
  return question.hasImages ? seeing(model, place, table, steps) : model;
};

/** What `models:` of the upstream say of a model, then those of every upstream. */
export const mappingFor = (
  model: string,
  upstream: string,
  maps: Table["maps"],
): { readonly name: string; readonly mapping: Mapping } | null => {
  if (maps.size === 0) return null;
  for (const name of [upstream, "*"]) {
    const mapping = maps.get(name)?.find(({ glob }) => glob.fits(model));
    if (mapping !== undefined) return { name, mapping };
  }
  return null;
};

const mapped = (asked: string, { upstream }: Place, { maps }: Table, steps: Step[]): string | null => {
  const found = mappingFor(asked, upstream.name, maps);
  if (found === null) {
    if (maps.size > 0) steps.push(passed("model", `models.${upstream.name}`, `says nothing of ${asked}`));
    return null;
  }
  const { name, mapping } = found;
  steps.push(taken("model", `models.${name}`, `${mapping.glob.text}: ${mapping.model}`));
  return mapping.model;
};

/** Another vendor's model, where its name would mean nothing. */
const replaced = (asked: string, { upstream, provider }: Place, table: Table, steps: Step[]): string | null => {
  if (provider.takesAnyKey) return null;
  const stand = table.standIn(asked, upstream);
  if (stand === null) return null;
  const { textModel } = table.vendors.get(provider.name) ?? noWishes;
  const isSmall = stand.model === provider.models?.defaults.small;
  const model = isSmall || textModel === null ? stand.model : textModel;
  steps.push(taken("model", model === stand.model ? "model map" : `${provider.name}.text_model`, stand.why));
  return model;
};

/** The model for images, where the vendor has one apart and this one is none. */
const seeing = (model: string, { provider }: Place, { vendors }: Table, steps: Step[]): string => {
  const { imageModel } = vendors.get(provider.name) ?? noWishes;
  if (provider.split === null || imageModel === null) return model;
  if (provider.split.imageModels.test(model)) {
    steps.push(passed("model", `${provider.name}.vision_model`, `${model} takes images`));
    return model;
  }
  steps.push(taken("model", `${provider.name}.vision_model`, `${model} takes no images`));
  return imageModel;
};
