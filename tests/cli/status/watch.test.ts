import { afterEach, beforeEach, expect, test } from "bun:test";
import { bunCommand } from "../../support/daemon.ts";
import { type Corner, newCorner } from "../../support/program.ts";
import { until } from "../../support/wait.ts";

let corner: Corner;

beforeEach(() => {
  corner = newCorner();
});

afterEach(() => corner.leave());

/** What it says, line by line, while it watches. */
const watching = (...words: readonly string[]) => {
  const child = Bun.spawn([...bunCommand("cli/main.ts"), "status", "--watch", ...words], {
    cwd: corner.folder,
    env: corner.env,
    stdout: "pipe",
  });
  let text = "";
  const reading = (async () => {
    const decoder = new TextDecoder();
    for await (const bytes of child.stdout) text += decoder.decode(bytes, { stream: true });
  })();
  return {
    lines: async (count: number): Promise<readonly string[]> =>
      await until(
        `${count} lines`,
        () => (text.trimEnd().split("\n").length >= count && text !== "" ? text.trimEnd().split("\n") : null),
        15_000,
      ),
    end: async (): Promise<number> => {
      child.kill("SIGINT");
      await reading;
      return child.exited;
    },
  };
};

test("where nobody looks each change is a line: also that none runs, and that it is there again", async () => {
  const watch = watching();
  await watch.lines(1);

  await corner.cli(["start", "--upstream", "simulator"]);
  await watch.lines(2);
  await corner.cli(["switch-upstream", "auto"]);
  const lines = await watch.lines(3);
  expect(await watch.end()).toBe(0);

  expect(lines[0]).toMatch(/^At \d\d:\d\d:\d\d the proxy is not running\.$/);
  expect(lines[1]).toMatch(/the proxy runs at http:\S+ with the upstream simulator\./);
  expect(lines[2]).toMatch(/with the upstream auto\./);
});

test("for programs each change is an object, and that time goes by is none", async () => {
  await corner.cli(["start", "--upstream", "simulator"]);
  const watch = watching("--json");
  const [first = ""] = await watch.lines(1);

  await corner.cli(["stop"]);
  const lines = await watch.lines(2);
  expect(await watch.end()).toBe(0);

  expect(JSON.parse(first)).toMatchObject({ schema: 1, running: true, upstream: "simulator" });
  expect(JSON.parse(lines.at(-1) ?? "")).toMatchObject({
    schema: 1,
    running: false,
    last_stop: { reason: expect.any(String) },
  });
  expect(lines.length).toBeLessThan(6);
});

test("what contradicts it is refused", async () => {
  expect(await corner.cli(["status", "--watch", "--check"])).toMatchObject({ code: 2, out: "" });
  expect(await corner.cli(["status", "--plain", "--json"])).toMatchObject({ code: 2, out: "" });
});
