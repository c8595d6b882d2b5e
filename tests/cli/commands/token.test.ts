import { afterEach, beforeEach, expect, test } from "bun:test";
import { type Corner, newCorner } from "../../support/program.ts";

let corner: Corner;

beforeEach(() => {
  corner = newCorner();
});

afterEach(() => corner.leave());

test("a token is shown once when it is made, and then only by its end", async () => {
  const made = await corner.cli(["token", "create", "--name", "laptop", "--expires", "30d"]);
  const token = made.out.split("\n")[0] ?? "";

  expect(made.code).toBe(0);
  expect(token).toMatch(/^pxy_[\w-]{32}$/);
  const list = await corner.cli(["token", "list"]);
  expect(list.out).toContain(`laptop  pxy_...${token.slice(-4)}`);
  expect(list.out + (await corner.cli(["token", "--json"])).out).not.toContain(token);
});

test("what is asked for quietly or by a program is the token and nothing else", async () => {
  const quiet = await corner.cli(["token", "create", "-q"]);
  const { token, name } = JSON.parse((await corner.cli(["token", "create", "--json"])).out);

  expect(quiet.out).toMatch(/^pxy_[\w-]{32}\n$/);
  expect([name, token]).toEqual(["token-2", expect.stringMatching(/^pxy_/)]);
});

test("tokens that are made at the same moment are all there", async () => {
  const made = await Promise.all(["a", "b", "c", "d", "e"].map((name) => corner.cli(["token", "create", name])));

  expect(made.map(({ code }) => code)).toEqual([0, 0, 0, 0, 0]);
  const { tokens } = JSON.parse((await corner.cli(["token", "--json"])).out);
  expect(tokens.map(({ name }: { name: string }) => name).sort()).toEqual(["a", "b", "c", "d", "e"]);
});

test("a revoked token is gone; one that is not there is told, with those that are", async () => {
  await corner.cli(["token", "create", "laptop"]);

  expect((await corner.cli(["token", "revoke", "lap"])).err).toContain("known: laptop");
  expect((await corner.cli(["token", "revoke", "laptop"])).out).toContain("laptop holds no more");
  expect((await corner.cli(["token"])).out).toContain("none yet");
});

test("what cannot be meant is told with the way to say it", async () => {
  expect((await corner.cli(["token", "craete"])).err).toContain("try: proxy-cli token create");
  expect((await corner.cli(["token", "create", "--expires", "soon"])).err).toContain("--expires takes a duration");
  expect((await corner.cli(["token", "revoke"])).code).toBe(2);
});
