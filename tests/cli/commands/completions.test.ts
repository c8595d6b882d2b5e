import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Corner, newCorner, runProgram } from "../../support/program.ts";
import { bashOffers, fishOffers, has, offered, withProxyCli, zshOffers } from "../../support/shells.ts";

let corner: Corner;
let env: Readonly<Record<string, string>>;

beforeEach(() => {
  corner = newCorner();
  env = withProxyCli(corner);
});

afterEach(() => corner.leave());

const shells = [
  { name: "bash", run: ["bash", "--norc", "-c"], check: ["bash", "-n"], offers: bashOffers },
  { name: "zsh", run: ["zsh", "-f", "-c"], check: ["zsh", "-n"], offers: zshOffers },
  { name: "fish", run: ["fish", "--no-config", "-c"], check: ["fish", "-n"], offers: fishOffers },
] as const;

for (const { name, run, check, offers } of shells) {
  const isHere = has(name, `its completion script (X-10)`);

  describe.skipIf(!isHere)(name, () => {
    test(`X-10 ${name} reads the script without a complaint`, async () => {
      const file = join(corner.folder, "script");
      writeFileSync(file, (await corner.cli(["completions", name])).out);

      expect(await runProgram([...check, file], env, corner.folder)).toEqual({ code: 0, out: "", err: "" });
    });

    test(`X-10 ${name} offers commands, actions, options and names, with a daemon and without`, async () => {
      const typed = (...words: readonly string[]) => offered(run, offers(["proxy-cli", ...words]), corner, env);
      const before = await typed("switch-upstream", "in");
      await corner.cli(["upstreams", "add", "work.eu", "--endpoint", "https://llm.example", "--type", "openai"]);
      await corner.cli(["start"]);

      expect((await typed("sta")).toSorted()).toEqual(["start", "stats", "status", "statusline"]);
      expect(before).toEqual(["international"]);
      expect(await typed("switch", "wor")).toEqual(["work.eu"]);
      expect(await typed("--json", "upstreams", "sh")).toEqual(["show"]);
      expect(await typed("upstreams", "show", "mi")).toEqual(["mistral"]);
      expect(await typed("upstreams", "show", "mistral", "a")).toEqual([]);
      expect(await typed("config", "get", "server.po")).toEqual(["server.port"]);
      expect(await typed("env", "--shell", "z")).toEqual(["zsh"]);
      expect(await typed("start", "--upstream", "aut")).toEqual(["auto"]);
      expect(await typed("start", "--port", "1", "--fore")).toEqual(["--foreground"]);
      expect(await typed("status", "--no-col")).toEqual(["--no-color"]);
      expect(await typed("start", "--api-key-s")).toEqual([]); // what is not shown is not offered
    }, 60_000);
  });
}

test.skipIf(!has("bash", "completion in it"))(
  "X-10 bash knows the script by the command's name, and a value behind =",
  async () => {
    const known = await runProgram(
      ["bash", "-c", "source <(proxy-cli completions bash); complete -p proxy-cli"],
      env,
      "/",
    );

    expect(known).toMatchObject({ code: 0, out: "complete -F _proxy_cli proxy-cli\n", err: "" });
    expect(await offered(["bash", "-c"], bashOffers(["proxy-cli", "env", "--shell", "=", "f"]), corner, env)).toEqual([
      "fish",
    ]);
  },
);

test.skipIf(!has("pwsh", "its completion script (X-10)"))(
  "X-10 pwsh reads the script without a complaint",
  async () => {
    const { out } = await corner.cli(["completions", "pwsh"]);
    const ran = await runProgram(["pwsh", "-NoProfile", "-Command", "-"], env, corner.folder, out);

    expect(ran).toMatchObject({ code: 0, err: "" });
  },
);

test("X-10 nobody complains into the line that is typed, whatever is wrong", async () => {
  writeFileSync(join(corner.folder, "not-a-home"), "");
  for (const words of [["upstreams"], ["nonsense"], [], ["toString"]]) {
    const ran = await corner.cli(["__complete", ...words], { PROXY_CLI_HOME: join(corner.folder, "not-a-home") });
    expect(ran).toMatchObject({ code: 0, err: "" });
  }
  await corner.cli(["start"]);
  writeFileSync(join(corner.home, "servers.yaml"), "cn: [\n", { mode: 0o600 });
  expect((await corner.cli(["__complete", "upstreams"])).out).toContain("cn\n");
  await corner.cli(["stop"]);
  expect(await corner.cli(["__complete", "upstreams"])).toEqual({ code: 0, out: "", err: "" });
});

test("another shell is told which ones there are", async () => {
  expect(await corner.cli(["completions", "tcsh"])).toMatchObject({ code: 2, out: "" });
  expect((await corner.cli(["completions", "zhs"])).err).toContain("try: proxy-cli completions zsh");
});
