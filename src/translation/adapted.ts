import type { DialectName } from "../core/dialect.ts";
import type { Provider } from "../core/provider.ts";
import type { Loss } from "../core/translation.ts";
import { isObject, type JsonObject, listIn, objectIn } from "../lib/json.ts";
import type { Splice } from "../lib/json-splice.ts";
import { bodyChanges, lostFields } from "./body.ts";
import { lost } from "./loss.ts";
import { callIdFor } from "./request/messages/call-ids.ts";
import { takesOf } from "./takes.ts";

/** Whether a vendor refuses some of what others take in a format: only then is a request in it looked at. */
export const isPeculiar = ({ quirks }: Pick<Provider, "quirks">, dialect: DialectName): boolean =>
  dialect === "openai-chat" &&
  (quirks.noDeveloper === true ||
    quirks.callIdLength !== undefined ||
    (quirks.takes ?? []).some(({ dialect: about, fields, renamedFields, choices }) => {
      const says = fields !== undefined || renamedFields !== undefined || choices !== undefined;
      return about === dialect && says;
    }));

/** What is changed in a request so that its vendor takes it, and what of it does not arrive for that. */
export type Adaptation = { readonly splices: readonly Splice[]; readonly losses: readonly Loss[] };

/** The changes of a chat completion without which its vendor would refuse it; everything else stays as it is. */
export const adaptationOf = (
  body: JsonObject,
  provider: Pick<Provider, "quirks">,
  model: string | null,
): Adaptation => {
  const takes = takesOf(provider, "openai-chat", model);
  const changes = bodyChanges(body, takes);
  const top = changes.map(
    (change): Splice =>
      change.do === "set"
        ? { do: "set", path: [change.name], value: change.value }
        : { do: "remove", path: [change.name] },
  );
  const isForced = isObject(body["tool_choice"]) || body["tool_choice"] === "required" || body["tool_choice"] === "any";
  const isTaken = takes.choices.includes("required") && takes.choices.includes("named");
  const choice: readonly Splice[] = isForced && !isTaken ? [{ do: "set", path: ["tool_choice"], value: "auto" }] : [];
  const others = top.filter(({ path }) => choice.length === 0 || path[0] !== "tool_choice");
  return {
    splices: [...others, ...choice, ...messageChanges(body, provider.quirks)],
    losses: [...lost("choice.mode", choice.length), ...lostFields(changes)],
  };
};

/** Roles that are not known, and ids of calls in another shape. */
const messageChanges = (body: JsonObject, { noDeveloper, callIdLength }: Provider["quirks"]): readonly Splice[] =>
  listIn(body["messages"]).flatMap((one, at): Splice[] => {
    const { role, tool_call_id: answered, tool_calls: calls } = objectIn(one);
    const set = (value: unknown, ...path: readonly (string | number)[]): Splice => ({
      ...{ do: "set", path: ["messages", at, ...path], value },
    });
    const changes = role === "developer" && noDeveloper === true ? [set("system", "role")] : [];
    if (callIdLength === undefined) return changes;
    const shape = { shape: new RegExp(`^[a-zA-Z0-9]{${callIdLength}}$`), length: callIdLength };
    const ids = listIn(calls).map((call) => objectIn(call)["id"]);
    const called = ids.flatMap((id, index) =>
      typeof id === "string" && callIdFor(id, shape) !== id
        ? [set(callIdFor(id, shape), "tool_calls", index, "id")]
        : [],
    );
    const isOther = typeof answered === "string" && callIdFor(answered, shape) !== answered;
    return [...changes, ...called, ...(isOther ? [set(callIdFor(answered, shape), "tool_call_id")] : [])];
  });
