import { expect, test } from "bun:test";
import { asProxyError } from "../../src/core/errors.ts";
import { checkHead } from "../../src/upstream/answer-head.ts";

/** The name of what is wrong with it; null = nothing. */
const wrong = (headers: Readonly<Record<string, string>>, status = 200): string | null => {
  try {
    checkHead(new Response(null, { status, headers }), "zai");
    return null;
  } catch (thrown) {
    return asProxyError(thrown).code;
  }
};

test("an ordinary head passes", () => {
  expect(wrong({ "content-type": "text/event-stream", "transfer-encoding": "chunked" })).toBeNull();
  expect(wrong({ "content-length": "5" }, 529)).toBeNull();
});

test("U-21: two lengths in one head, or a framing that is none of ours", () => {
  expect(wrong({ "content-length": "5", "transfer-encoding": "chunked" })).toBe("upstream_protocol");
  expect(wrong({ "transfer-encoding": "gzip" })).toBe("upstream_protocol");
  expect(wrong({ "transfer-encoding": "gzip, chunked" })).toBe("upstream_protocol");
});

test("U-29: 32 KB may pass, names and values together", () => {
  const head = (bytes: number) => ({ "x-big": "a".repeat(bytes - "x-big: \r\n".length) });

  expect(wrong(head(32 * 1024))).toBeNull();
  expect(wrong(head(32 * 1024 + 1))).toBe("upstream_headers_too_large");
});
