import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { sdkClients } from "../support/clients/index.ts";
import { newHome } from "../support/daemon.ts";
import { type Corner, controlOf, newCorner } from "../support/program.ts";
import { startVendorsApart, type Vendors, vendorsApart } from "../support/vendors-apart.ts";
import { until } from "../support/wait.ts";

const homeWith = (settings: string): string => {
  const home = newHome();
  writeFileSync(join(home, "config.yaml"), settings, { mode: 0o600 });
  return home;
};

describe("M8: every vendor's SDK throws the sentence at once, and asks no second time", () => {
  let vendors: Vendors;
  beforeAll(async () => {
    vendors = await startVendorsApart({
      home: homeWith("budgets:\n- { name: tiny, per: day, tokens: 1 }\n"),
      flags: { upstream: "v-anthropic" },
    });
    await sdkClients[0]?.work(
      { url: vendors.daemon.url, upstream: "v-anthropic", model: vendorsApart.anthropic.model },
      {
        text: "hello",
      },
    );
    await until("it is counted", async () => (await vendors.daemon.control.budgets({})).sums[0]?.isOver === true);
    await vendors.sent();
  });
  afterAll(() => vendors.stop());

  test.each(sdkClients.flatMap((client) => [false, true].map((stream) => ({ name: client.name, client, stream }))))(
    "$name, streamed: $stream",
    async ({ client, stream }) => {
      const { upstream, model } = vendorsApart[client.home];
      const before = (await vendors.daemon.rows()).length;

      const thrown = await client.work({ url: vendors.daemon.url, upstream, model }, { text: "hello", stream }).then(
        () => "nothing was thrown",
        (error: unknown) => `${String(error)} ${JSON.stringify(error)}`,
      );

      expect(thrown).toContain("is used up:");
      expect(thrown).toContain("proxy-cli budget allow tiny");
      expect(await vendors.sent()).toEqual([]);
      const rows = (await vendors.daemon.rows()).slice(before);
      expect(rows.map(({ status, error, attempts }) => [status, error, attempts])).toEqual([
        [400, "budget_exceeded", 0],
      ]);
    },
  );
});

describe("a budget that asks", () => {
  let corner: Corner;
  beforeAll(async () => {
    corner = newCorner();
    Bun.spawnSync(["mkdir", "-m", "700", "-p", corner.home]);
    const settings = "upstream: simulator\nbudgets:\n- { name: few, per: session, requests: 1, on_over: pause }\n";
    writeFileSync(join(corner.home, "config.yaml"), settings, { mode: 0o600 });
    const { code, err } = await corner.cli(["start"]);
    if (code !== 0) throw new Error(err);
  });
  afterAll(() => corner.leave());

  const ask = async (session: string, signal?: AbortSignal): Promise<Response> => {
    const { url } = await controlOf(corner).status({});
    return fetch(`${url}/v1/messages`, {
      method: "POST",
      ...(signal && { signal }),
      headers: {
        ...{ "content-type": "application/json", "x-api-key": "sk-test", "anthropic-version": "2023-06-01" },
        "x-proxy-session": session,
      },
      body: JSON.stringify({
        model: "claude-sonnet-4-5",
        max_tokens: 9,
        messages: [{ role: "user", content: session }],
      }),
    });
  };
  const asks = async () => (await controlOf(corner).budgets({})).asks;
  const asked = () => until("a person is asked", async () => (await asks())[0]);

  test("M8: a request waits until a person allows it, by a command that needs no name", async () => {
    expect((await ask("one")).status).toBe(200);
    const second = ask("one");
    const { id, why } = await asked();

    const list = await corner.cli(["budget"]);
    const status = await corner.cli(["status"]);
    const { out } = await corner.cli(["budget", "allow"]);

    expect(why).toContain("is used up: 1 of 1 request in this session.");
    expect(list.out).toContain(`proxy-cli budget allow ${id}`);
    expect(status.out).toMatch(
      /^ {2}budgets +few\/s_\w+ 100% \(1 of 1 request\)\s+1 request asked for: proxy-cli budget$/m,
    );
    expect(out).toContain("may go on");
    expect((await second).status).toBe(200);
    expect(await asks()).toEqual([]);
  });

  test("M8: a person stops it, and the agent is told so", async () => {
    await ask("two");
    const second = ask("two");
    await asked();

    await corner.cli(["budget", "stop"]);
    const answer = await second;

    expect([answer.status, answer.headers.get("x-proxy-error")]).toEqual([400, "stopped_by_user"]);
    expect((await ask("two")).headers.get("x-proxy-error")).toBe("stopped_by_user");
  });

  test("a client that leaves while a person is asked ends the question, and nothing goes out", async () => {
    await ask("three");
    const left = new AbortController();
    const second = ask("three", left.signal).catch(() => null);
    await asked();

    left.abort();
    await second;

    await until("nobody is asked any more", async () => (await asks()).length === 0);
    const [row] = await controlOf(corner).recent({ limit: 1 });
    expect([row?.outcome, row?.error, row?.attempts]).toEqual(["CR", "client_left", 0]);
  });

  test("a request that waits can be cancelled like any other", async () => {
    await ask("four");
    const second = ask("four");
    await asked();
    const control = controlOf(corner);
    const [running] = await control.running({});

    expect(await control.cancelRequest({ id: running?.id ?? "" })).toEqual({ cancelled: true });

    expect((await second).headers.get("x-proxy-error")).toBe("request_cancelled");
  });
});
