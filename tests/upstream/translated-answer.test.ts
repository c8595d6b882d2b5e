import { expect, test } from "bun:test";
import { asProxyError } from "../../src/core/errors.ts";
import type { AnswerTranslation } from "../../src/core/translation.ts";
import { collected, mostTranslated, notesOf, translatedAnswer } from "../../src/upstream/translated-answer.ts";

const translation: AnswerTranslation = {
  streamType: "text/event-stream",
  headers: (vendor) => vendor,
  isFailure: (body) => "error" in body && !("output" in body),
  whole: (body) => ({ whole: body }),
  wholeAsStream: (body) => `data: ${JSON.stringify(body)}`,
  stream: () => ({
    ...{ take: (bytes) => bytes, rest: () => new Uint8Array(), broken: () => new Uint8Array() },
    ...{ isLost: () => false, hasFailed: () => false, keepAlive: () => new Uint8Array() },
  }),
  streamAsWhole: (stream) => ({ status: 200, body: `put together: ${stream}` }),
  failure: ({ status, text }) => ({ status: status === 200 ? 502 : status, body: `failure: ${text}` }),
};

const told = (body: string | Uint8Array, { status = 200, encoding = "identity", wantsStream = false } = {}) => {
  const headers = new Headers({ "content-encoding": encoding });
  const bytes = typeof body === "string" ? new TextEncoder().encode(body) : body;
  const answer = translatedAnswer({ status, headers }, bytes, translation, wantsStream);
  return answer ?? { status: 0, contentType: "", body: "no answer", retryAfterMs: null };
};

test("an answer is written anew, as a stream where the client has asked for one", () => {
  expect(told('{"choices":[]}').body).toBe('{"whole":{"choices":[]}}');
  expect(told('{"choices":[]}', { wantsStream: true })).toMatchObject({
    contentType: "text/event-stream",
    body: 'data: {"choices":[]}',
  });
  expect(told(Bun.gzipSync('{"id":1}'), { encoding: "gzip" }).body).toBe('{"whole":{"id":1}}');
});

test("an error is one by its status, by what it says, or because nobody can read it", () => {
  expect(told('{"error":{}}', { status: 429 })).toMatchObject({ status: 429, body: 'failure: {"error":{}}' });
  expect(told('{"error":{"message":"no"}}').status).toBe(502);
  expect(told("<html>", { status: 503 }).body).toBe("failure: <html>");
  expect(told('[{"error":{"message":"no"}}]').status).toBe(502); // Google's streams are lists
  expect(told('{"error":{},"output":[]}').body).toContain("whole"); // a response carries its error inside
});

test("what is neither an answer nor an error is nothing", () => {
  for (const body of ["<html>", "", "7", "[]", '{"half":', Bun.gzipSync("{}").subarray(0, -9)])
    expect(told(body).body).toBe("no answer");
  expect(told("{}", { status: 204 }).body).toBe("no answer");
});

test("a stream is read as one whatever its label says, also where the client has asked for none", () => {
  for (const stream of ["data: {}\n\n", ": hello\n\ndata: {}\n\n", "event: x\ndata: {}\n\n"]) {
    expect(told(stream).body).toBe(`put together: ${stream}`);
    expect(told(stream, { wantsStream: true })).toMatchObject({ contentType: "text/event-stream", body: stream });
    expect(told(Bun.gzipSync(stream), { encoding: "gzip" }).body).toBe(`put together: ${stream}`);
  }
});

test("an answer is read to its end, unless that is nowhere near", async () => {
  const source = (pieces: number) =>
    new ReadableStream<Uint8Array>({
      pull: (controller) => {
        if (pieces-- > 0) controller.enqueue(new Uint8Array(mostTranslated / 2));
        else controller.close();
      },
    });
  let seen = 0;

  expect(await collected(source(2), () => seen++)).toHaveLength(mostTranslated);
  expect(seen).toBe(3);
  expect(await collected(null, () => undefined)).toHaveLength(0);
  const thrown = await collected(source(9), () => undefined).catch(asProxyError);
  expect(thrown).toMatchObject({ code: "answer_too_large" });
});

test("what was lost fits into a header", () => {
  expect(notesOf([])).toBeNull();
  const loss = {
    rule: "thinking.foreign",
    what: "dropped",
    count: 2,
    why: 'thoughts of "another" vendör\r\n',
  } as const;
  expect(notesOf([loss])).toBe(`thinking.foreign; dropped=2; why="thoughts of 'another' vend?r??"`);
  expect(notesOf(Array.from({ length: 200 }, () => loss))).toHaveLength(2000);
});
