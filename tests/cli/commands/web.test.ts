import { afterEach, beforeEach, expect, test } from "bun:test";
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Corner, newCorner } from "../../support/program.ts";
import { until } from "../../support/wait.ts";
import { codeIn, enter } from "../../support/web-page.ts";

let corner: Corner;
beforeEach(() => {
  corner = newCorner();
});
afterEach(() => corner.leave());

test("V18 S-17 web prints one link, which opens once; web stop ends it", async () => {
  await corner.cli(["start"]);
  const { code, out } = await corner.cli(["web"]);
  expect(code).toBe(0);
  const link = /http:\/\/127\.0\.0\.1:\d+\/_ui\/login#[\w-]{43}/.exec(out)?.[0] ?? "";
  expect(out).toContain("within 5"); // some seconds less than a minute
  const { origin } = new URL(link);
  expect((await enter(origin, codeIn(link))).status).toBe(200);
  expect((await enter(origin, codeIn(link))).status).toBe(401);

  expect((await corner.cli(["web", "stop"])).out).toContain("off");
  expect((await fetch(`${origin}/_ui/`)).status).toBe(404);
  expect((await corner.cli(["web", "--off"])).out).toContain("was not on");
});

test("V18 with --open the link goes to the program that opens a browser; with --json all of it is an answer", async () => {
  await corner.cli(["start"]);
  const [folder, seen] = [join(corner.folder, "bin"), join(corner.folder, "seen")];
  mkdirSync(folder);
  writeFileSync(join(folder, "xdg-open"), `#!/bin/sh\nprintf %s "$1" > ${seen}.part && mv ${seen}.part ${seen}\n`);
  chmodSync(join(folder, "xdg-open"), 0o755);

  const { out } = await corner.cli(["web", "--open", "--json", "--port", "0"], {
    PATH: `${folder}:${corner.env["PATH"]}`,
  });

  const told = JSON.parse(out) as Record<string, unknown>;
  expect(told).toMatchObject({ schema: 1, visitors: 0, was_on: false, url: expect.stringMatching(/\/_ui\/$/) });
  await until("it is opened", () => existsSync(seen));
  expect(readFileSync(seen, "utf8")).toBe(String(told["link"]));
});

test("without a daemon it says so, and a wrong word or port is told apart", async () => {
  expect((await corner.cli(["web"])).code).toBe(3);
  expect((await corner.cli(["web", "start"])).err).toContain("web stop");
  expect((await corner.cli(["web", "--port", "70000"])).code).toBe(2);
});
