import type { StreamForm } from "./dialect.ts";

/** Server-sent events, which nearly all streams are; a comment keeps one alive. */
export const eventStream: StreamForm = {
  contentType: "text/event-stream; charset=utf-8",
  framed: (events) => events,
  keepAlive: ": keep-alive\n\n",
  close: () => "",
};
