import { afterEach, beforeEach, expect, test } from "bun:test";
import { type Corner, controlOf, newCorner } from "../../support/program.ts";

let corner: Corner;

beforeEach(() => {
  corner = newCorner();
});

afterEach(() => corner.leave());

const ask = async (model: string): Promise<void> => {
  const { url } = await controlOf(corner).status({});
  const body = JSON.stringify({ model, max_tokens: 9, messages: [{ role: "user", content: "hi" }] });
  await (await fetch(`${url}/v1/messages`, { method: "POST", body, headers: { "x-api-key": "k" } })).text();
};

test("requests are counted by model, the same with the daemon up and down", async () => {
  await corner.cli(["start", "--upstream", "simulator"]);
  for (const model of ["claude-a", "claude-a", "evil\x1b[31m"]) await ask(model);

  const up = await corner.cli(["stats", "--by", "model"]);
  await corner.cli(["stop"]);
  const down = await corner.cli(["stats", "--by", "model"]);

  expect(up.out).toMatch(
    /^last 24 hours, (UTC|local time \(.+\))\nMODEL +REQ +OK% +IN +CACHED +OUT +COST .+ P50 +P95 +P99 +TTFT\nclaude-a +2 +100 /,
  );
  expect(up.out).toContain("evil\\u{1b}[31m");
  expect(up.out).toMatch(/\nTOTAL +3 +100 /);
  expect(down.out).toBe(up.out);
});

test("programs get JSON, spreadsheets CSV", async () => {
  await corner.cli(["start", "--upstream", "simulator"]);
  await ask("claude-a");

  const json = JSON.parse((await corner.cli(["stats", "--json", "--by", "status"])).out);
  const csv = await corner.cli(["stats", "--csv"]);

  expect(json).toMatchObject({ schema: 1, by: "status", groups: [{ name: "200", requests: 1, ok: 1 }] });
  expect(csv.out).toMatch(/^upstream,requests,ok,.*\nsimulator,1,1,/);
});

test("before the first request there is nothing to tell, and no question is misunderstood", async () => {
  expect((await corner.cli(["stats", "--hours", "168"])).out).toMatch(/^last 7 days, .*\nno requests yet\n$/);
  expect(await corner.cli(["stats", "--by", "modle"])).toMatchObject({ code: 2, out: "" });
  expect((await corner.cli(["stats", "--by", "modle"])).err).toContain("try: proxy-cli stats --by model\n");
});

test("an estimated chat stream is told to be one, at most that dear, and how its usage is told; not where it is asked for", async () => {
  await corner.cli(["start", "--upstream", "simulator"]);
  const { url } = await controlOf(corner).status({});
  const body = JSON.stringify({ model: "gpt-4o", stream: true, messages: [{ role: "user", content: "hi" }] });
  const headers = { authorization: "Bearer k" };
  await (await fetch(`${url}/v1/chat/completions`, { method: "POST", body, headers })).text();

  const before = await corner.cli(["stats"]);
  await corner.cli(["config", "set", "meter.inject_usage", "true"]);
  const after = await corner.cli(["stats"]);

  expect(before.out).toContain(
    "whose tokens or cache no vendor told\n  input counts in full where its cached part is not known",
  );
  expect(before.out).toContain("have it told: proxy-cli config set meter.inject_usage true\n");
  expect(after.out).toContain("no vendor told\n");
  expect(after.out).not.toContain("inject_usage");
});

test("Z14: days are of this place, in other places of theirs, and a time has an end", async () => {
  await corner.cli(["start", "--upstream", "simulator"]);
  await ask("claude-a");
  const days = async (zone: string, ...more: readonly string[]) =>
    JSON.parse((await corner.cli(["stats", "--by", "day", "--json", ...more], { TZ: zone })).out);
  const dayIn = (zone: string) => new Date().toLocaleDateString("sv-SE", { timeZone: zone });

  const [far, west] = [await days("Pacific/Kiritimati"), await days("Pacific/Pago_Pago")];
  const past = await days("UTC", "--since", "2d", "--until", "1d");

  expect(far.groups.map(({ name }: { name: string }) => name)).toEqual([dayIn("Pacific/Kiritimati")]);
  expect(west.groups.map(({ name }: { name: string }) => name)).toEqual([dayIn("Pacific/Pago_Pago")]);
  expect(past).toMatchObject({ groups: [], total: { requests: 0, cost_micros: null }, before: { requests: 0 } });
});

test("I-02: every grouping has the same total", async () => {
  await corner.cli(["start", "--upstream", "simulator"]);
  for (const model of ["claude-a", "claude-b"]) await ask(model);

  for (const by of ["model", "session", "upstream", "client", "day", "hour", "status", "dialect"]) {
    const { groups, total } = JSON.parse((await corner.cli(["stats", "--by", by, "--json"])).out);
    const sum = (field: string) =>
      groups.reduce((all: number, group: Record<string, number>) => all + (group[field] ?? 0), 0);
    for (const field of ["requests", "input_tokens", "output_tokens", "unknown_cost", "cost_micros"])
      expect([by, field, sum(field)]).toEqual([by, field, total[field] ?? 0]);
  }
});
