import { afterAll, beforeAll, expect, test } from "bun:test";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type ListeningSimulator, listenSimulator } from "../../src/simulator/listen.ts";
import { vendorFormats } from "../support/formats-apart.ts";
import { type Corner, controlOf, newCorner } from "../support/program.ts";

let vendor: ListeningSimulator;
let corner: Corner;

beforeAll(async () => {
  vendor = listenSimulator();
  corner = newCorner();
  mkdirSync(corner.home, { mode: 0o700 });
  const servers = vendorFormats.map(
    (format) => `as-${format}:\n  endpoints: { ${format}: "${vendor.url}" }\n  type: simulator\n`,
  );
  writeFileSync(join(corner.home, "servers.yaml"), servers.join(""), { mode: 0o600 });
  await corner.cli(["start", "--upstream", "as-anthropic"]);
});

afterAll(async () => {
  await corner.leave();
  await vendor.stop();
});

type Message = { readonly role: string; readonly content: unknown };
const user = (content: string): Message => ({ role: "user", content });

/** The next turn of a conversation of a client that speaks Anthropic's format; without a name it is known by its history. */
const turn = async (messages: readonly Message[], name: string | null) => {
  const { url } = await controlOf(corner).status({});
  const headers = { "x-api-key": "k", "user-agent": "claude-cli/2", "content-type": "application/json" };
  const answer = await fetch(`${url}/v1/messages`, {
    method: "POST",
    headers: name === null ? headers : { ...headers, "x-claude-code-session-id": name },
    body: JSON.stringify({ model: "claude-sonnet-4-5", max_tokens: 99, system: "You help.", messages }),
  });
  const { content, type } = (await answer.json()) as { content: unknown; type: unknown };
  expect([answer.status, type]).toEqual([200, "message"]);
  const id = answer.headers.get("x-proxy-request-id") ?? "";
  return { id, reply: { role: "assistant", content } };
};

const why = async (id: string) => JSON.parse((await corner.cli(["why", id, "--json"])).out);
const way = async (id: string): Promise<readonly unknown[]> => {
  const { request, decision } = await why(id);
  return [request.upstream, decision.rule, decision.from, decision.to, request.translated];
};

const home = ["as-anthropic", "current upstream as-anthropic", "anthropic", "anthropic", null];
const sent = ["as-openai-chat", "session pin", "anthropic", "openai-chat", "openai-chat"];

test.each([
  ["by the name that its tool has for it", "0b9f3c1e-5b77-4d0e-9e0e-3c1f2a4b5d6e"],
  ["by its history alone", null],
])(
  "a conversation known %s goes to an upstream of another format by itself and back, also after a restart",
  async (_, name) => {
    const opening = user(`one ${name ?? "nameless"}`);
    const first = await turn([opening], name);
    const { session } = (await why(first.id)).request;

    const switched = await corner.cli(["switch-upstream", "as-openai-chat", "--session", session]);
    const second = await turn([opening, first.reply, user("two")], name);
    const other = await turn([user("somebody else's")], null);
    const shown = await corner.cli(["sessions", "show", session]);
    await corner.cli(["restart"]);
    const third = await turn([opening, first.reply, user("two"), second.reply, user("three")], name);
    const back = await corner.cli(["switch-upstream", "-", "--session", session]);
    const all = [opening, first.reply, user("two"), second.reply, user("three"), third.reply, user("four")];
    const fourth = await turn(all, name);

    expect(switched).toMatchObject({ code: 0, err: "" });
    expect(switched.out).toContain(`${session} alone, from its next request on; all others stay`);
    expect(switched.out).toContain("translated  anthropic -> openai-chat");
    expect(switched.out).toContain(`back:       proxy-cli switch-upstream - --session ${session}`);
    expect(shown.out).toContain("sent to   as-openai-chat; back: proxy-cli switch-upstream - --session");
    expect(back.out).toContain("as-openai-chat -> as-anthropic");
    expect(await way(first.id)).toEqual(home);
    expect(await way(second.id)).toEqual(sent);
    expect(await way(other.id)).toEqual(home);
    expect(await way(third.id)).toEqual(sent);
    expect(await way(fourth.id)).toEqual(home);
    const sessions = await Promise.all([second, third, fourth].map(async ({ id }) => (await why(id)).request.session));
    expect(sessions).toEqual([session, session, session]);
  },
);

test("what was translated is counted for people and for a scraper", async () => {
  const { url } = await controlOf(corner).status({});

  const [stats, metrics] = [
    await corner.cli(["stats"]),
    await (await fetch(`${url}/metrics?format=prometheus`)).text(),
  ];

  expect(stats.out).toMatch(/translated: anthropic -> openai-chat [1-9]/);
  expect(metrics).toMatch(/proxy_cli_translated_requests_total\{from="anthropic",to="openai-chat"\} [1-9]/);
});

test("without a daemon no conversation can be sent elsewhere: what, why, and what to do", async () => {
  const down = newCorner();

  const ran = await down.cli(["switch-upstream", "simulator", "--session", "s_1a2b3c4d5e6f"]);

  expect(ran).toMatchObject({ code: 3, out: "" });
  expect(ran.err.trimEnd().split("\n")).toEqual([
    expect.stringContaining("error: the proxy is not running"),
    expect.stringContaining("without it no conversation can be sent elsewhere by itself"),
    expect.stringContaining("try: proxy-cli start"),
  ]);
  await down.leave();
});
