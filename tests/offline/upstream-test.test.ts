import { expect, test } from "bun:test";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathsUnder } from "../../src/config/paths.ts";
import { testUpstreamsWithoutDaemon } from "../../src/offline/upstream-test.ts";
import { scratchFolder } from "../support/scratch.ts";

const vendor = () => {
  const keys: (string | null)[] = [];
  const server = Bun.serve({
    port: 0,
    hostname: "127.0.0.1",
    fetch: (request) => {
      keys.push(request.headers.get("authorization"));
      return new Response("", { status: 401 });
    },
  });
  return { server, keys };
};

test("without a daemon each upstream is tried all the same: the way there, and a key of ours", async () => {
  const { server, keys } = vendor();
  const paths = pathsUnder(scratchFolder());
  const own = [
    `here: { type: openai, endpoint: 'http://127.0.0.1:${server.port}', api_key: 'k-0123456789abcdef' }`,
    "gone: { type: openai, endpoint: 'http://127.0.0.1:1' }",
  ];
  writeFileSync(join(paths.home, "servers.yaml"), own.join("\n"), { mode: 0o600 });

  const [here] = await testUpstreamsWithoutDaemon(paths, {}, "here");
  const [gone] = await testUpstreamsWithoutDaemon(paths, {}, "gone");
  const [simulator] = await testUpstreamsWithoutDaemon(paths, {}, "simulator");
  await server.stop(true);

  expect(here).toMatchObject({ reachable: true, stages: [{ stage: "dns" }, { stage: "tcp" }, { verdict: "failed" }] });
  expect(keys).toEqual(["Bearer k-0123456789abcdef"]);
  expect(gone).toMatchObject({ reachable: false, reason: "connection refused" });
  expect(simulator).toMatchObject({ reachable: true });
});

test("a key whose variable is not set here is not tried, and a name that is none is told", async () => {
  const { server, keys } = vendor();
  const paths = pathsUnder(scratchFolder());
  const own = `here: { type: openai, endpoint: 'http://127.0.0.1:${server.port}', api_key: '\${ELSEWHERE}' }`;
  writeFileSync(join(paths.home, "servers.yaml"), own, { mode: 0o600 });

  const [here] = await testUpstreamsWithoutDaemon(paths, {}, "here");
  await server.stop(true);

  expect(here).toMatchObject({ reachable: true });
  expect(keys.filter((key) => key !== null)).toEqual([]);
  await expect(testUpstreamsWithoutDaemon(paths, {}, "hree")).rejects.toMatchObject({ code: "upstream_unknown" });
});
