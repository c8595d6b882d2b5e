import type { Answer, Tell } from "../../core/answer.ts";
import type { Origin } from "../../core/chat.ts";
import { extrasFor, isOwn } from "../../core/extras.ts";
import { below } from "../../core/origin.ts";
import { merged } from "../../lib/fields.ts";
import { isObject, type JsonObject, objectIn, textOrNull } from "../../lib/json.ts";
import { isEmpty, present, restOf } from "../../lib/json-rest.ts";
import { annotationsOf } from "../openai-chat/annotations.ts";
import { withOneText } from "../openai-chat/answer.ts";
import { readSpoken, spokenFields, writeSpoken } from "../openai-chat/messages.ts";
import { readStop, writeStop } from "../openai-chat/stops.ts";
import { readUsage, untold, writeCost, writeUsage } from "./money.ts";

const dialect = "unified";
const origin: Origin = { dialect, path: [] };

/** A whole answer of `/v1/chat`: one message. What it cost is told to the client and read by nobody. */
export const readAnswer = (body: JsonObject): Answer => {
  const message = objectIn(body["message"]);
  const { finish_reason: finish } = body;
  const id = textOrNull(body["id"]);
  const model = textOrNull(body["model"]);
  const rest = restOf(message, { ...spokenFields(message), role: true });
  const candidate = {
    index: 0,
    blocks: readSpoken(message, below(origin, "message")),
    stop: typeof finish === "string" ? readStop(finish) : null,
    extras: isEmpty(rest) ? {} : { message: rest },
    origin,
  };
  const known = present({ id, model, usage: true, message: true, finish_reason: typeof finish === "string" || null });
  return {
    id,
    model,
    candidates: [candidate],
    usage: isObject(body["usage"]) ? readUsage(body["usage"]).usage : null,
    extras: restOf(body, known),
    origin,
  };
};

/** The body of a whole answer. What is told of provider, cost and time is null where nobody knows. */
export const writeAnswer = (answer: Answer, tell: Tell = untold): JsonObject => {
  const { id, model, usage, candidates } = answer;
  const told = tell({ model, usage, serviceTier: null });
  const [candidate] = candidates;
  const spoken = candidate?.blocks ?? [];
  const blocks = isOwn(dialect, answer) ? spoken : withOneText(spoken);
  const annotations = isOwn(dialect, answer) ? null : annotationsOf(spoken);
  const message = { role: "assistant", content: null, ...writeSpoken(blocks, dialect), ...present({ annotations }) };
  const stop = candidate?.stop ?? null;
  const said = {
    message: merged(objectIn(candidate && extrasFor(dialect, candidate)["message"]), message),
    usage: writeUsage(usage),
    ...present({
      ...{ id, model, provider: told.provider, latency_ms: told.latencyMs },
      finish_reason: stop && writeStop(stop, isOwn(dialect, answer)),
      cost: told.cost && writeCost(usage, told),
    }),
  };
  const unknown = { provider: null, message: null, usage: null, cost: writeCost(usage, told), latency_ms: null };
  return merged(unknown, merged(extrasFor(dialect, answer), said));
};
