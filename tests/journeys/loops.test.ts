import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { alertsAfter } from "../../cli/dashboard/data/alerts.ts";
import { type Data, noData } from "../../cli/dashboard/data/data.ts";
import type { WatchMessage } from "../../src/control/contract.ts";
import type { RequestDetail } from "../../src/core/request-detail.ts";
import { bunCommand, newHome } from "../support/daemon.ts";
import { bodyOf, type Turn } from "../support/dialogues.ts";
import { type Ran, runProgram } from "../support/program.ts";
import { startVendorsApart, type Vendors, vendorsApart } from "../support/vendors-apart.ts";
import { until } from "../support/wait.ts";

let vendors: Vendors;
const home = newHome();
beforeAll(async () => {
  vendors = await startVendorsApart({ home });
});
afterAll(() => vendors.stop());

/** From now on the settings are these. */
const settle = async (settings: string): Promise<void> => {
  writeFileSync(join(home, "config.yaml"), settings, { mode: 0o600 });
  await vendors.daemon.control.reload({});
};

const formats = ["anthropic", "chat", "responses", "gemini"] as const;
type Home = (typeof formats)[number];

/** A command that an agent has called again and again, one call after the other, and what it gave each time. */
const dialogue = (about: string, calls: readonly string[]): readonly Turn[] => [
  { by: "user", texts: [`Please ${about}`] },
  ...calls.flatMap((command, at): readonly Turn[] => [
    { by: "model", texts: [], calls: [{ id: `toolu_${at}`, name: "Bash", input: { command } }] },
    { by: "tool", results: [{ id: `toolu_${at}`, name: "Bash", text: `exit ${at}` }] },
  ]),
];

const send = (format: Home, turns: readonly Turn[]): Promise<Response> => {
  const { upstream, model, format: dialect } = vendorsApart[format];
  const path = {
    anthropic: "/v1/messages",
    chat: "/v1/chat/completions",
    responses: "/v1/responses",
    gemini: `/v1beta/models/${model}:generateContent`,
  }[format];
  const parameters = { type: "object", properties: { command: { type: "string" } } };
  const bash = { name: "Bash", description: "Runs a command." };
  const tools = {
    anthropic: [{ ...bash, input_schema: parameters }],
    chat: [{ type: "function", function: { ...bash, parameters } }],
    responses: [{ type: "function", ...bash, parameters }],
    gemini: [{ functionDeclarations: [{ ...bash, parameters }] }],
  }[format];
  const body = bodyOf[dialect](turns);
  return fetch(vendors.daemon.url + path, {
    method: "POST",
    headers: {
      ...{ "content-type": "application/json", "x-proxy-upstream": upstream },
      ...(format === "anthropic" && { "x-api-key": "simulated-key-0000", "anthropic-version": "2023-06-01" }),
      ...(format === "gemini" && { "x-goog-api-key": "AIzasimulated-key-0000" }),
      ...((format === "chat" || format === "responses") && { authorization: "Bearer sk-simulated-key-0000" }),
    },
    body: JSON.stringify({ ...body, ...(format !== "gemini" && { model }), tools }),
  });
};

/** An agent that goes on as it has, turn by turn; the answer to each. */
const goOn = async (format: Home, about: string, calls: readonly string[]): Promise<readonly Response[]> => {
  const answers: Response[] = [];
  for (let at = 0; at <= calls.length; at++) {
    const answer = await send(format, dialogue(about, calls.slice(0, at)));
    await answer.clone().arrayBuffer();
    answers.push(answer);
  }
  return answers;
};

const detailOf = ({ headers }: Response): Promise<RequestDetail> =>
  until("it has ended", async () => {
    const detail = await vendors.daemon.control.request({ id: headers.get("x-proxy-request-id") ?? "" });
    return detail?.summary != null && detail;
  });

const again = (times: number, command = "npm test"): readonly string[] => Array.from({ length: times }, () => command);

const cli = (...words: readonly string[]): Promise<Ran> =>
  runProgram(
    [...bunCommand("cli/main.ts"), ...words],
    { PATH: process.env["PATH"] ?? "", HOME: home, PROXY_CLI_HOME: home, LANG: "C.UTF-8" },
    home,
  );

const statuses = (answers: readonly Response[]): readonly number[] => answers.map(({ status }) => status);
const asked = () => until("a person is asked", async () => (await vendors.daemon.control.budgets({})).asks[0]);

/** What the daemon tells who watches until this has come to an end. */
const toldWhile = async (work: () => Promise<unknown>): Promise<readonly WatchMessage[]> => {
  const told: WatchMessage[] = [];
  const left = new AbortController();
  const began = Promise.withResolvers<void>();
  const watching = (async () => {
    for await (const message of vendors.daemon.control.watch(left.signal)) {
      told.push(message);
      began.resolve();
    }
  })().catch(() => undefined);
  await began.promise;
  await work();
  await until("it is told", () => told.some(({ type }) => type === "loop-found"));
  left.abort();
  await watching;
  return told;
};

describe.each(formats)("the same call again and again, in the words of %s", (format) => {
  test("M8: goes on as long as nobody has said otherwise, and the fifth is remarked", async () => {
    await settle("");
    const answers = await goOn(format, `fix it, ${format}`, again(5));

    expect(statuses(answers)).toEqual([200, 200, 200, 200, 200, 200]);
    const [fourth, fifth] = await Promise.all(answers.slice(4).map(detailOf));
    expect(fourth?.remarks).toEqual([]);
    expect(fifth?.remarks).toEqual([{ by: "loops", text: expect.stringContaining("was called 5 times in a row") }]);
  });

  test("M8: is refused where it is to be stopped, with a sentence in the client's own format; a person lets it go on", async () => {
    await settle("loops: { on_loop: stop }\n");
    const calls = again(5);
    const answers = await goOn(format, `fix it for good, ${format}`, calls);

    expect(statuses(answers)).toEqual([200, 200, 200, 200, 200, 400]);
    const refused = answers[5] as Response;
    expect(refused.headers.get("x-proxy-error")).toBe("loop_detected");
    expect(refused.headers.get("x-should-retry")).toBe("false");
    const { message } = ((await refused.clone().json()) as { error: { message: string } }).error;
    expect(message).toMatch(/^This looks like a loop: Bash\(.*npm test.*\) was called 5 times in a row\./);
    const [, session = ""] = /proxy-cli budget allow (s_\w+)/.exec(message) ?? [];
    expect((await detailOf(refused)).summary).toMatchObject({ error: "loop_detected", attempts: 0, costMicros: 0 });

    expect((await cli("budget", "allow", session)).code).toBe(0);

    expect((await send(format, dialogue(`fix it for good, ${format}`, calls))).status).toBe(200);
    expect((await cli("budget", "reset", session)).code).toBe(0);
    expect((await send(format, dialogue(`fix it for good, ${format}`, calls))).status).toBe(400);
  });
});

test("M8: a loop is told in the log, by why, and as an alert of the dashboard, once", async () => {
  await settle("");
  const answers: Response[] = [];
  const told = await toldWhile(async () => void answers.push(...(await goOn("anthropic", "look around", again(6)))));
  const fifth = answers[5] as Response;
  const detail = await detailOf(fifth);

  const id = detail.summary?.id ?? "";
  const why = await cli("why", id);
  expect(why.out).toMatch(/^remarked +loops: Bash\(.*npm test.*\) was called 5 times in a row$/m);
  const found = told.filter(({ type }) => type === "loop-found");
  expect(found).toHaveLength(1);
  const alerts = found.reduce<Data["alerts"]>((alerts, message) => alertsAfter({ ...noData, alerts }, message, 0), []);
  expect(alerts.map(({ text, request }) => [text, request])).toEqual([
    [expect.stringMatching(/^s_\w+ may be in a loop: Bash.* was called 5 times in a row$/), id],
  ]);
  const logged = () => vendors.daemon.logLines().filter((line) => line["message"] === "loop" && line["id"] === id);
  await until("the log tells of it", () => logged().length > 0);
  expect(logged()).toHaveLength(1);
});

describe("a loop that asks", () => {
  const upTo = async (about: string): Promise<readonly string[]> => {
    await settle("loops: { on_loop: pause, same_call: 3 }\n");
    expect(statuses(await goOn("anthropic", about, again(2)))).toEqual([200, 200, 200]);
    return again(3);
  };

  test("M8: goes on when a person allows it, and asks again when it has gone on as long again", async () => {
    const calls = await upTo("one");
    const third = send("anthropic", dialogue("one", calls));
    const { why, session } = await asked();
    expect(why).toContain("was called 3 times in a row");

    expect((await cli("budget", "allow")).out).toContain(`${session} may go on`);

    expect((await third).status).toBe(200);
    expect((await send("anthropic", dialogue("one", again(5)))).status).toBe(200);
    const sixth = send("anthropic", dialogue("one", again(6)));
    await asked();
    await cli("budget", "allow");
    expect((await sixth).status).toBe(200);
  });

  test("M8: is refused when a person stops it, and so is what comes after it", async () => {
    const calls = await upTo("two");
    const third = send("anthropic", dialogue("two", calls));
    await asked();

    await cli("budget", "stop");

    expect((await third).headers.get("x-proxy-error")).toBe("stopped_by_user");
    const next = await send("anthropic", dialogue("two", [...calls, "ls"]));
    expect(next.headers.get("x-proxy-error")).toBe("stopped_by_user");
  });

  test("is refused with its reason when nobody answers in time", async () => {
    const calls = await upTo("three");
    await settle("loops: { on_loop: pause, same_call: 3 }\nbudget: { pause_ms: 50 }\n");

    const answer = await send("anthropic", dialogue("three", calls));

    expect([answer.status, answer.headers.get("x-proxy-error")]).toEqual([400, "loop_detected"]);
    expect(await answer.text()).toContain("Nobody has let it go on in time.");
  });
});

describe("what is no loop", () => {
  const harmless: Readonly<Record<string, readonly string[]>> = {
    "looking how far something is": again(12, "sleep 30 && kubectl rollout status deploy/web"),
    "another call each time": Array.from({ length: 12 }, (_, at) => `cat src/file-${at}.ts`),
    "a test after each of many changes": Array.from({ length: 18 }, (_, at) =>
      at % 3 === 2 ? "npm test" : `sed -i s/${at}/x/ a.ts`,
    ),
  };

  test.each(Object.entries(harmless))("%s is not stopped", async (name, calls) => {
    await settle("loops: { on_loop: stop }\n");

    expect(new Set(statuses(await goOn("anthropic", name, calls)))).toEqual(new Set([200]));
  });
});

test("settings that mean nothing are told with their place, and what was set before counts on", async () => {
  await settle("loops: { on_loop: stop, same_call: 2 }\n");
  const wrong: readonly (readonly [string, RegExp])[] = [
    ["loops: { on_loop: halt }\n", /loops\.on_loop.*warn.*pause.*stop/s],
    ["loops: { same_call: -1 }\n", /loops\.same_call/],
    ["loops: { ignore: bash }\n", /loops\.ignore.*must be a list of patterns/s],
    ["loops: { on_lop: stop }\n", /loops\.on_lop.*on_loop/s],
  ];
  for (const [settings, words] of wrong) {
    writeFileSync(join(home, "config.yaml"), settings, { mode: 0o600 });
    const { code, err } = await cli("reload");
    expect(code).not.toBe(0);
    expect(err).toMatch(words);
  }

  expect(statuses(await goOn("anthropic", "four", again(2)))).toEqual([200, 200, 400]);
});
