import { expect, test } from "bun:test";
import { asksForSocket, closeReason, protocolsOf, sendableCode, toldCode } from "../../src/core/socket.ts";

test("a GET that wants to upgrade to a WebSocket asks for one, nothing else does", () => {
  const asking = (method: string, upgrade: string) => asksForSocket({ method, headers: new Headers({ upgrade }) });

  expect(asking("GET", "websocket")).toBe(true);
  expect(asking("GET", "WebSocket")).toBe(true);
  expect(asking("POST", "websocket")).toBe(false);
  expect(asking("GET", "h2c")).toBe(false);
  expect(asksForSocket(new Request("http://127.0.0.1/"))).toBe(false);
});

test("sub-protocols are read in the client's order, however they are spaced", () => {
  const headers = new Headers({ "sec-websocket-protocol": "realtime,  openai-beta.realtime-v1 ,, x" });

  expect(protocolsOf(headers)).toEqual(["realtime", "openai-beta.realtime-v1", "x"]);
  expect(protocolsOf(new Headers())).toEqual([]);
});

test("the two codes that mean that there was none are never sent on", () => {
  expect([1000, 1001, 1005, 1006, 4321, null].map(sendableCode)).toEqual([1000, 1001, null, null, 4321, null]);
  expect([1000, 1005, 1006].map(toldCode)).toEqual([1000, 1005, null]);
});

test("a reason is cut to what a close frame can hold, never inside a letter", () => {
  expect(closeReason("bye")).toBe("bye");
  expect(Buffer.byteLength(closeReason("é".repeat(200)))).toBe(122);
  expect(closeReason("x".repeat(200)).length).toBe(123);
});
