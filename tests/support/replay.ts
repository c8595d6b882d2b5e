import type { Exchange } from "../../src/core/exchange.ts";
import { ended } from "../../src/core/outcome.ts";
import type { JsonObject } from "../../src/lib/json.ts";
import { withBody } from "../../src/server/accept.ts";
import type { Sessions } from "../../src/state/sessions/index.ts";
import type { Conversation } from "./conversations.ts";
import { exchangeOf } from "./exchange.ts";
import { readingDialect } from "./small-chat.ts";

/** What a client did before it sent a request. */
export type Event = "turn" | "edit" | "regenerate" | "compact";

/** One request as its client would have sent it. */
export type Turn = { readonly event: Event; readonly messages: readonly JsonObject[] };

/** Numbers from 0 to 1 that look like chance and are the same in every run. */
export const chanceFrom = (seed: number): (() => number) => {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
};

/** How often a client does something else than going on. */
const often = { edit: 0.04, regenerate: 0.04, compact: 0.02 } as const;

/** The requests of a conversation, turn by turn, with edits, answers asked for again and compactions among them. */
export const turnsOf = ({ messages }: Conversation, chance: () => number): readonly Turn[] => {
  const turns: Turn[] = [];
  let history: readonly JsonObject[] = [];
  let mayCompactAt = 12;
  messages.forEach((message, index) => {
    if (message["role"] !== "assistant" || history.length === 0) {
      history = [...history, message];
      return;
    }
    const roll = chance();
    const isLater = turns.length > 0;
    if (isLater && roll < often.compact && history.length >= mayCompactAt) {
      history = compacted(history);
      mayCompactAt = history.length + 12;
      turns.push({ event: "compact", messages: history });
    } else turns.push({ event: "turn", messages: history });
    if (roll > 1 - often.regenerate) turns.push({ event: "regenerate", messages: history });
    else if (isLater && roll > 1 - often.regenerate - often.edit) {
      history = edited(history, index);
      turns.push({ event: "edit", messages: history });
    }
    history = [...history, message];
  });
  return turns;
};

/** The client keeps the first message and the last ones, and tells the rest in a few words. */
const compacted = (history: readonly JsonObject[]): readonly JsonObject[] => {
  const from = history.findIndex(({ role }, index) => index >= history.length - 7 && role === "assistant");
  const summary = { role: "user", content: `This is what was done so far: ${history.length} messages.` };
  return [...history.slice(0, 1), summary, ...history.slice(from)];
};

/** The client says the last thing in other words. */
const edited = (history: readonly JsonObject[], salt: number): readonly JsonObject[] => [
  ...history.slice(0, -1),
  {
    role: "user",
    content: `In other words, take ${salt}: ${JSON.stringify(history.at(-1)?.["content"]).slice(0, 200)}`,
  },
];

/** A request of this conversation as its client sends it: with its clock, its marks for the cache and its reminders. */
export const exchangeFor = (
  { client, dialect, system, tools }: Conversation,
  { messages }: Turn,
  serial: number,
  headers: Readonly<Record<string, string>> = {},
): Exchange => {
  const clock = new Date(1_800_000_000_000 + serial * 7_000).toISOString();
  const led = `${system}\nWorking directory: /home/u/work\nToday's date: ${clock.slice(0, 10)}. It is ${clock.slice(11, 19)}.`;
  const sent = messages.map((message, index) => (index === messages.length - 1 ? reminded(message, clock) : message));
  const isAnthropic = dialect === "anthropic";
  const body = isAnthropic
    ? { model: "m", max_tokens: 999, stream: true, system: [billing(serial), mark(led)], tools, messages: sent }
    : { model: "m", stream: true, tools, messages: [{ role: "system", content: led }, ...sent] };
  const exchange = exchangeOf(isAnthropic ? "/v1/messages" : "/v1/chat/completions", {
    headers: { "user-agent": `${client}/1.0`, authorization: "Bearer sk-one-key-for-all", ...headers },
  });
  withBody(exchange, { kind: "held", bytes: new TextEncoder().encode(JSON.stringify(body)) });
  return { ...exchange, dialect: readingDialect(dialect) };
};

const billing = (serial: number): JsonObject => ({
  type: "text",
  text: `x-anthropic-billing-header: cc_version=2.1.${serial}`,
});

const mark = (text: string): JsonObject => ({ type: "text", text, cache_control: { type: "ephemeral" } });

/** The last message has what the client adds to it for this once. */
const reminded = (message: JsonObject, clock: string): JsonObject => {
  const { content } = message;
  const reminder = {
    type: "text",
    text: `<system-reminder>It is ${clock}.</system-reminder>`,
    cache_control: { type: "ephemeral" },
  };
  if (!Array.isArray(content) || message["role"] !== "user") return message;
  return { ...message, content: [...content, reminder] };
};

/** Lets a request pass: it is found a session, and ends well. Gives the session's id. */
export const pass = async (sessions: Sessions, exchange: Exchange): Promise<string | null> => {
  sessions.expect(exchange);
  sessions.join(exchange);
  exchange.notes.upstream = "vendor";
  exchange.settle(ended(200));
  sessions.ended(exchange, await exchange.outcome, () => null);
  return exchange.notes.session?.id ?? null;
};

/** What came of a replay. */
export type Score = {
  readonly conversations: number;
  readonly turns: number;
  readonly right: number;
  /** Sessions that hold turns of more than one conversation, requests that are alike to the byte left aside. */
  readonly merges: number;
  /** Right ones of all, by what the client did. */
  readonly byEvent: Readonly<Record<Event, readonly [right: number, all: number]>>;
  readonly wrong: readonly string[];
};

/** Replays conversations, mixed at random, without any id, and counts whose turns came to their session. */
export const replay = async (
  sessions: Sessions,
  conversations: readonly Conversation[],
  chance: () => number,
): Promise<Score> => {
  const queues = conversations.map((conversation) => ({ conversation, turns: [...turnsOf(conversation, chance)] }));
  const home = new Map<string, string>();
  const owners = new Map<string, Set<string>>();
  const byEvent: Record<Event, [number, number]> = { turn: [0, 0], edit: [0, 0], regenerate: [0, 0], compact: [0, 0] };
  const wrong: string[] = [];
  let serial = 0;
  for (
    let left = queues.filter(({ turns }) => turns.length > 0);
    left.length > 0;
    left = left.filter(({ turns }) => turns.length > 0)
  ) {
    const queue = left[Math.floor(chance() * left.length)];
    const turn = queue?.turns.shift();
    if (queue === undefined || turn === undefined) continue;
    const { name } = queue.conversation;
    const id = await pass(sessions, exchangeFor(queue.conversation, turn, serial++));
    if (id === null) throw new Error(`${name} has no session.`);
    if (!home.has(name)) home.set(name, id);
    owners.set(id, (owners.get(id) ?? new Set()).add(name));
    byEvent[turn.event][1]++;
    if (home.get(name) === id) byEvent[turn.event][0]++;
    else
      wrong.push(
        `${name} ${turn.event} of ${turn.messages.length} messages went to ${[...(owners.get(id) ?? [])].join(" + ")}`,
      );
  }
  const sum = (place: 0 | 1): number => Object.values(byEvent).reduce((all, counts) => all + counts[place], 0);
  const merges = [...owners.values()].filter((names) => names.size > 1).length;
  return { conversations: queues.length, turns: sum(1), right: sum(0), merges, byEvent, wrong };
};

/** Conversations that can be replayed, each once: of one that was recorded at several lengths the longest. */
export const replayable = (conversations: readonly Conversation[]): readonly Conversation[] => {
  const whole = conversations.filter(({ messages }) => messages.some(({ role }) => role === "assistant"));
  const textOf = ({ messages }: Conversation): string => JSON.stringify(messages).slice(0, -1);
  return whole.filter((one) => !whole.some((other) => other !== one && textOf(other).startsWith(`${textOf(one)},`)));
};
