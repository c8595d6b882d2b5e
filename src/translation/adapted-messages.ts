import type { Quirks } from "../core/quirks.ts";
import type { Takes } from "../core/takes.ts";
import { isObject, type JsonObject, type JsonPath, listIn, objectIn, textOrNull } from "../lib/json.ts";
import type { Splice } from "../lib/json-splice.ts";
import { callIdFor } from "./request/messages/call-ids.ts";

/** What of a vendor's ways is about the messages of a chat completion. */
export type Manners = Pick<Quirks, "noDeveloper" | "callIdLength" | "answersResults" | "prefillMark"> &
  Pick<Takes, "messageFields" | "refusedParts" | "plainImageUrls">;

/** Changes of messages, and how many of another vendor's thoughts go with them. */
export type MessageChanges = { readonly splices: readonly Splice[]; readonly thoughts: number };

/** The changes of messages without which a vendor would refuse them: in a conversation that others have begun, most of all. */
export const messageChanges = (body: JsonObject, manners: Manners): MessageChanges => {
  const messages = listIn(body["messages"]).map(objectIn);
  const splices = messages.flatMap((message, at) => {
    const path = ["messages", at];
    return [
      ...roleChange(message, path, manners),
      ...idChanges(message, path, manners),
      ...fieldChanges(message, path, manners),
      ...partChanges(message, path, manners),
      ...turnChanges(messages, at, manners),
    ];
  });
  return { splices, thoughts: splices.filter(isThought).length };
};

/** A part of a message goes, all of them do, or the field that holds it. */
const isThought = ({ do: what, path }: Splice): boolean =>
  (path[2] === "content" && (what === "remove" || path.length === 3)) ||
  (path[2] === "reasoning_content" && what === "remove");

const set = (path: JsonPath, value: unknown): Splice => ({ do: "set", path, value });

const roleChange = ({ role }: JsonObject, path: JsonPath, { noDeveloper }: Manners): readonly Splice[] =>
  role === "developer" && noDeveloper === true ? [set([...path, "role"], "system")] : [];

const idChanges = (message: JsonObject, path: JsonPath, { callIdLength }: Manners): readonly Splice[] => {
  if (callIdLength === undefined) return [];
  const shape = { shape: new RegExp(`^[a-zA-Z0-9]{${callIdLength}}$`), length: callIdLength };
  const places: readonly (readonly [JsonPath, unknown])[] = [
    ...listIn(message["tool_calls"]).map(
      (call, index) => [[...path, "tool_calls", index, "id"], objectIn(call)["id"]] as const,
    ),
    [[...path, "tool_call_id"], message["tool_call_id"]],
  ];
  return places.flatMap(([place, id]) =>
    typeof id === "string" && callIdFor(id, shape) !== id ? [set(place, callIdFor(id, shape))] : [],
  );
};

const fieldChanges = (message: JsonObject, path: JsonPath, { messageFields }: Manners): readonly Splice[] => {
  const known = messageFields?.[textOrNull(message["role"]) ?? ""];
  if (known === undefined) return [];
  return Object.keys(message)
    .filter((name) => !known.includes(name))
    .map((name) => ({ do: "remove", path: [...path, name] }));
};

/** A message of which nothing is left is an empty one: calls may stand alone, words may not. */
const partChanges = (message: JsonObject, path: JsonPath, manners: Manners): readonly Splice[] => {
  const parts = listIn(message["content"]).map(objectIn);
  const isRefused = (part: JsonObject): boolean => manners.refusedParts.includes(textOrNull(part["type"]) ?? "");
  if (parts.length > 0 && parts.every(isRefused)) {
    return [set([...path, "content"], listIn(message["tool_calls"]).length > 0 ? null : "")];
  }
  return parts.flatMap((part, index): readonly Splice[] => {
    const place = [...path, "content", index];
    if (isRefused(part)) return [{ do: "remove", path: place }];
    const { type, image_url: url } = part;
    const isPlain = type === "image_url" && typeof url === "string" && !manners.plainImageUrls;
    return isPlain ? [set([...place, "image_url"], { url })] : [];
  });
};

/** Who may speak after whom, see `messages.between` and `messages.prefill` of the table. */
const turnChanges = (messages: readonly JsonObject[], at: number, manners: Manners): readonly Splice[] => {
  const { role } = messages[at] ?? {};
  const { answersResults, prefillMark } = manners;
  const isBetween = answersResults === true && role === "user" && messages[at - 1]?.["role"] === "tool";
  if (isBetween) return [{ do: "insert", path: ["messages", at], value: { role: "assistant", content: "OK." } }];
  const isLast = role === "assistant" && at === messages.length - 1;
  const isMarked = prefillMark === undefined || messages[at]?.[prefillMark] === true;
  return isLast && !isMarked && isObject(messages[at]) ? [set(["messages", at, prefillMark], true)] : [];
};
