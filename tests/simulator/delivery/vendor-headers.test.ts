import { expect, test } from "bun:test";
import { requestIdOf, vendorHeaders } from "../../../src/simulator/delivery/vendor-headers.ts";
import { idsFor } from "../../../src/simulator/ids.ts";

const ids = idsFor(new Uint8Array(), 1);

test("each vendor has its own headers, and the request's id where it has one", () => {
  expect(vendorHeaders("anthropic", ids, 0, 10)).toMatchObject({
    "request-id": requestIdOf("anthropic", ids),
    "anthropic-ratelimit-input-tokens-remaining": "1999990",
    "anthropic-ratelimit-requests-reset": "1970-01-01T00:00:00Z",
  });
  expect(vendorHeaders("openai", ids, 0, 10)).toMatchObject({
    "x-request-id": expect.stringMatching(/^req_[0-9a-f]{32}$/),
    "x-ratelimit-remaining-tokens": "1999990",
  });
  expect(vendorHeaders("openai", ids, 0, 10)).toHaveProperty("openai-processing-ms");
  expect(vendorHeaders("mistral", ids, 0, 10)).toMatchObject({ "x-ratelimit-tokens-query-cost": "10" });
  expect(vendorHeaders("google", ids, 0, 10)).toHaveProperty("server-timing");
});
