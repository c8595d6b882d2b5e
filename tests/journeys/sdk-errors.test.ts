import { afterAll, afterEach, beforeAll, describe, expect, test } from "bun:test";
import type { At, SdkClient } from "../support/clients/client.ts";
import { sdkClients } from "../support/clients/index.ts";
import { startVendorsApart, type VendorApart, type Vendors, vendorsApart } from "../support/vendors-apart.ts";

let vendors: Vendors;
beforeAll(async () => {
  vendors = await startVendorsApart();
});
afterEach(async () => void (await vendors.sent()));
afterAll(() => vendors.stop());

/** Every client with every vendor whose format is another than its own. */
const pairs = sdkClients.flatMap((client) =>
  Object.values<VendorApart>(vendorsApart)
    .filter(({ format }) => format !== vendorsApart[client.home].format)
    .map((vendor) => ({ name: `${client.name} → ${vendor.upstream}`, client, vendor })),
);

/** What an SDK has thrown, as programs look at it. */
type Thrown = {
  readonly class: string;
  readonly status: number | undefined;
  readonly retryAfter: string | null;
  readonly requestId: string | null;
  readonly text: string;
};

const thrownBy = async (client: SdkClient, at: At, fault: string, stream: boolean): Promise<Thrown> => {
  try {
    const said = await client.work(at, { text: `say 60 words sim-fault(${fault})`, stream });
    return { class: "none", status: undefined, retryAfter: null, requestId: null, text: JSON.stringify(said) };
  } catch (error) {
    const { headers, responseHeaders = {}, status, statusCode, message, responseBody } = error as Anything;
    const given = new Headers((headers as Headers | undefined) ?? (responseHeaders as Record<string, string>));
    return {
      class: (error as object).constructor.name,
      status: (status ?? statusCode) as number | undefined,
      retryAfter: given.get("retry-after"),
      requestId: given.get(idHeaders[client.home]),
      text: `${message} ${JSON.stringify(error)} ${responseBody}`,
    };
  }
};

type Anything = Readonly<Record<string, unknown>>;

/** Where each vendor's clients look for the id of a request. */
const idHeaders = {
  ...{ anthropic: "request-id", chat: "x-request-id", responses: "x-request-id" },
  ...{ gemini: "x-request-id", mistral: "x-request-id" },
} as const;

const isOpenAi = ({ home }: SdkClient): boolean => home === "chat" || home === "responses";

/** What goes wrong, and what it is called at the client's own vendor, where that has another status for it. */
const refusals = [
  ...["400", "401", "403", "404", "413", "429;retry-after=7", "500", "503", "html-502", "too-long"].map((fault) => ({
    fault,
    own: () => fault,
  })),
  // Nobody but Anthropic has this status; everybody has its meaning.
  { fault: "529", own: ({ home }: SdkClient) => (home === "anthropic" ? "529" : "503") },
];

describe("a request that another vendor refuses throws what the client's own vendor would make it throw", () => {
  test.each(pairs)("$name", async ({ client, vendor: { upstream, model } }) => {
    const [here, there] = [
      { url: vendors.vendorUrl, upstream: null, model: vendorsApart[client.home].model },
      { url: vendors.daemon.url, upstream, model },
    ];
    for (const { fault, own } of refusals) {
      const stream = fault.length % 2 === 0;
      const expected = await thrownBy(client, here, own(client), stream);
      const thrown = await thrownBy(client, there, fault, stream);

      expect({ fault, class: thrown.class, status: thrown.status }).toEqual({
        ...{ fault, class: expected.class, status: expected.status },
      });
      expect(thrown.class).not.toBe("none");
    }
  });
});

describe("what goes with an error gets to the client", () => {
  const tellsHeaders = pairs.filter(
    ({ client }) => client.name !== "@google/genai" && client.name !== "@mistralai/mistralai",
  );

  test.each(tellsHeaders)("$name: how long to wait, and the vendor's id of the request", async (pair) => {
    const { client, vendor } = pair;
    const at = { url: vendors.daemon.url, upstream: vendor.upstream, model: vendor.model };
    const thrown = await thrownBy(client, at, "429;retry-after=7", false);

    expect(thrown.retryAfter).toBe("7");
    if (vendor.provider !== "google" && client.home !== "gemini")
      expect(thrown.requestId).toMatch(/^(req_)?[0-9A-Za-z]{20,}$/);
  });

  test.each(pairs)("$name: the words by which it knows that a conversation is too long", async ({ client, vendor }) => {
    const at = { url: vendors.daemon.url, upstream: vendor.upstream, model: vendor.model };
    const { text } = await thrownBy(client, at, "too-long", false);

    expect(text).toContain("250000");
    if (client.home === "anthropic") expect(text).toContain("prompt is too long: 250000 tokens > 200000 maximum");
    if (isOpenAi(client)) expect(text).toContain("context_length_exceeded");
    if (client.home === "gemini") expect(text).toContain("exceeds the maximum number of tokens allowed (200000)");
  });
});

describe("a stream that goes wrong is never taken for a whole answer", () => {
  const faults = ["error-in-200;after=6", "error-in-200;after=6;status=500", "cut;after=6", "eof;after=6"];

  test.each(pairs)("$name", async ({ client, vendor: { upstream, model } }) => {
    for (const fault of faults) {
      const { class: name, text } = await thrownBy(client, { url: vendors.daemon.url, upstream, model }, fault, true);

      // OpenAI's SDK gives the response, which says that it has failed, and why.
      if (name === "none") expect({ fault, text }).toEqual({ fault, text: expect.stringContaining('"stop":"failed"') });
      else expect({ fault, name }).toEqual({ fault, name: expect.stringMatching(/Error$|^Object$/) });
    }
  });
});
