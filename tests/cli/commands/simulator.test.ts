import { afterEach, beforeEach, expect, test } from "bun:test";
import { bunCommand } from "../../support/daemon.ts";
import { type Corner, newCorner } from "../../support/program.ts";
import { until } from "../../support/wait.ts";

let corner: Corner;

beforeEach(() => {
  corner = newCorner();
});

afterEach(() => corner.leave());

test("the simulator prints a base URL for each SDK and answers until Ctrl-C", async () => {
  const child = Bun.spawn([...bunCommand("cli/main.ts"), "simulator", "--port", "0"], {
    env: corner.env,
    stdout: "pipe",
  });
  let seen = "";
  void child.stdout.pipeTo(
    new WritableStream({
      write: (bytes) => {
        seen += new TextDecoder().decode(bytes);
      },
    }),
  );
  const [, url = ""] = await until("the address", () => /ANTHROPIC_BASE_URL=(\S+)/.exec(seen));

  const models = await fetch(`${url}/v1/models`, { headers: { authorization: "Bearer k" } });
  child.kill("SIGINT");

  expect(models.status).toBe(200);
  expect(await child.exited).toBe(130);
});

test("a port that is taken or none is told", async () => {
  const other = Bun.serve({ port: 0, hostname: "127.0.0.1", fetch: () => new Response("") });

  const port = other.port ?? 0;
  const taken = await corner.cli(["simulator", "--port", String(port)]);
  void other.stop(true);

  expect(taken).toMatchObject({ code: 69, out: "" });
  expect(taken.err).toContain(`error: port ${port} is used by `);
  expect((await corner.cli(["simulator", "--port", "99999"])).code).toBe(2);
});
