import { expect, test } from "bun:test";
import { requestBodyOf } from "../../../src/state/detail/request-body.ts";
import type { KeptExchange } from "../../../src/state/kept/index.ts";

const kept = (body: Uint8Array | null, more: Partial<KeptExchange> = {}): KeptExchange =>
  ({ body, bodyKind: "held", headers: new Headers(), isDropped: false, ...more }) as KeptExchange; // nothing else is looked at
const bytesOf = (text: string) => new TextEncoder().encode(text);

test("a body comes back as it was sent, also one that was packed", () => {
  const packed = Bun.gzipSync(bytesOf('{"a":1}'));

  expect(requestBodyOf(kept(bytesOf('\ufeff{"a":"é"}')))).toEqual({ text: '\ufeff{"a":"é"}', why: null });
  expect(requestBodyOf(kept(packed, { headers: new Headers({ "content-encoding": "gzip" }) })).text).toBe('{"a":1}');
});

test("why there is none is said", () => {
  const why = (of: KeptExchange | null) => requestBodyOf(of).why;

  expect(why(null)).toContain("not kept any more");
  expect(why(kept(null, { bodyKind: "none" }))).toBe("it has none");
  expect(why(kept(null))).toContain("too large");
  expect(why(kept(new Uint8Array(1_100_000)))).toContain("1 MB");
  expect(why(kept(bytesOf("a\u001b[201~b")))).toContain("control characters");
  expect(why(kept(bytesOf("a\0b")))).toContain("control characters");
  expect(why(kept(bytesOf("a\tb\r\nc")))).toBeNull();
  expect(why(kept(new Uint8Array([0xff, 0xfe, 0x00])))).toBe("it is no text");
  expect(
    why(kept(Bun.gzipSync(new Uint8Array(3_000_000)), { headers: new Headers({ "content-encoding": "gzip" }) })),
  ).toContain("1 MB");
});
