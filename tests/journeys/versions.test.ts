import { afterEach, beforeAll, beforeEach, describe, expect, test } from "bun:test";
import { join } from "node:path";
import { protocolVersion } from "../../src/control/contract.ts";
import { version } from "../../src/version.ts";
import { commandIn, treeWith } from "../support/builds.ts";
import { type Corner, newCorner, type Ran, runProgram } from "../support/program.ts";

/** A program of ours as it will be one day: the same commands, from another tree. */
type Build = (...words: readonly string[]) => Promise<Ran>;

let corner: Corner;
beforeEach(() => {
  corner = newCorner();
});
afterEach(() => corner.leave()); // also of another version and protocol: `stop` is understood by all

const buildIn =
  (tree: string): Build =>
  (...words) =>
    runProgram(commandIn(tree, words), { ...corner.env, PROXY_UPSTREAM: "simulator" }, corner.folder);

const builds: Record<"this" | "newer" | "other protocol", Build> = {} as never; // filled before the first test
const newerVersion = "99.1.0";
beforeAll(() => {
  const exchanged = (file: string, before: string, after: string): string =>
    treeWith({ [file]: (text) => text.replace(before, after) });
  const [known, other] = [`protocolVersion = ${protocolVersion};`, "protocolVersion = 77;"];
  builds.this = buildIn(join(import.meta.dir, "../.."));
  builds.newer = buildIn(exchanged("package.json", `"version": "${version}"`, `"version": "${newerVersion}"`));
  builds["other protocol"] = buildIn(exchanged("src/control/contract.ts", known, other));
});

const answered = async (url: string): Promise<Response> =>
  fetch(`${url}/v1/messages`, {
    method: "POST",
    headers: { "x-api-key": "any", "content-type": "application/json" },
    body: JSON.stringify({ model: "claude-x", max_tokens: 9, messages: [{ role: "user", content: "hi" }] }),
  });

const urlIn = ({ out }: Ran): string => JSON.parse(out).url;

describe.each([
  { daemon: "newer", face: "this", words: `daemon ${newerVersion}, CLI ${version}` },
  { daemon: "this", face: "newer", words: `daemon ${version}, CLI ${newerVersion}` },
] as const)(
  "D-23: of $daemon version runs a daemon, of $face version is the command line",
  ({ daemon, face, words }) => {
    test("everything works, and a warning says both versions and what to do, on stderr (D3)", async () => {
      const [older, asks] = [builds[daemon], builds[face]];
      await older("start");
      const warning = `warning: ${words}\ntry: proxy-cli restart   (running answers finish first)\n`;

      const said = [
        await asks("status", "--json"),
        await asks("switch-upstream", "simulator"),
        await asks("config", "set", "log.level", "debug"),
        await asks("reload"),
        await asks("start"),
      ];

      for (const ran of said) expect([ran.code, ran.err]).toEqual([0, expect.stringContaining(warning)]);
      for (const { err } of said) expect(err.split("warning: daemon").length).toBe(2); // told once
      expect((await answered(urlIn(said[0] as Ran))).status).toBe(200);
    });

    test("a restart takes the version of the command line, and then there is nothing to warn of", async () => {
      const [older, asks] = [builds[daemon], builds[face]];
      await older("start");

      const restarted = await asks("restart");
      const after = await asks("status", "--json");

      expect(restarted.code).toBe(0);
      expect(after).toMatchObject({ code: 0, err: "" });
      expect(JSON.parse(after.out).version).toBe(face === "newer" ? newerVersion : version);
    });
  },
);

describe.each([
  { daemon: "other protocol", face: "this" },
  { daemon: "this", face: "other protocol" },
] as const)("D-23: the daemon speaks $daemon protocol, the command line $face", ({ daemon, face }) => {
  test("what would have to be understood ends with 76, what happened and what to do; nothing is changed", async () => {
    const url = urlIn(await builds[daemon]("start", "--json"));
    const asks = builds[face];

    for (const words of [["status"], ["status", "--json"], ["stats"], ["upstreams"], ["switch-upstream", "auto"]]) {
      const ran = await asks(...words);
      expect([words, ran.code, ran.out]).toEqual([words, 76, ""]);
      expect(ran.err).toBe(`error: the daemon (${version}) speaks another protocol\ntry: proxy-cli restart\n`);
    }
    expect(JSON.parse((await builds[daemon]("status", "--json")).out).upstream).toBe("simulator");
    const answer = await answered(url);
    expect([answer.status, answer.headers.get("x-proxy-upstream")]).toEqual([200, "simulator"]);
  });

  test("restart and stop work all the same", async () => {
    await builds[daemon]("start");
    const asks = builds[face];

    const restarted = await asks("restart");
    const status = await asks("status", "--json");
    await asks("stop");
    await builds[daemon]("start");
    const stopped = await asks("stop");

    expect([restarted.code, status.code, status.err]).toEqual([0, 0, ""]);
    expect([stopped.code, (await asks("status", "--check")).code]).toEqual([0, 3]);
  });
});
