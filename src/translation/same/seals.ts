import type { Edit } from "../../core/edit.ts";
import type { Provider } from "../../core/provider.ts";
import { type OwnedSeal, readSeal, sealMark } from "../../core/seal.ts";
import type { Loss } from "../../core/translation.ts";
import { isObject, type JsonObject, type JsonPath, listIn, objectIn } from "../../lib/json.ts";
import { lost } from "../loss.ts";

const by = "seals";

/**
 * What has to change in a client's body, in its own format, where thoughts in it came of other vendors through ours: those
 * of this one are opened, those of others go. A body without a mark of ours needs no look (`mayHoldSeals`).
 */
export const sealChanges = (
  body: JsonObject,
  { name, quirks }: Pick<Provider, "name" | "quirks">,
): { readonly edits: readonly Edit[]; readonly losses: readonly Loss[] } => {
  const found = sealsIn(body, []);
  const opened = found.filter(({ owned }) => owned.provider === name).map(openedEdit);
  const gone = found.filter(({ owned }) => owned.provider !== name).map(goneWith);
  const calmed = gone.length > 0 && quirks.thoughtBegins === true ? withoutBudget(body, gone) : [];
  const edits = [...opened, ...removals(body, gone), ...calmed];
  return {
    edits,
    losses: [...lost("thinking.foreign", gone.length), ...lost("reasoning.thought-gone", calmed.length)],
  };
};

/** Whether bytes hold a mark of ours at all; a quick look at each. */
export const mayHoldSeals = (bytes: Uint8Array): boolean =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).includes(sealMark);

/** A marked seal, the object that it is in, and where. */
type Found = { readonly path: JsonPath; readonly holder: JsonObject; readonly owned: OwnedSeal };

const sealsIn = (value: unknown, path: JsonPath): Found[] => {
  if (path.length > maxDepth) return [];
  if (Array.isArray(value)) return value.flatMap((one: unknown, at) => sealsIn(one, [...path, at]));
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([name, inside]) => {
    if (typeof inside !== "string") return sealsIn(inside, [...path, name]);
    const isSeal = fields.get(name)?.(value) === true && inside.startsWith(sealMark);
    return isSeal ? [{ path: [...path, name], holder: value, owned: readSeal(inside) }] : [];
  });
};

/** No format has a seal deeper than this; what is deeper is somebody's attempt at our stack. */
const maxDepth = 12;

/** The fields that seals stand in, and of what; in arguments of tools and in texts the same letters are somebody's own. */
const fields: ReadonlyMap<string, (holder: JsonObject) => boolean> = new Map([
  ["signature", ({ type }: JsonObject) => type === "thinking"],
  ["data", ({ type }: JsonObject) => type === "redacted_thinking"],
  ["encrypted_content", ({ type }: JsonObject) => typeof type === "string"],
  ["thoughtSignature", () => true],
  ["thought_signature", () => true],
]);

const openedEdit = ({ path, holder, owned: { seal, isSealed } }: Found): Edit => {
  const isOtherKind = isSealed && holder["type"] === "thinking";
  return isOtherKind
    ? { kind: "body", by, do: "set", path: path.slice(0, -1), value: { type: "redacted_thinking", data: seal } }
    : { kind: "body", by, do: "set", path, value: seal };
};

/** What goes with a seal: the thought that is nothing without it; of a call or a text, the seal alone. */
const goneWith = ({ path, holder }: Found): JsonPath => {
  const isThought =
    holder["thought"] === true || ["signature", "data", "encrypted_content"].includes(String(path.at(-1)));
  return isThought ? path.slice(0, -1) : path;
};

/** Removes these places; a message of which nothing is left goes as a whole, as empty ones are refused. */
const removals = (body: JsonObject, gone: readonly JsonPath[]): readonly Edit[] => {
  const byList = Map.groupBy(gone, (path) => JSON.stringify(path.slice(0, -1)));
  return [...byList.values()].flatMap((paths): Edit[] => {
    const [first] = paths;
    const list = first === undefined ? undefined : valueAt(body, first.slice(0, -1));
    const isAll = first !== undefined && first.length > 2 && Array.isArray(list) && list.length === paths.length;
    const places = isAll ? [first.slice(0, -2)] : paths;
    return places.map((path) => ({ kind: "body", by, do: "remove", path }));
  });
};

const valueAt = (body: unknown, path: JsonPath): unknown =>
  path.reduce<unknown>((value, step) => (typeof step === "number" ? listIn(value)[step] : objectIn(value)[step]), body);

/**
 * Anthropic refuses a turn under way that has no thought at its beginning while a budget of thoughts is asked for
 * (extended thinking, "preserving thinking blocks"): this one answer is then given without.
 */
const withoutBudget = ({ messages, thinking }: JsonObject, gone: readonly JsonPath[]): readonly Edit[] => {
  const list = listIn(messages).map(objectIn);
  const last = list.findLastIndex(({ role }) => role === "assistant");
  if (objectIn(thinking)["type"] !== "enabled" || last === -1) return [];
  const left = listIn(list[last]?.["content"])
    .map(objectIn)
    .filter((_, at) => !gone.some((path) => path[1] === last && path[3] === at));
  const isOpen = last === list.length - 1 || left.some(({ type }) => type === "tool_use");
  const isThought = String(left[0]?.["type"]).endsWith("thinking");
  return isOpen && !isThought ? [{ kind: "body", by, do: "set", path: ["thinking"], value: { type: "disabled" } }] : [];
};
