import { expect, test } from "bun:test";
import { resetWords } from "../../../cli/upstreams/reset.ts";

test("a reset says what stood in the way, or that nothing did", () => {
  expect(resetWords({ name: "cn", wasOpen: false, coolDowns: 0 })).toBe("nothing kept requests from cn");
  expect(resetWords({ name: "cn", wasOpen: true, coolDowns: 0 })).toBe(
    "cn: circuit closed; the next request goes there",
  );
  expect(resetWords({ name: "cn", wasOpen: true, coolDowns: 2 })).toBe(
    "cn: circuit closed, 2 cool-downs forgotten; the next request goes there",
  );
});
