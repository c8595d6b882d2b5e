import { afterAll, afterEach, beforeAll, expect, test } from "bun:test";
import { png, ran } from "../support/clients/client.ts";
import { startVendorsApart, type VendorApart, type Vendors, vendorsApart } from "../support/vendors-apart.ts";

let vendors: Vendors;
beforeAll(async () => {
  vendors = await startVendorsApart();
});
afterEach(async () => void (await vendors.sent()));
afterAll(() => vendors.stop());

type Call = { readonly id: string; readonly function: { readonly name: string; readonly arguments: string } };
type Message = { readonly role: string; readonly content: unknown; readonly tool_calls?: readonly Call[] };

const shell = {
  name: "Bash",
  parameters: {
    ...{ type: "object", properties: { command: { type: "string" } } },
    ...{ required: ["command"], additionalProperties: false },
  },
};

const answer = async ({ upstream: provider, model }: VendorApart, messages: readonly Message[]): Promise<Message> => {
  const asked = { provider, model, messages, max_tokens: 4000, reasoning_effort: "high" };
  const response = await fetch(`${vendors.daemon.url}/v1/chat`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: "Bearer any-key" },
    body: JSON.stringify({ ...asked, tools: [{ type: "function", function: shell }] }),
  });
  const json = (await response.json()) as { readonly message: Message; readonly error?: string };
  expect({ status: response.status, error: json.error }).toEqual({ status: 200, error: undefined });
  return json.message;
};

test.each(Object.values<VendorApart>(vendorsApart).map((vendor) => [vendor.upstream, vendor] as const))(
  "an agent without an SDK works at %s: a picture, an effort, three rounds of two tools",
  async (_, vendor) => {
    const image_url = { url: `data:image/png;base64,${png}` };
    const text = "go on for three rounds of two tools";
    const messages: Message[] = [
      { role: "system", content: "Be brief." },
      {
        role: "user",
        content: [
          { type: "text", text },
          { type: "image_url", image_url },
        ],
      },
    ];
    const rounds: number[] = [];
    for (let calls: readonly Call[] | undefined = []; calls !== undefined && rounds.length < 8; ) {
      const said = await answer(vendor, messages);
      messages.push(said);
      calls = said.tool_calls;
      rounds.push(calls?.length ?? 0);
      for (const { id, function: called } of calls ?? [])
        messages.push({ role: "tool", content: ran(JSON.parse(called.arguments)), ...{ tool_call_id: id } });
    }

    expect(rounds).toEqual([2, 2, 2, 0]);
    expect(messages.at(-1)?.content).toMatch(/^The tool answered: .*ran /);
    const [first] = await vendors.sent();
    expect(first?.body).toContain(png);
  },
);
