import { openaiErrorType } from "../delivery/failure-body.ts";
import { isObject, type JsonObject, listIn, objectIn, textIn } from "../json-view.ts";
import { Refusal } from "../refusal.ts";
import type { Peer, Talk } from "../talk.ts";

/** What a conversation over a WebSocket needs. */
export type ResponsesTalkOptions = {
  /** Answers one turn as the Responses endpoint does over HTTP. */
  readonly ask: (request: Request) => Promise<Response>;
  /** The request that became the WebSocket: its headers count for every turn. */
  readonly url: string;
  readonly headers: Headers;
  readonly now: () => number;
};

/** The newest answer of a connection: what the next turn may build on without sending it again. */
type Remembered = { readonly id: string; readonly items: readonly unknown[] };

/**
 * Responses over a WebSocket (https://developers.openai.com/api/docs/guides/websocket-mode): each `response.create` is a
 * turn, turns run one after the other, and each gets the events of the HTTP stream as messages of JSON.
 */
export const responsesTalk = ({ ask, url, headers, now }: ResponsesTalkOptions): Talk => {
  const gone = new AbortController();
  const openedAt = now();
  let turns: Promise<void> = Promise.resolve();
  let remembered: Remembered | null = null;
  let peer: Peer | null = null;

  const turn = async (to: Peer, message: string): Promise<void> => {
    if (gone.signal.aborted) return;
    if (now() - openedAt > longestMs) throw limitReached();
    const { previous, generate, body } = readTurn(message, remembered);
    const request = new Request(url, { method: "POST", headers, body: JSON.stringify(body), signal: gone.signal });
    const response = await ask(request);
    if (response.status !== 200) {
      remembered = null; // a failed turn takes along what it was built on
      return to.send(JSON.stringify(await refusalEvent(response)));
    }
    let isWhole = false;
    for await (const data of dataOf(response, gone.signal)) {
      const event = shownEvent(readObject(data), generate, previous);
      if (event === "unsaid") continue;
      await to.send(event === null ? data : JSON.stringify(event)); // what is broken stays broken
      if (gone.signal.aborted) return;
      const isLast = event !== null && isEnd(event);
      if (isLast) remembered = rememberedFrom(event, body);
      isWhole ||= isLast || event?.["type"] === "error";
    }
    if (!isWhole) to.close(internalError, "The answer ended early.");
  };
  return {
    begin: (to) => {
      peer = to;
    },
    hear: (message) => {
      const to = peer;
      if (to === null) return;
      turns = turns
        .then(() => turn(to, message))
        .catch((thrown: unknown) =>
          thrown instanceof Refusal ? to.send(JSON.stringify(errorEvent(thrown))) : to.cut(),
        );
    },
    end: () => gone.abort(),
  };
};

/** A connection may last an hour. */
const longestMs = 60 * 60 * 1000;

type Turn = { readonly previous: string | null; readonly generate: boolean; readonly body: JsonObject };

/** The turn that a message asks for, as the HTTP endpoint would be asked; what was said before is put in front. */
const readTurn = (message: string, remembered: Remembered | null): Turn => {
  const { type, generate, previous_response_id, ...asked } = objectOf(message);
  if (type !== "response.create") {
    throw new Refusal(400, `There is no event "${textIn(type)}".`, { param: "type", code: "unknown_event" });
  }
  const previous = textIn(previous_response_id);
  const isKnown = previous !== "" && previous === remembered?.id;
  const given = typeof asked["input"] === "string" ? [userItem(asked["input"])] : asked["input"];
  const input = isKnown ? [...remembered.items, ...listIn(given)] : asked["input"];
  const unknown = previous === "" || isKnown ? {} : { previous_response_id: previous };
  return {
    previous: isKnown ? previous : null,
    generate: generate !== false,
    body: { ...asked, ...unknown, input, stream: true },
  };
};

const userItem = (text: string): JsonObject => ({
  type: "message",
  role: "user",
  content: [{ type: "input_text", text }],
});

const objectOf = (message: string): JsonObject => {
  const value = readObject(message);
  if (value === null) throw new Refusal(400, "The message is not a JSON object.", { code: "invalid_json" });
  return value;
};

const readObject = (text: string): JsonObject | null => {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : null;
  } catch {
    return null; // broken on purpose, or by who sent it
  }
};

/** The payloads of an HTTP stream. Throws when it breaks, and when the signal fires. */
async function* dataOf({ body }: Response, signal: AbortSignal): AsyncGenerator<string> {
  let rest = "";
  for await (const text of (body ?? new Blob().stream()).pipeThrough(new TextDecoderStream(), { signal })) {
    const blocks = (rest + text).split(/\r?\n\r?\n/);
    rest = blocks.pop() ?? "";
    for (const block of blocks) {
      const data = /^data: (.*?)\r?$/m.exec(block)?.[1];
      if (data !== undefined) yield data;
    }
  }
}

const refusalEvent = async (response: Response): Promise<JsonObject> => {
  const error = objectIn(objectOf(await response.text())["error"]);
  return { type: "error", status: response.status, error };
};

const errorEvent = ({ status, message, param, code }: Refusal): JsonObject => ({
  type: "error",
  status,
  error: { message, type: openaiErrorType(status), param, code },
});

const limitReached = (): Refusal =>
  new Refusal(400, "This connection has reached its limit of 60 minutes. Open another one to continue.", {
    code: "websocket_connection_limit_reached",
  });

/** An event as this turn shows it; null when it cannot be read, "unsaid" where a turn that only warms up is silent. */
const shownEvent = (
  event: JsonObject | null,
  generate: boolean,
  previous: string | null,
): JsonObject | null | "unsaid" => {
  const told = event === null || generate ? event : warmedUp(event);
  return told === null || told === "unsaid" || previous === null ? told : following(told, previous);
};

/** A turn with `generate: false` only warms up: nothing is said, and its id can be built upon. */
const warmedUp = (event: JsonObject): JsonObject | "unsaid" => {
  if (["error", "response.created", "response.in_progress"].includes(textIn(event["type"]))) return event;
  if (!isEnd(event)) return "unsaid";
  const response = objectIn(event["response"]);
  const usage = objectIn(response["usage"]);
  const silent = { output_tokens: 0, total_tokens: usage["input_tokens"] };
  const quiet = { ...response, status: "completed", output: [], usage: { ...usage, ...silent } };
  return { ...event, type: "response.completed", response: quiet };
};

const isEnd = ({ type }: JsonObject): boolean => type === "response.completed" || type === "response.incomplete";

const following = (event: JsonObject, previous_response_id: string): JsonObject =>
  isObject(event["response"]) ? { ...event, response: { ...event["response"], previous_response_id } } : event;

const rememberedFrom = (event: JsonObject, { input }: JsonObject): Remembered => {
  const { id, output } = objectIn(event["response"]);
  const said = typeof input === "string" ? [userItem(input)] : listIn(input);
  return { id: textIn(id), items: [...said, ...listIn(output)] };
};

/** A close code of RFC 6455, 7.4.1. */
const internalError = 1011;
