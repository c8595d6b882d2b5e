import { expect, test } from "bun:test";
import { rootPage } from "../../../src/server/pages/root.ts";
import { pageFacts } from "../../support/pages.ts";

test("G9: the root says who is here", async () => {
  expect(await rootPage(pageFacts()).json()).toEqual({ status: "ok", service: "proxy-cli", version: "1.2.3" });
});
