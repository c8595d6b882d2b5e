/** The bytes that go to and fro in a benchmark: both ends make them from here, so both know how many there must be. */

/** A chat request whose body has exactly so many bytes. */
export const requestBytes = (port: number, size: number): Buffer =>
  request(port, `/v1/messages?size=${size}`, padded({ model, max_tokens: 1024 }, size));

/** A request for so many events, one every so many milliseconds. */
export const streamRequestBytes = (port: number, events: number, everyMs: number): Buffer =>
  request(
    port,
    `/v1/messages?events=${events}&every=${everyMs}`,
    padded({ model, max_tokens: 1024, stream: true }, 1024),
  );

/** A whole answer whose body has exactly so many bytes; it tells its usage, as vendors do. */
export const answerBytes = (size: number): Buffer => jsonAnswer(paddedText(answerWith(""), size));

const answerWith = (text: string): string =>
  JSON.stringify({
    ...{ id: "msg_bench", type: "message", role: "assistant", model },
    content: [{ type: "text", text }],
    ...{ stop_reason: "end_turn", stop_sequence: null, usage: { input_tokens: 250, output_tokens: 250 } },
  });

/** A whole answer with this body. */
export const jsonAnswer = (body: string): Buffer =>
  Buffer.from(
    `${answerHead}content-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );

/** What the upstream has seen so far. */
export type Counts = { connections: number; answers: number };

/** The head of a streamed answer. */
export const streamHead = (): Buffer =>
  Buffer.from(`${answerHead}content-type: text/event-stream; charset=utf-8\r\ntransfer-encoding: chunked\r\n\r\n`);

/** One event, or several at once, as one chunk of HTTP. */
export const asChunk = (text: string): Buffer => Buffer.from(`${Buffer.byteLength(text).toString(16)}\r\n${text}\r\n`);

/** The last chunk. */
export const lastChunk: Buffer = Buffer.from("0\r\n\r\n");

/** What an answer's stream begins with. */
export const firstEvents = (sentAt: number): string =>
  event("message_start", `"message":{"id":"msg_bench","role":"assistant","model":"${model}","content":[]}`, sentAt) +
  event("content_block_start", '"index":0,"content_block":{"type":"text","text":""}', sentAt);

/** One piece of text; it has the same length whenever it is sent. */
export const deltaEvent = (sentAt: number): string =>
  event("content_block_delta", '"index":0,"delta":{"type":"text_delta","text":"a few words"}', sentAt);

/** What a stream that ended properly ends with. */
export const lastEvents = (sentAt: number): string =>
  event("content_block_stop", '"index":0', sentAt) +
  event("message_delta", '"delta":{"stop_reason":"end_turn"},"usage":{"output_tokens":9}', sentAt) +
  event("message_stop", '"x":0', sentAt);

/** How many events a stream with so many pieces of text has. */
export const eventCount = (deltas: number): number => deltas + 5;

/** How many bytes its body has. */
export const streamLength = (deltas: number): number =>
  firstEvents(0).length + deltas * deltaEvent(0).length + lastEvents(0).length;

/** The send times in a stream's text so far, in milliseconds, and what is left of an event that has not ended. */
export const sendTimes = (text: string): { readonly times: readonly number[]; readonly rest: string } => {
  const events = text.split("\n\n");
  const rest = events.pop() ?? "";
  return { times: events.map((each) => Number(sentPattern.exec(each)?.[1] ?? Number.NaN)), rest };
};

/** Milliseconds with fractions, on a clock that all processes of this machine share. */
export const sharedTick = (): number => performance.timeOrigin + performance.now();

const model = "claude-sonnet-4-5";

const answerHead =
  "HTTP/1.1 200 OK\r\nrequest-id: req_0123456789\r\nanthropic-organization-id: 00000000\r\nserver: bench\r\n";

const sentPattern = /"sent":"0*([\d.]+)"/;

const event = (name: string, fields: string, sentAt: number): string =>
  `event: ${name}\ndata: {"type":"${name}",${fields},"sent":"${sentAt.toFixed(3).padStart(18, "0")}"}\n\n`;

/** The headers that the TypeScript SDK of Anthropic sends, with a key that opens nothing. */
const request = (port: number, path: string, body: string): Buffer =>
  Buffer.from(
    [
      `POST ${path} HTTP/1.1`,
      `host: 127.0.0.1:${port}`,
      "accept: application/json",
      "content-type: application/json",
      "user-agent: Anthropic/JS 1.11.0",
      `x-api-key: sk-ant-api03-${"0".repeat(24)}`,
      "anthropic-version: 2023-06-01",
      "x-stainless-lang: js",
      "x-stainless-os: Linux",
      "x-stainless-retry-count: 0",
      `content-length: ${body.length}`,
      "",
      body,
    ].join("\r\n"),
  );

const padded = (fields: Readonly<Record<string, unknown>>, size: number): string => {
  return paddedText(JSON.stringify({ ...fields, messages: [{ role: "user", content: "" }] }), size);
};

/** With as many letters in its empty text as it takes. */
const paddedText = (bare: string, size: number): string =>
  bare.replace(
    /"(text|content)":""/,
    (empty) => `${empty.slice(0, -1)}${"a".repeat(Math.max(0, size - bare.length))}"`,
  );
