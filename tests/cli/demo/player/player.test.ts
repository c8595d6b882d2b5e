import { afterEach, expect, test } from "bun:test";
import { startPlayer } from "../../../../cli/demo/player/player.ts";
import { createSimulator } from "../../../../src/simulator/index.ts";
import { until } from "../../../support/wait.ts";

let stop = (): void => undefined;
afterEach(() => stop());

const vendor = () => {
  const simulator = createSimulator();
  const server = Bun.serve({ port: 0, hostname: "127.0.0.1", fetch: (request) => simulator.fetch(request) });
  stop = () => void server.stop(true);
  return { url: server.url.origin, seen: () => simulator.log.entries() };
};

test("it plays until it is ended, and the troubles when they are asked for", async () => {
  const { url, seen } = vendor();
  const player = startPlayer({ url, scenario: "calm", firstNumber: 1 });

  await until("somebody has asked", () => seen().length > 0, 10_000);
  player.trouble();
  player.trouble();
  await until("a stream was cut", () => seen().some(({ fault }) => fault === "cut"), 20_000);
  await player.end();
  const count = seen().length;

  expect(seen().filter(({ fault }) => fault === "429")).toHaveLength(1);
  await new Promise((resolve) => setImmediate(resolve));
  expect(seen()).toHaveLength(count);
}, 40_000);
