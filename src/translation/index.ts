import type { Chat } from "../core/chat.ts";
import type { Dialect } from "../core/dialect.ts";
import type { AnswerSetting, Destination, Translation } from "../core/translation.ts";
import { translateAnswer } from "./answer/index.ts";
import { bodyChanges, changedBody, lostFields } from "./body.ts";
import { fit } from "./request/index.ts";
import { takesOf } from "./takes.ts";

/** What is translated: a client's conversation, from its format into that of the place where it goes. */
export type Job = {
  readonly chat: Chat;
  readonly from: Dialect;
  readonly to: Dialect;
  readonly destination: Destination;
  readonly setting: AnswerSetting;
};

/** A request in the words of where it goes, and the way back. Throws `untranslatable` where it would mean something else there. */
export const translate = ({ chat, from, to, destination, setting }: Job): Translation => {
  const { chat: fitting, losses, names } = fit(chat, destination);
  const model = destination.model ?? chat.model;
  const { body: written, ...request } = to.writeRequest({ ...fitting, model });
  const changes = bodyChanges(written, takesOf(destination.provider, to.name, model));
  const body = changedBody(written, changes);
  const isStandIn = chat.model !== null && model !== chat.model;
  const asksForUsage = chat.stream && destination.provider.usageOnRequest.includes(to.name);
  return {
    // The answer is written anew in any case: what the client has not asked for does not get into it.
    request: { ...request, body: asksForUsage ? { ...body, stream_options: { include_usage: true } } : body },
    losses: [...losses, ...lostFields(changes)],
    answer: translateAnswer({
      ...{ from: to, to: from, provider: destination.provider.name },
      ...{ setting, chat, names, isStandIn },
    }),
  };
};
