import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { sdkClients } from "../support/clients/index.ts";
import { newHome } from "../support/daemon.ts";
import { startVendorsApart, type Vendors, vendorsApart } from "../support/vendors-apart.ts";

const home = newHome();
writeFileSync(
  join(home, "config.yaml"),
  "limits:\n  rates:\n    - { name: one a day, each: [client, upstream], requests_per_day: 1 }\n",
  { mode: 0o600 },
);

let vendors: Vendors;
beforeAll(async () => {
  vendors = await startVendorsApart({ home });
});
afterAll(() => vendors.stop());

describe("G11: a program that is over a limit is told so by its own SDK, in a sentence", () => {
  test.each(sdkClients.map((client) => ({ name: client.name, client })))("$name", async ({ client }) => {
    const { upstream, model } = vendorsApart[client.home];
    const at = { url: vendors.daemon.url, upstream, model };
    const asked = async (stream: boolean): Promise<string> =>
      client.work(at, { text: "say hello", stream }).then(
        () => "answered",
        (thrown: unknown) => `${String(thrown)} ${JSON.stringify(thrown)}`,
      );

    await asked(false); // its one of this day; some give another name where they stream
    await asked(true);
    await vendors.sent();
    for (const stream of [false, true]) {
      const said = await asked(stream);
      expect(said).toContain("The limit");
      expect(said).toContain("1 request per day for client ");
      expect(said).toContain("It is set in limits.rates");
    }
    expect(await vendors.sent()).toEqual([]);
  });
});
