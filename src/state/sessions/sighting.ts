import type { Sighting } from "../../core/shared.ts";
import { isObject, numberOrNull, parsedJson, textOrNull } from "../../lib/json.ts";
import { hashOf } from "./chain.ts";
import type { Session } from "./record.ts";
import { lastCallIds, type Root, type Trail } from "./trail.ts";

/** A place in the history of a request of this group of programs. */
type Place = { readonly group: string; readonly trail: Trail; readonly length: number };

type Known = Pick<Session, "id" | "client" | "startedAt" | "turns" | "keepsIds">;

/** What another daemon knows of the conversation that came to a place. */
export type Told = Known & {
  readonly root: Root;
  /** Whether its instructions and tools were the same there. */
  readonly isLedAlike: boolean;
  readonly callIds: string | null;
  /** Whether one of its requests ended there. */
  readonly isEnd: boolean;
};

/** That a conversation came to this place, for other daemons: nothing in it can be guessed by trying without the secret. */
export const sightingOf = (
  { id, client, startedAt, turns, keepsIds }: Known,
  { group, trail, length, isEnd }: Place & { readonly isEnd: boolean },
): Sighting => {
  const { system, tools, hasTools } = trail.root;
  const callIds = lastCallIds(trail, length);
  const root = { system: hidden(group, system), tools: hidden(group, tools), hasTools };
  const there = { ...root, callIds: callIds === null ? null : hidden(group, callIds), isEnd };
  return {
    place: trail.chain[length - 1] ?? "",
    name: id,
    text: JSON.stringify({ client, startedAt, turns, keepsIds, ...there }),
  };
};

/** What one tells to a request whose history leads past it: only what is the same in both is known again. Null = nothing. */
export const toldIn = ({ name, text }: Sighting, { group, trail, length }: Place): Told | null => {
  const json = parsedJson(text);
  if (!isObject(json)) return null;
  const [startedAt, turns] = [numberOrNull(json["startedAt"]), numberOrNull(json["turns"])];
  if (startedAt === null || turns === null) return null;
  const same = (field: string, own: string): string => (json[field] === hidden(group, own) ? own : "");
  const [system, tools] = [same("system", trail.root.system), same("tools", trail.root.tools)];
  return {
    ...{ id: name, client: textOrNull(json["client"]), startedAt, turns, keepsIds: json["keepsIds"] === true },
    root: { system, tools, hasTools: json["hasTools"] === true },
    isLedAlike: system !== "" && tools !== "",
    callIds: textOrNull(json["callIds"]) === null ? null : same("callIds", lastCallIds(trail, length) ?? ""),
    isEnd: json["isEnd"] === true,
  };
};

const hidden = (group: string, text: string): string => hashOf(`${group}\n${text}`);
