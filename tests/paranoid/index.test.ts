import { expect, test } from "bun:test";
import { appendFileSync } from "node:fs";
import { join } from "node:path";
import { createParanoid } from "../../src/paranoid/index.ts";
import { startDaemon } from "../support/daemon.ts";

const answered = (status: number, headers: Readonly<Record<string, string>>): readonly string[] => {
  const broken: string[] = [];
  createParanoid((id) => broken.push(id)).answered(new Response("", { status, headers }));
  return broken;
};

test("I-11: a refusal of ours has a name out of the list; a vendor's own error needs none", () => {
  expect(answered(502, { "x-proxy-error": "upstream_refused" })).toEqual([]);
  expect(answered(429, { "x-proxy-upstream": "anthropic" })).toEqual([]);
  expect(answered(200, {})).toEqual([]);
  expect(answered(500, {})).toEqual(["I-11"]);
  expect(answered(500, { "x-proxy-error": "toString" })).toEqual(["I-11"]);
});

test("a daemon of the tests looks on at itself, says so, and its test fails when it has found something", async () => {
  const daemon = await startDaemon();
  await fetch(`${daemon.url}/v1/models`, { headers: { "x-proxy-upstream": "simulator" } });

  const { violations, warnings } = await daemon.control.status({});
  expect(violations).toEqual({});
  expect(warnings).toEqual([]);

  const line = { level: "error", message: "invariant", invariant: "I-03", what: "planted" };
  appendFileSync(join(daemon.home, "logs", "daemon.log"), `${JSON.stringify(line)}\n`);
  await expect(daemon.stop()).rejects.toThrow("I-03 planted");
});

test("nobody looks on unless it was asked for", async () => {
  const daemon = await startDaemon({ env: { PROXY_PARANOID: "0" } });

  expect((await daemon.control.status({})).violations).toBeNull();
  await daemon.stop();
});
