import { afterAll, afterEach, beforeAll, describe, expect, test } from "bun:test";
import { type At, type Job, png, type Said, type SdkClient } from "../support/clients/client.ts";
import { sdkClients } from "../support/clients/index.ts";
import { startVendorsApart, type VendorApart, type Vendors, vendorsApart } from "../support/vendors-apart.ts";

let vendors: Vendors;
beforeAll(async () => {
  vendors = await startVendorsApart();
});
afterEach(async () => void (await vendors.sent()));
afterAll(() => vendors.stop());

const all: readonly VendorApart[] = Object.values(vendorsApart);
/** Between vendors of one format nothing is translated: what a client of the one says to the other is their affair. */
const isTranslated = ({ home }: SdkClient, vendor: VendorApart): boolean =>
  vendorsApart[home].format !== vendor.format || vendorsApart[home] === vendor;
const pairs = sdkClients.flatMap((client) =>
  all
    .filter((vendor) => isTranslated(client, vendor))
    .map((vendor) => ({ name: `${client.name} → ${vendor.upstream}`, client, vendor })),
);

const at = ({ upstream, model }: VendorApart): At => ({ url: vendors.daemon.url, upstream, model });

/** What came of a job, which has to be one answer. */
const single = async ({ client, vendor }: (typeof pairs)[number], job: Job): Promise<Said> => {
  const said = await client.work(at(vendor), job);
  expect(said).toHaveLength(1);
  return said[0] as Said;
};

describe("an answer", () => {
  test.each(pairs)("$name: whole and streamed it is the same, with real counts", async (pair) => {
    const text = "What is the capital of France?";
    const whole = await single(pair, { text });
    const streamed = await single(pair, { text, stream: true });

    expect(whole.text).toContain("capital of France");
    expect(whole).toMatchObject({ calls: [], stop: pair.client.stops.end });
    expect(whole.input).toBeGreaterThan(4);
    expect(whole.output).toBeGreaterThan(10);
    expect({ ...streamed, thought: "" }).toEqual({ ...whole, thought: "" });
    for (const { status } of await vendors.sent()) expect(status).toBe(200);
  });
});

describe("an agent that works for three rounds with two tools at once", () => {
  for (const stream of [false, true])
    test.each(pairs)(`$name, ${stream ? "streamed" : "whole"}`, async ({ client, vendor }) => {
      const said = await client.work(at(vendor), { text: "go on for three rounds of two tools", tools: true, stream });

      expectRounds(said, client);
      expect((await vendors.sent()).map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    });

  for (const stream of [false, true])
    test.each(pairs)(`$name, with thoughts, ${stream ? "streamed" : "whole"}`, async ({ client, vendor }) => {
      const job = { text: "go on for three rounds of two tools", tools: true, thinks: true, stream };
      const said = await client.work(at(vendor), job);

      expectRounds(said, client);
    });
});

const expectRounds = (said: readonly Said[], client: SdkClient): void => {
  expect(said.map(({ calls, stop }) => [calls.length, stop])).toEqual([
    ...Array.from({ length: 3 }, () => [2, client.stops.call]),
    [0, client.stops.end],
  ]);
  for (const { calls, input, output } of said) {
    for (const call of calls) expect(call).toMatchObject({ name: "Bash", input: { command: expect.any(String) } });
    expect(new Set(calls.map(({ id }) => id)).size).toBe(calls.length);
    expect(input).toBeGreaterThan(0);
    expect(output).toBeGreaterThan(0);
  }
  expect(said.at(-1)?.text).toMatch(/^The tool answered: .*ran /);
};

describe("a picture", () => {
  test.each(pairs)("$name: beside a question it arrives, byte for byte", async (pair) => {
    await single(pair, { text: "What is this?", picture: "asked" });

    const [sent] = await vendors.sent();
    expect(picturesIn(sent?.body)).toBe(1);
    expect(sent?.body).toContain("What is this?");
  });

  const givers = pairs.filter(({ client }) => client.takesPicturesFromTools);
  test.each(givers)("$name: from a tool it arrives, too", async ({ client, vendor }) => {
    const said = await client.work(at(vendor), { text: "use a tool", tools: true, picture: "given" });

    // Mistral is told `OK.` before the picture: its simulator takes that for a question of the user's, and calls again.
    if (vendor.provider !== "mistral") expect(said).toHaveLength(2);
    const [, second] = await vendors.sent();
    expect(picturesIn(second?.body)).toBe(1);
    expect(second?.body).toContain("ran ");
  });
});

const picturesIn = (body = ""): number => body.split(png).length - 1;

describe("an answer with a shape", () => {
  const schema = {
    type: "object",
    properties: { city: { type: "string" }, people: { type: "integer" } },
    required: ["city", "people"],
    additionalProperties: false,
  };

  test.each(pairs)("$name: it has it, whole and streamed", async (pair) => {
    for (const stream of [false, true]) {
      const { text } = await single(pair, { text: "Answer in JSON: which city?", schema, stream });

      expect(JSON.parse(text)).toEqual({ city: expect.any(String), people: expect.any(Number) });
    }
  });
});

test.each(pairs.filter(({ vendor }) => vendor.format !== "anthropic" && vendor.provider !== "mistral"))(
  "$name: what the vendor read from its cache is told",
  async (pair) => {
    const text = `${"The quick proxy reads every word. ".repeat(400)} Say so.`;
    await single(pair, { text });
    const again = await single(pair, { text });

    if (pair.client.name !== "@mistralai/mistralai") expect(again.cached).toBeGreaterThan(1000);
    expect(again.input).toBeGreaterThan(again.cached);
  },
);
