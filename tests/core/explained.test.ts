import { expect, test } from "bun:test";
import { ProxyError } from "../../src/core/errors.ts";
import { explained } from "../../src/core/explained.ts";

test("what happened and what to do are one text", () => {
  expect(explained(new ProxyError("internal", "It broke.", { hint: "Mend it." }))).toBe("It broke. Mend it.");
  expect(explained(new ProxyError("internal", "It broke."))).toBe("It broke.");
});
