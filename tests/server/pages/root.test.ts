import { expect, test } from "bun:test";
import { rootPage } from "../../../src/server/pages/root.ts";

test("G9: the root says who is here", async () => {
  const facts = {
    version: "1.2.3",
    uptimeSeconds: 5,
    isDraining: false,
    upstream: "auto",
    totalRequests: 7,
    inFlight: 1,
  };

  expect(await rootPage(facts).json()).toEqual({ status: "ok", service: "proxy-cli", version: "1.2.3" });
});
