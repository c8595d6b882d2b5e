import { objectIn, textOrNull } from "../../src/lib/json.ts";
import { type SseEvent, sseReader } from "../../src/lib/sse.ts";
import type { Context } from "../command.ts";
import { visible } from "../output/visible.ts";

/** The body of an answer as it was kept, or the events that it is made of, a line each. */
export const showAnswer = ({ json, data, print, warn }: Context, kept: unknown, isSplit: boolean): void => {
  const { text, why } = objectIn(kept);
  const body = textOrNull(text);
  if (json) return data(isSplit ? { events: body === null ? null : eventsIn(body) } : { body });
  if (body === null) return warn(`no body was kept${textOrNull(why) === null ? "" : `: ${textOrNull(why)}`}`);
  if (!isSplit) {
    for (const line of body.split("\n")) print(visible(line));
    return;
  }
  const events = eventsIn(body);
  if (events.length === 0) return warn("the answer is no stream of events; see it with --body");
  for (const [at, { name, data: words }] of events.entries())
    print(`${String(at + 1).padStart(4)}  ${visible(name)}  ${visible(words)}`);
};

const eventsIn = (body: string): readonly SseEvent[] => {
  const events: SseEvent[] = [];
  const reader = sseReader((event) => events.push(event));
  reader.read(new TextEncoder().encode(body));
  reader.end();
  return events;
};
