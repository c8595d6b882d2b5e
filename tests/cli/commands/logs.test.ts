import { afterEach, beforeEach, expect, test } from "bun:test";
import { bunCommand } from "../../support/daemon.ts";
import { type Corner, newCorner } from "../../support/program.ts";
import { until } from "../../support/wait.ts";

let corner: Corner;

beforeEach(() => {
  corner = newCorner();
});

afterEach(() => corner.leave());

test("the log reads as lines for people or as JSON for programs", async () => {
  await corner.cli(["start"]);
  await corner.cli(["stop"]);

  const people = await corner.cli(["logs"]);
  const programs = await corner.cli(["logs", "--json", "-n", "1"]);

  expect(people.out).toMatch(/^\d\d:\d\d:\d\d INFO {3}started {2}url=http:/);
  expect(JSON.parse(programs.out)).toMatchObject({ schema: 1, level: "info", message: "stopped" });
  expect((await corner.cli(["logs", "--level", "error"])).out).toBe("");
});

test("following shows what is written from now on", async () => {
  await corner.cli(["start"]);
  const child = Bun.spawn([...bunCommand("cli/main.ts"), "logs", "-f"], { env: corner.env, stdout: "pipe" });
  let seen = "";
  void child.stdout.pipeTo(
    new WritableStream({
      write: (bytes) => {
        seen += new TextDecoder().decode(bytes);
      },
    }),
  );
  await until("the beginning", () => seen.includes("started"));

  await corner.cli(["reload"]);

  await until("the reload", () => seen.includes("config reloaded"));
  child.kill();
  await child.exited;
});

test("before the first line that is said, and no level is misunderstood", async () => {
  expect(await corner.cli(["logs"])).toEqual({ code: 0, out: "", err: "nothing has been written yet\n" });
  expect(await corner.cli(["logs", "--level", "wran"])).toMatchObject({ code: 2, out: "" });

  await corner.cli(["start"]);
  await corner.cli(["stop"]); // its last lines are in the file now
  expect((await corner.cli(["logs", "--level", "error"])).err).toBe("no line of the log is like that\n");
});
