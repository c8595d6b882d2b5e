import type { StreamForm } from "../../core/dialect.ts";
import { eventStream } from "../../core/stream-form.ts";

/** Server-sent events for who asks by `alt=sse`; for all others one list, to which a chunk is added at a time. */
export const streamForm = (query: string): StreamForm =>
  new URLSearchParams(query).get("alt") === "sse" ? { ...eventStream, keepAlive: emptyLine } : list();

/** Google's own stream has no comments, and its programs read none: after one, Gemini CLI waits for `data:` in vain. */
const emptyLine = "\r\n";

const list = (): StreamForm => {
  let isBegun = false;
  const item = (event: string): string => {
    const json = event.slice("data: ".length);
    const before = isBegun ? ",\r\n" : "[";
    isBegun = true;
    return before + json;
  };
  return {
    contentType: "application/json; charset=UTF-8",
    framed: (events) =>
      events
        .split("\r\n\r\n") // never within JSON on one line
        .filter((event) => event !== "")
        .map(item)
        .join(""),
    keepAlive: emptyLine,
    close: () => (isBegun ? "\r\n]" : "[]"),
  };
};
