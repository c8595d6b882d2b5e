import type { Chat, Tool } from "../../core/chat.ts";
import type { Dialect } from "../../core/dialect.ts";
import type { AnswerSetting, ClientTool, Names } from "../../core/translation.ts";

/** The way back: from the vendor's format into the client's. */
export type Way = {
  readonly from: Dialect;
  readonly to: Dialect;
  /** Whose seals are in the answer. */
  readonly provider: string;
  /** What the client has asked: some of it says how it wants its answer. */
  readonly chat: Chat;
  readonly setting: AnswerSetting;
  /** Another model was asked in the place of the client's. */
  readonly isStandIn?: boolean;
  /** The client's tools, where the vendor knows them by other names. */
  readonly names?: Names;
};

/** Finds the client's tool for a name that the vendor says; null = it has the same one for both. */
export const clientTools = ({ chat, names }: Way): ((name: string) => ClientTool | null) => {
  const plain = new Map(chat.tools.filter(takesText).map(({ name }) => [name, { name, isPlain: true, extras: {} }]));
  return (name) => names?.get(name) ?? plain.get(name) ?? null;
};

const takesText = ({ isPlain, hosted }: Tool): boolean => isPlain && hosted === null;

/**
 * The model that the client is told of: the one that answered, but where it stands in for the client's own, that one.
 * Programs keep what a model thought under its name; Claude Code leaves out the thoughts of all others, and the prompt
 * would not begin as it began before. What really answered is in `x-proxy-decision` and the ledger.
 */
export const toldModel = (said: string | null, { chat, isStandIn = false }: Way): string | null =>
  isStandIn ? chat.model : (said ?? chat.model);

/** The id of an answer as the client's format has it: the vendor's own, behind what all ids begin with there. */
export const answerId = (id: string | null, { to, setting }: Way): string => {
  const own = id === null || id === "" ? lettersOf(setting.requestId) : id;
  const prefix = to.idPrefix ?? "";
  return own.startsWith(prefix) ? own : `${prefix}${own}`;
};

/** When an answer was begun, in seconds; nothing where nobody knows what time it is. */
export const begunAt = ({ setting }: Way): { readonly createdAt?: number } =>
  setting.now === undefined ? {} : { createdAt: Math.floor(setting.now() / 1000) };

/** Ids for the calls of one answer. Each is another one, as clients find a result's call by it. */
export const callIds = ({ setting }: Way): ((said: string | null) => string) => {
  const taken = new Set<string>();
  const seed = lettersOf(setting.requestId);
  let next = 0;
  return (said) => {
    let id = said === null || said === "" ? `call_${seed}_${next++}` : said;
    while (taken.has(id)) id = `call_${seed}_${next++}`;
    taken.add(id);
    return id;
  };
};

const lettersOf = (id: string): string => id.replaceAll(/[^A-Za-z0-9]/g, "");
