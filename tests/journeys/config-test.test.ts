import { afterAll, beforeAll, beforeEach, expect, test } from "bun:test";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type ListeningSimulator, listenSimulator } from "../../src/simulator/listen.ts";
import { type Corner, controlOf, newCorner } from "../support/program.ts";

let vendor: ListeningSimulator;
let corner: Corner;

const shared = "upstream: first\nconfig: {watch: false}\n";
const traced = "trace: {enabled: true, bodies: true}\n";
const rules = `routes:
- {name: vision, when: {images: true}, to: {upstream: second, model: sees}}
- {name: long, when: {input_tokens: {above: 500}}, to: {upstream: chats, model: far}}
`;
const write = (text: string, file = "config.yaml"): string => {
  const path = join(corner.home, file);
  writeFileSync(path, text, { mode: 0o600 });
  return path;
};

beforeAll(async () => {
  vendor = listenSimulator();
  corner = newCorner();
  mkdirSync(corner.home, { mode: 0o700 });
  const place = `{ endpoint: "${vendor.url}", type: simulator }`;
  const chats = `{ endpoints: { openai-chat: "${vendor.url}" }, type: simulator }`;
  write(`first: ${place}\nsecond: ${place}\nchats: ${chats}\n`, "servers.yaml");
  write(shared + traced);
  await corner.cli(["start"]);
});
beforeEach(() => write(shared + traced + rules));
afterAll(async () => {
  await corner.leave();
  await vendor.stop();
});

const image = { type: "image", source: { type: "base64", media_type: "image/png", data: "iVBORw0KGgo=" } };

const ask = async (content: unknown, headers: Readonly<Record<string, string>> = {}): Promise<string> => {
  const { url } = await controlOf(corner).status({});
  const answer = await fetch(`${url}/v1/messages`, {
    method: "POST",
    headers: { "x-api-key": "k", "content-type": "application/json", ...headers },
    body: JSON.stringify({ model: "claude-x", max_tokens: 9, messages: [{ role: "user", content }] }),
  });
  await answer.text();
  return answer.headers.get("x-proxy-request-id") ?? "";
};

const against = (id: string, ...more: readonly string[]) => corner.cli(["config", "test", "--against", id, ...more]);
const way = async (id: string, ...more: readonly string[]): Promise<unknown> => {
  const { code, out, err } = await against(id, "--json", ...more);
  expect([code, err]).toEqual([0, ""]);
  const { same, now } = JSON.parse(out);
  return [same, now?.upstream, now?.rule, now?.to, now?.model];
};

const long = "many words of a long prompt ".repeat(200);

test("rules that are not in force yet say where a request of late would go, and nothing is sent or changed", async () => {
  const [plain, picture, far] = [await ask("hi"), await ask([image]), await ask(long)];
  const before = await controlOf(corner).status({});

  const told = await against(far);

  expect(told).toMatchObject({ code: 0, err: "" });
  expect(told.out).toMatch(/^r_\w+ {3}today [\d:]+ {3}POST \/v1\/messages {3}as it is kept in memory\n/);
  expect(told.out).toMatch(/goes to +first +chats\n/);
  expect(told.out).toMatch(/format +anthropic +anthropic -> openai-chat\n/);
  expect(told.out).toMatch(/model +claude-x +claude-x -> far\n/);
  expect(told.out).toMatch(/now +> +routes\[1\] long +[\d,]+ input tokens > 500/);
  expect(told.out).toEndWith("~ It would not go as it went.\n");
  expect(await way(plain)).toEqual([true, "first", "current upstream first", "anthropic", "claude-x"]);
  expect(await way(picture)).toEqual([false, "second", "routes[0] vision", "anthropic", "sees"]);
  const { generation, tally } = await controlOf(corner).status({});
  expect([generation, tally.accepted]).toEqual([before.generation, before.tally.accepted]);
});

test("another file is tried in the place of the one that its name says", async () => {
  const id = await ask("hi");
  const other = write("upstream: second\n", "tried.yaml");
  const servers = write(
    `first: { endpoints: { openai-chat: "${vendor.url}" }, type: simulator }\n`,
    "servers-new.yaml",
  );
  write(shared);

  expect(await way(id, "--file", other)).toEqual([false, "second", "current upstream second", "anthropic", "claude-x"]);
  expect(await way(id, "--file", servers)).toMatchObject({ 1: "first", 3: "openai-chat" });
  expect(await way("last")).toMatchObject({ 0: true, 1: "first" });
});

test("what the header, the conversation's pin and the client's key said has the say that it would have", async () => {
  const named = await ask([image], { "x-proxy-upstream": "first" });
  const first = await ask("one of a conversation", {
    "x-claude-code-session-id": "0b9f3c1e-5b77-4d0e-9e0e-3c1f2a4b5d6e",
  });
  const { request } = JSON.parse((await corner.cli(["why", first, "--json"])).out);

  await corner.cli(["switch-upstream", "chats", "--session", request.session]);

  expect(await way(named)).toMatchObject({ 0: true, 1: "first", 2: "header x-proxy-upstream" });
  expect(await way(first)).toMatchObject({ 1: "chats", 2: "session pin" });
});

test("a file with mistakes is told with their places, and a request that would be refused with why", async () => {
  const id = await ask("hi");
  write(`${shared}routes:\n- {when: {modle: x}, to: {upstream: frist}}\n`);

  const wrong = await against(id);
  write("upstream: auto\nconfig: {watch: false}\nroutes:\n- {to: {upstream: auto, model: nobodys}}\n");
  const loose = await against(id, "--json");

  expect(wrong).toMatchObject({ code: 78, out: "" });
  expect(wrong.err).toContain('did you mean "model"?');
  expect(wrong.err).toMatch(/config\.yaml:4/);
  expect(JSON.parse(loose.out)).toMatchObject({ same: false });
});

test("without a request the files are validated, as config validate does", async () => {
  write("servr: {port: 1}\n");

  const [tested, validated] = [await corner.cli(["config", "test"]), await corner.cli(["config", "validate"])];

  expect(tested).toEqual(validated);
  expect(tested.code).toBe(78);
  const good = write(shared, "good.yaml");
  expect(await corner.cli(["config", "test", "--file", good])).toMatchObject({ code: 0 });
});

test("what nobody has recorded is told with what to switch on", async () => {
  const unknown = await against("r_zzzzzzzz");
  const missing = await against("last", "--file", "nowhere.yaml");

  expect(unknown).toMatchObject({ code: 66, out: "" });
  expect(unknown.err).toContain("try: proxy-cli config test --against last");
  expect(missing).toMatchObject({ code: 66, out: "" });
  expect(missing.err).toContain("proxy-cli config path");
});

test("without a daemon a request is tried out of its trace, and one without a trace says so", async () => {
  write(shared);
  await corner.cli(["reload"]);
  const bare = await ask(long);
  write(shared + traced);
  await corner.cli(["reload"]);
  const far = await ask(long);
  await corner.cli(["stop"]);
  write(shared + traced + rules);

  const [told, lost] = [await against(far), await against(bare)];
  const tried = await way(far);
  await corner.cli(["start"]);
  const [again, gone] = [await way(far), await against(bare)];

  expect(told.out).toContain("as its trace has it");
  expect(told.out).toContain("! A trace has only harmless headers");
  for (const one of [tried, again]) expect(one).toMatchObject({ 1: "chats", 2: "routes[1] long", 4: "far" });
  expect(lost).toMatchObject({ code: 66, out: "" });
  expect(lost.err).toContain("proxy-cli start");
  expect(gone).toMatchObject({ code: 66, out: "" });
  expect(gone.err).toContain("config set trace.enabled true");
});
