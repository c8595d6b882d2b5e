import { afterAll, beforeAll, expect, test } from "bun:test";
import { createSimulator } from "../../src/simulator/index.ts";
import { type FakeTool, fakeTool } from "../support/fake-tool.ts";
import { controlOf, newCorner } from "../support/program.ts";

/** Somebody's own gateway: what came to it, with the keys. */
const gateway = () => {
  const simulator = createSimulator();
  const seen: { readonly path: string; readonly headers: Headers }[] = [];
  const server = Bun.serve({
    port: 0,
    hostname: "127.0.0.1",
    fetch: (request) => {
      const url = new URL(request.url);
      seen.push({ path: url.pathname, headers: request.headers });
      url.pathname = url.pathname.replace(/^\/team(?=\/)/, "");
      return simulator.fetch(new Request(url.href, request));
    },
  });
  return { url: server.url.origin, seen, stop: () => server.stop(true) };
};

const corner = newCorner();
const other = gateway();
let url = "";
beforeAll(async () => {
  const { code, err } = await corner.cli(["start"]);
  if (code !== 0) throw new Error(err);
  url = (await controlOf(corner).status({})).url;
});
afterAll(async () => {
  await other.stop();
  await corner.leave();
});

const ask = 'const answer = await say("say 5 words"); await answer.text(); console.log(answer.status);';
const latest = async () => (await controlOf(corner).recent({ limit: 1 }))[0];

test.each<readonly [FakeTool, Record<string, string>, string]>([
  ["claude", { ANTHROPIC_BASE_URL: "/team", ANTHROPIC_API_KEY: "sk-team-0000" }, "/team/v1/messages"],
  [
    "gemini",
    { GOOGLE_GEMINI_BASE_URL: "", GEMINI_API_KEY: "sk-team-0000" },
    "/v1beta/models/gemini-2.5-pro:generateContent",
  ],
  ["opencode", { OPENAI_BASE_URL: "/v1", OPENAI_API_KEY: "sk-team-0000" }, "/v1/chat/completions"],
])(
  "%s behind somebody's own gateway still ends there, with its own key, and is seen on the way",
  async (name, given, path) => {
    const env = Object.fromEntries(
      Object.entries(given).map(([variable, value]) => [
        variable,
        variable.endsWith("_URL") ? other.url + value : value,
      ]),
    );

    const { out, err } = await corner.cli(["run", "--", fakeTool(corner, name, ask)], env);
    const row = await latest();
    const arrived = other.seen.at(-1);

    expect(out).toBe("200\n");
    expect(arrived?.path).toBe(path);
    expect([...(arrived?.headers.values() ?? [])].join("\n")).toContain("sk-team-0000");
    expect(row?.upstream).toContain(`-via-127.0.0.1-${new URL(other.url).port}`);
    if (name !== "opencode") expect(err).toContain(`on to ${other.url}`);
  },
);

test("a key never goes elsewhere: not to a vendor where a gateway was meant, unless it is asked for", async () => {
  const env = { ANTHROPIC_BASE_URL: other.url, ANTHROPIC_API_KEY: "sk-team-0000" };
  const program = fakeTool(corner, "claude", ask);

  const refused = await corner.cli(["run", "--no-chain", "--upstream", "simulator", "--", program], env);

  expect(refused.err).toContain(`upstream simulator; instead of ${other.url}`);
  expect((await latest())?.upstream).toBe("simulator");
});

test("a program that takes no headers keeps its gateway, and that is said", async () => {
  const before = other.seen.length;

  const { out, err } = await corner.cli(["run", "--", fakeTool(corner, "program", ask)], {
    OPENAI_BASE_URL: `${other.url}/v1`,
    OPENAI_API_KEY: "sk-team-0000",
  });

  expect(out).toBe("200\n");
  expect(other.seen.length).toBe(before + 1);
  expect(err).toContain(`OPENAI_BASE_URL stays ${other.url}/v1`);
  expect(err).toContain("--no-chain");
});

test("a gateway that stays configured through a reload, and is the same for the next run", async () => {
  const env = { ANTHROPIC_BASE_URL: other.url, ANTHROPIC_API_KEY: "sk-team-0000" };
  const program = fakeTool(corner, "claude", ask);

  const first = await corner.cli(["run", "--", program], env);
  await corner.cli(["reload"]);
  const second = await corner.cli(["run", "--", program], env);

  expect([first.out, second.out]).toEqual(["200\n", "200\n"]);
});

test("the vendor's own address and our own are no gateways", async () => {
  const program = fakeTool(corner, "claude", "");

  const home = await corner.cli(["run", "--", program], { ANTHROPIC_BASE_URL: "https://api.anthropic.com" });
  const ours = await corner.cli(["run", "--", program], { ANTHROPIC_BASE_URL: url.replace("127.0.0.1", "localhost") });

  expect(home.err).toBe(`proxy-cli: ANTHROPIC_BASE_URL=${url} for this process only (upstream auto)\n`);
  expect(ours.err).toContain("(upstream auto; it was set already)");
});

test("an address that cannot be an upstream stays as it is, and no password of it is shown", async () => {
  const { err } = await corner.cli(["run", "--", fakeTool(corner, "claude", "")], {
    ANTHROPIC_BASE_URL: "https://me:secret@gw.example/x",
  });

  expect(err).toContain("stays https://gw.example/x");
  expect(err).not.toContain("secret");
});

test("a base URL that is no address stays as it is, and is called that", async () => {
  const { err } = await corner.cli(["run", "--", fakeTool(corner, "claude", "")], { ANTHROPIC_BASE_URL: "gw.example" });

  expect(err).toContain("not through the proxy (ANTHROPIC_BASE_URL stays gw.example: that is no address; --no-chain");
});
