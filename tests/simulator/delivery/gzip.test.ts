import { expect, test } from "bun:test";
import { createGunzip, gunzipSync } from "node:zlib";
import { gzipped } from "../../../src/simulator/delivery/gzip.ts";
import type { Move } from "../../../src/simulator/delivery/move.ts";

const send = (text: string): Move => ({ type: "send", bytes: new TextEncoder().encode(text) });
const bytesOf = (moves: Iterable<Move>) => [...moves].flatMap((move) => (move.type === "send" ? [move.bytes] : []));

test("the pieces together are one gzip file of the whole text", () => {
  const packed = Buffer.concat(bytesOf(gzipped([send("hello "), send("hello "), send("世界")])));

  expect(gunzipSync(packed).toString()).toBe("hello hello 世界");
  expect(new TextDecoder().decode(Bun.gunzipSync(new Uint8Array(packed)))).toBe("hello hello 世界");
});

test("each piece can be read before the next one comes", async () => {
  const gunzip = createGunzip();
  const read: string[] = [];
  for (const bytes of bytesOf(gzipped([send("one"), send("two")])).slice(0, 2)) gunzip.write(bytes);

  for await (const chunk of gunzip) {
    read.push(String(chunk));
    break;
  }
  expect(read).toEqual(["one"]);
});

test("pauses stay, and a break gets no proper end", () => {
  const moves = [...gzipped([send("a"), { type: "wait", ms: 5 }, { type: "break" }])];

  expect(moves.map(({ type }) => type)).toEqual(["send", "send", "wait", "break"]);
});
