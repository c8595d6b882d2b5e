import { expect, test } from "bun:test";
import { startSimulator } from "../../src/offline/simulator.ts";

test("the simulator answers on a port of its own", async () => {
  const { url, stop } = await startSimulator(0);

  const { status } = await fetch(`${url}/v1/models`, { headers: { authorization: "Bearer k" } });
  await stop();

  expect(status).toBe(200);
});
