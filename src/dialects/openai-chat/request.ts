import type { Chat, Message, Origin } from "../../core/chat.ts";
import type { WrittenRequest } from "../../core/dialect.ts";
import type { DialectName } from "../../core/dialect-name.ts";
import { extrasFor } from "../../core/extras.ts";
import { below } from "../../core/origin.ts";
import { joinedTurns } from "../../core/turns.ts";
import { merged } from "../../lib/fields.ts";
import { type JsonObject, listIn, textOrNull } from "../../lib/json.ts";
import { present, restOf } from "../../lib/json-rest.ts";
import { readMessage, writeMessage } from "./messages.ts";
import {
  readFormat,
  readReasoning,
  readSampling,
  reasoningPlace,
  spellingsIn,
  writeFormat,
  writeReasoning,
  writeSampling,
} from "./sampling.ts";
import { readToolChoice, readTools, writeToolChoice, writeTools } from "./tools.ts";

/** A request for a chat completion. Its instructions are messages. */
export const readRequest = (body: JsonObject): Chat => readBody(body, { dialect: "openai-chat", path: [] });

/** The same for a format that has the body of this one. */
export const readBody = (body: JsonObject, origin: Origin): Chat => {
  const chat: Chat = {
    model: textOrNull(body["model"]),
    stream: body["stream"] === true,
    system: [],
    messages: listIn(body["messages"]).map((message, position) =>
      readMessage(message, below(origin, "messages", position)),
    ),
    tools: readTools(body, origin),
    toolChoice: readToolChoice(body, origin),
    sampling: readSampling(body),
    reasoning: readReasoning(body),
    format: readFormat(body),
    continues: null,
    extras: {},
    origin,
  };
  const hints = { ...spellingsIn(body), ...reasoningPlace(body) };
  const { dialect } = origin;
  const written = { ...writeSettings({ ...chat, extras: hints }, dialect), ...lists(body), stream: true };
  return { ...chat, extras: { ...hints, ...restOf(body, written) } };
};

/** The lists that have been read, whatever is in them: an empty one says nothing. */
const lists = (body: JsonObject): JsonObject =>
  Object.fromEntries(
    ["messages", "tools", "functions"].filter((name) => Array.isArray(body[name])).map((name) => [name, true]),
  );

/** The request as it goes out. */
export const writeRequest = (chat: Chat): WrittenRequest => ({
  path: "/v1/chat/completions",
  query: "",
  body: writeBody(chat, "openai-chat"),
});

/** The body, also for a format that has the body of this one. */
export const writeBody = (chat: Chat, dialect: DialectName): JsonObject => {
  const { model, system } = chat;
  const first: Message[] =
    system.length === 0 ? [] : [{ role: "system", name: null, blocks: system, extras: {}, origin: null }];
  const messages = [...first, ...joinedTurns(chat.messages, dialect, isOneTurn)].flatMap((message) =>
    writeMessage(message, dialect),
  );
  const { messages: _asked, ...extras } = extrasFor(dialect, chat);
  return merged(extras, { ...present({ model, messages }), ...writeSettings(chat, dialect) });
};

/** The results of a turn's calls must follow it at once, so the turn has to be one message. */
const isOneTurn = (before: Message, after: Message): boolean =>
  before.role === "assistant" && after.role === "assistant";

const writeSettings = (chat: Chat, dialect: DialectName): JsonObject => {
  const extras = extrasFor(dialect, chat);
  return {
    ...present({ model: chat.model, stream: chat.stream || null }),
    ...writeTools(chat.tools, dialect),
    ...writeToolChoice(chat.toolChoice, dialect),
    ...writeSampling(chat.sampling, extras),
    ...writeReasoning(chat.reasoning, extras),
    ...writeFormat(chat.format),
  };
};
