import { expect, test } from "bun:test";
import { translatedHeaders } from "../../../src/translation/answer/headers.ts";

test("what was said of the vendor's bytes is not said of ours, all else stays", () => {
  const vendor = new Headers({
    "content-length": "10",
    "content-encoding": "gzip",
    "request-id": "req_1",
    "retry-after": "3",
  });

  expect(translatedHeaders(vendor).toJSON()).toEqual({ "request-id": "req_1", "retry-after": "3" });
});
