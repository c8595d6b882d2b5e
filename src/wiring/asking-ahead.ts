import type { Values } from "../config/schema.ts";
import type { Exchange } from "../core/exchange.ts";
import { isEditing } from "../core/memory.ts";
import type { OwnPlace } from "../core/own-call.ts";
import type { Provider, Upstream } from "../core/provider.ts";
import { nextTurn } from "../lib/slices.ts";
import { askForCondensation } from "../memory/condense/asking.ts";
import { type Ahead, nothingAhead } from "../memory/engine/ahead.ts";
import type { Asked, Prepared } from "../memory/engine/index.ts";
import { askForDescriptions } from "../memory/images/asking.ts";
import { frontierOf } from "../memory/transcript/transcript.ts";
import type { MemoryServices } from "../middleware/memory.ts";
import { isOurs } from "../own-calls.ts";
import { providers } from "../providers/index.ts";
import type { Surroundings } from "./surroundings.ts";

type Around = Pick<Surroundings, "ownCalls" | "answers" | "upstreams" | "meter" | "log">;
type Asking = { readonly ahead: Ahead; readonly askAhead: NonNullable<MemoryServices["memory"]["askAhead"]> };

/** What is asked in the background under one configuration, and what has come of it. */
export const askingAhead = (values: Values, around: Around): Asking => ({
  ahead: {
    said: around.answers.get,
    agesUndescribed: values["memory.vision.age_undescribed"],
    condensation: values["memory.condense.strategy"],
  },
  askAhead: (exchange, prepared, asked) => {
    if (!isEditing(asked.mode) || asked.policy === null || values["memory.own_calls_budget"] <= 0) return;
    const asking = { exchange, values, around, prepared, asked };
    void nextTurn().then(() => {
      try {
        describe(asking);
        condense(asking);
      } catch (thrown) {
        const what = thrown instanceof Error ? thrown.name : "unknown"; // its message may quote a body
        around.log.write("error", "nothing is asked ahead", { what });
      }
    });
  },
});

type Request = {
  readonly exchange: Exchange;
  readonly values: Values;
  readonly around: Around;
  readonly prepared: Prepared;
  readonly asked: Asked;
};

/** Whose conversation it is, is found out while the vendor answers; nothing else is held of the request. */
const sessionOf =
  ({ notes }: Exchange) =>
  (): string | null =>
    notes.session?.id ?? null;

const describe = ({ exchange, values, around, prepared, asked }: Request): void => {
  const place = values["memory.vision.describe"] ? visionPlace(exchange, values, around) : null;
  if (place === null) return;
  const { pieces, decisions } = prepared;
  askForDescriptions({
    ...{ transcript: asked.transcript, pieces, place, calls: around.ownCalls, session: sessionOf(exchange) },
    isDecided: (key) => (decisions.get(key)?.steps.length ?? 0) > 0,
    maxTokens: values["memory.vision.description_tokens"],
  });
};

const condense = ({ exchange, values, around, prepared, asked }: Request): void => {
  const { transcript, policy, moment, ahead = nothingAhead } = asked;
  if (policy === null || !policy.batches || ahead.condensation === "off") return;
  const place = placeOf(exchange, values["memory.condense.upstream"], values["memory.condense.model"], around);
  if (place === null) return;
  const { pieces, decisions: known } = prepared;
  const question = {
    ...{ transcript, pieces, known, pinned: new Set<string>(), policy, moment, ahead },
    ...{ frontier: frontierOf(transcript), measure: around.meter.measure, lookup: () => null },
  };
  askForCondensation(question, { calls: around.ownCalls, place, session: sessionOf(exchange) });
};

/** Where images are looked at; null = nowhere, for want of a key of ours. */
const visionPlace = (exchange: Exchange, values: Values, around: Around): OwnPlace | null => {
  const place = placeOf(exchange, values["memory.vision.upstream"], values["memory.vision.model"], around);
  if (place === null || values["memory.vision.model"] !== "") return place;
  const model = visionModelOf(place.upstream, values) ?? place.model;
  return model === null ? null : { upstream: place.upstream, model };
};

/** The upstream that is named, or the conversation's own where its key is ours: a client's key pays for nothing of ours. */
const placeOf = (
  { plan, notes }: Exchange,
  upstreamName: string,
  modelName: string,
  { upstreams }: Around,
): { readonly upstream: Upstream; readonly model: string } | null => {
  const [target] = plan.targets;
  const upstream = upstreamName === "" ? target?.upstream : upstreams.all().find(({ name }) => name === upstreamName);
  const model = modelName === "" ? (target?.model ?? notes.model) : modelName;
  if (upstream === undefined || model === null) return null;
  return (upstreamName === "" ? upstream.key !== null : isOurs(upstream)) ? { upstream, model } : null;
};

/** What the settings of a vendor say of its model for images. */
const visionModelOf = ({ provider }: Upstream, values: Values): string | null => {
  const found: Provider | undefined = providers.find(({ name }) => name === provider);
  const said = (values as Readonly<Record<string, unknown>>)[`${provider}.vision_model`];
  return found?.split !== null && typeof said === "string" && said !== "" ? said : null;
};
