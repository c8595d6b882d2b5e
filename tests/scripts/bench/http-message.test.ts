import { expect, test } from "bun:test";
import { messageReader } from "../../../scripts/bench/http-message.ts";

/** What a reader tells of these bytes, given in pieces of this size. */
const told = (text: string, pieceSize: number): readonly string[] => {
  const heard: string[] = [];
  let body = "";
  const feed = messageReader({
    head: (head) => heard.push(head.split("\r\n")[0] ?? ""),
    body: (bytes) => {
      body += Buffer.from(bytes).toString();
    },
    end: () => {
      heard.push(body);
      body = "";
    },
  });
  for (let at = 0; at < text.length; at += pieceSize) feed(Buffer.from(text.slice(at, at + pieceSize)));
  return heard;
};

const three =
  "HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nhello" +
  "HTTP/1.1 204 No Content\r\nserver: x\r\n\r\n" +
  "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\nA\r\n0123456789\r\n0\r\n\r\n" +
  "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nhi";

test.each([1, 2, 3, 7, 50, 1000])("messages in pieces of %d bytes are read as what they are", (pieceSize) => {
  expect(told(three, pieceSize)).toEqual([
    "HTTP/1.1 200 OK",
    "hello",
    "HTTP/1.1 204 No Content",
    "",
    "HTTP/1.1 200 OK",
    "abc0123456789",
    "HTTP/1.1 200 OK",
    "hi",
  ]);
});

test("a message that has not ended is not told as ended", () => {
  expect(told("HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nhell", 9)).toEqual(["HTTP/1.1 200 OK"]);
  expect(told("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n", 9)).toEqual([
    "HTTP/1.1 200 OK",
  ]);
});
