import { afterAll, beforeAll, expect, test } from "bun:test";
import { type Corner, controlOf, newCorner } from "../../support/program.ts";

let corner: Corner;
let ids: readonly string[] = [];

beforeAll(async () => {
  corner = newCorner();
  await corner.cli(["start", "--upstream", "simulator"]);
  const { url } = await controlOf(corner).status({});
  const ask = async (content: string): Promise<string> => {
    const body = JSON.stringify({ model: "claude-x", max_tokens: 9, messages: [{ role: "user", content }] });
    const headers = { "x-api-key": "k", "user-agent": "tool/1", "content-type": "application/json" };
    const answer = await fetch(`${url}/v1/messages`, { method: "POST", body, headers });
    await answer.text();
    return answer.headers.get("x-proxy-request-id") ?? "";
  };
  ids = [await ask("a sentence that is nobody's business"), await ask("another one")];
});

afterAll(() => corner.leave());

const why = async (...words: readonly string[]) => corner.cli(["why", ...words]);

test("without a word it is told of the latest request, by its id or its beginning of another", async () => {
  const [first = "", last = ""] = ids;

  for (const words of [[], ["last"], [last], [last.slice(2)]])
    expect((await why(...words)).out).toStartWith(`${last}   `);
  const told = await why(first);

  expect(told).toMatchObject({ code: 0, err: "" });
  expect(told.out).toStartWith(`${first}   today `);
  expect(told.out).toContain("came       tool   POST /v1/messages   anthropic format   claude-x");
  expect(told.out).toContain("by current upstream simulator");
  expect(told.out).not.toContain("nobody's business");
});

test("programs read how it was led", async () => {
  const { out } = await why("--json");

  expect(JSON.parse(out)).toMatchObject({
    running: true,
    request: { id: ids[1], client: "tool", model_sent: null, translated: null },
    decision: { upstream: "simulator", from: "anthropic", to: "anthropic", asked: "claude-x" },
    losses: [],
    attempts: 1,
  });
});

test("a beginning that fits more than one names them; one that fits none says where ids are", async () => {
  const shared = (ids[0] ?? "").slice(0, 6);
  const [several, none, odd] = [await why(shared), await why("r_zzzzzz"), await why("../../etc")];

  expect(several).toMatchObject({ code: 2, out: "" });
  expect(several.err).toContain(`more than one request begins with "${shared}": ${ids[1]}, ${ids[0]}`);
  expect(several.err).toContain(`try: proxy-cli why ${ids[1]}`);
  for (const ran of [none, odd]) {
    expect(ran).toMatchObject({ code: 66, out: "" });
    expect(ran.err.trimEnd().split("\n")).toEqual([
      expect.stringMatching(/^error: no request ".*" is known here$/),
      expect.stringContaining("its row is too old"),
      expect.stringMatching(/^try: proxy-cli why last/),
    ]);
  }
});

test("it is told without a daemon too, from the ledger; without any request it says so", async () => {
  const other = newCorner();
  expect((await other.cli(["why"])).err).toContain("error: no request is known here");
  await other.leave();
  await corner.cli(["stop"]);

  const [last, json] = [await why("last"), JSON.parse((await why("--json")).out)];

  expect(last.out).toStartWith(`${ids[1]}   `);
  expect(last.out).toContain("by current upstream simulator");
  expect(json).toMatchObject({ running: false, request: { id: ids[1] }, decision: { upstream: "simulator" } });
});
