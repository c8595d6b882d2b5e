import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { textsUnder } from "../support/canary.ts";
import { bunCommand } from "../support/daemon.ts";
import { type FaultBench, startBench } from "../support/fault-bench.ts";
import { read, send } from "../support/faultd.ts";
import { type Format, formats } from "../support/formats.ts";
import { answerText } from "../support/http-text.ts";
import { runProgram } from "../support/program.ts";

let bench: FaultBench;
beforeAll(async () => {
  bench = await startBench();
});
afterAll(() => bench.stop());

const [anthropic] = formats as [Format];

/** Colours, a link, the clipboard, a bell, a title, text that runs backwards, invisible letters; and what breaks lines. */
const hostile = [
  "\u001b[31mred\u001b[2J",
  "\u001b]8;;https://evil.example\u0007click\u001b]8;;\u0007",
  "\u001b]52;c;ZXZpbA==\u0007",
  "\u0007\u0008\u009b31m",
  "\u202egnp.exe\u200b\u2066",
  'x"}\n{"level":"error","message":"forged"}\r\n',
  "a\tb\u2028c",
];
const alphabet = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069]/;

const askFor = async (model: string, headers: Readonly<Record<string, string>> = {}) => {
  bench.vendor.play(read("all"), send(answerText(anthropic.answer)));
  const body = JSON.stringify({ model, messages: [{ role: "user", content: "WORDS-OF-A-PERSON" }] });
  const client = await bench.ask(anthropic, false, { headers: { "x-proxy-upstream": "anthropic", ...headers }, body });
  await client.until("the answer ends", () => client.end() !== null);
  return client;
};
const cli = (...words: readonly string[]) =>
  runProgram(
    [...bunCommand("cli/main.ts"), ...words],
    { PATH: process.env["PATH"] ?? "", HOME: bench.daemon.home, PROXY_CLI_HOME: bench.daemon.home, LANG: "C.UTF-8" },
    "/",
  );

describe("texts that would do something to a terminal or to a log", () => {
  beforeAll(async () => {
    for (const text of hostile) {
      await askFor(text);
      await askFor(`claude-${text}`, { "user-agent": `agent${text.replaceAll(/[^\u0020-\u007e]/g, "\t")}` });
      await fetch(`${bench.daemon.url}/v1/${encodeURIComponent(text)}`, {
        headers: { "x-proxy-upstream": "anthropic" },
      });
    }
  });

  for (const words of [
    ["status"],
    ["stats"],
    ["stats", "--by", "model"],
    ["stats", "--by", "client"],
    ["logs"],
    ["logs", "--lines", "500"],
  ]) {
    test(`S-33: ${words.join(" ")} shows them and never emits them`, async () => {
      const { code, out, err } = await cli(...words);

      expect(err).toBe("");
      expect(code).toBe(0);
      expect(out).not.toMatch(alphabet);
    });
  }

  test("S-34: every line of the log is one JSON object of ours, whatever a model, a path or a client is called", () => {
    const text = readFileSync(join(bench.daemon.home, "logs", "daemon.log"), "utf8");
    const lines = text.split("\n").slice(0, -1);

    expect(text.replaceAll("\n", "")).not.toMatch(/[\u0000-\u001f]/);
    const messages = lines.map((line) => String(JSON.parse(line).message));
    expect(messages).not.toContain("forged");
    expect(messages.filter((message) => message === "request").length).toBeGreaterThanOrEqual(3 * hostile.length);
  });

  test("S-50: they are nothing but values to the database", async () => {
    const nasty = [`'; DROP TABLE requests; --`, `" OR 1=1`, "%_\\", "1); DELETE FROM requests WHERE (1=1"];
    for (const text of nasty) {
      await askFor(text, { "user-agent": text, "x-claude-code-session-id": text });
      await fetch(`${bench.daemon.url}/v1/${encodeURIComponent(text)}?q=${encodeURIComponent(text)}`, {
        headers: { "x-proxy-upstream": "anthropic", "x-api-key": text },
      });
    }
    const rows = await bench.daemon.rows();

    for (const text of nasty) expect(rows.some(({ model }) => model === text)).toBe(true);
    for (const by of ["model; DROP TABLE requests", "1", "rowid", "client--"]) {
      const { code, err } = await cli("stats", "--by", by);
      expect(code).not.toBe(0);
      expect(err).toStartWith("error: ");
    }
    expect((await bench.daemon.rows()).length).toBe(rows.length);
  });
});

test("S-54, S-53: no word of a request or an answer is in anything that is kept", async () => {
  await askFor("claude-sonnet-4-5");
  await bench.daemon.rows();
  const words = ["WORDS-OF-A-PERSON", Buffer.from("grüße").toString("latin1")];

  for (const [path, text] of Object.entries(textsUnder(bench.daemon.home))) {
    expect({ path, found: words.some((word) => text.includes(word)) }).toEqual({
      path,
      found: false,
    });
  }
  expect(bench.daemon.output()).not.toContain("WORDS-OF-A-PERSON");
  expect(await bench.daemon.leaks()).toEqual([]);
});

test("S-45: an address of a picture in a request is not called by us", async () => {
  let asked = 0;
  const pictures = Bun.serve({
    port: 0,
    hostname: "127.0.0.1",
    fetch: () => {
      asked++;
      return new Response("x");
    },
  });
  bench.vendor.play(read("all"), send(answerText(anthropic.answer)));
  const source = { type: "url", url: `http://127.0.0.1:${pictures.port}/a.png` };
  const body = JSON.stringify({
    model: "claude-sonnet-4-5",
    messages: [{ role: "user", content: [{ type: "image", source }] }],
  });
  const client = await bench.ask(anthropic, false, { body });
  await client.until("the answer ends", () => client.end() !== null);

  expect(Buffer.from((await bench.hit()).body()).toString()).toBe(body);
  expect(asked).toBe(0);
  pictures.stop(true);
});
