import type { DialectName } from "../core/dialect-name.ts";
import type { Provider } from "../core/provider.ts";
import type { Takes } from "../core/takes.ts";
import type { Loss } from "../core/translation.ts";
import { isObject, type JsonObject } from "../lib/json.ts";
import type { Splice } from "../lib/json-splice.ts";
import { messageChanges } from "./adapted-messages.ts";
import { bodyChanges, lostFields } from "./body.ts";
import { lost } from "./loss.ts";
import { nearestEffort } from "./request/settings/efforts.ts";
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

/**
 * Whether a request may hold what its vendor would refuse. The clients of the vendor whose format it is know that: it is
 * looked at only where another vendor's client has written it (`client`; null = nobody knows), or another vendor's answers
 * stand in it; a look at its bytes tells.
 */
export const mayBeRefused = (provider: Provider, dialect: DialectName, { client, bytes }: Writer): boolean => {
  if (!isPeculiar(provider, dialect)) return false;
  if (!provider.homeOf.includes(dialect)) return true;
  const vendor = client();
  const isStranger = vendor !== null && vendor !== provider && isPeculiar(vendor, dialect);
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return isStranger || strangeWords.some((word) => text.includes(word));
};

/** Who has written a request, and its bytes. */
export type Writer = { readonly client: () => Provider | null; readonly bytes: Uint8Array };

/** What answers of Mistral's and z.ai's have, and OpenAI's do not. */
const strangeWords: readonly string[] = ['"thinking"', '"reasoning_content"', '"prefix"'];

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
  const effort = effortChange(body, takes, provider.quirks);
  const { splices, thoughts } = messageChanges(body, { ...provider.quirks, ...takes });
  return {
    splices: [...others, ...choice, ...effort, ...splices],
    losses: [...lost("choice.mode", choice.length), ...lostFields(changes), ...lost("thinking.foreign", thoughts)],
  };
};

/** An effort that none of the vendor's models has is refused where only some fields are taken at all. */
const effortChange = (
  { reasoning_effort: said }: JsonObject,
  { fields, reasoning }: Takes,
  { takes = [] }: Provider["quirks"],
): readonly Splice[] => {
  const known = ["none", ...takes.flatMap((one) => one.reasoning?.efforts ?? [])];
  if (fields === null || typeof said !== "string" || known.includes(said)) return [];
  const near = nearestEffort(said, reasoning?.efforts ?? []);
  const path = ["reasoning_effort"];
  return [near === null ? { do: "remove", path } : { do: "set", path, value: near }];
};
