import type { ChatEvent } from "../../../src/core/answer.ts";
import type { Chat } from "../../../src/core/chat.ts";
import type { Dialect } from "../../../src/core/dialect.ts";
import type { AnswerSetting, Names } from "../../../src/core/translation.ts";
import { openaiChat } from "../../../src/dialects/openai-chat/index.ts";
import type { Way } from "../../../src/translation/answer/way.ts";

type Other = {
  readonly body?: object;
  readonly chat?: Chat;
  readonly provider?: string;
  readonly setting?: Partial<AnswerSetting>;
  readonly names?: Names;
};

/** A way back, from a vendor's format to a client's; the client has asked in its own words. */
export const wayOf = (
  from: Dialect,
  to: Dialect,
  { body = {}, chat, provider = "vendor", setting, names }: Other = {},
): Way => ({
  ...{ from, to, provider },
  chat: chat ?? to.readRequest({ model: "asked", stream: true, messages: [], ...body }, ""),
  setting: { requestId: "r_1x", query: "alt=sse", now: () => 1_800_000_000_000, ...setting },
  ...(names && { names }),
});

/** Events of chat completions, as a vendor's. */
export const said = (...events: readonly object[]): ChatEvent[] =>
  events.map((event) => ({ ...here, ...event }) as ChatEvent);

/** What every event of these tests has. */
const here: object = { candidate: 0, extras: {}, origin: { dialect: openaiChat.name, path: [] } };
