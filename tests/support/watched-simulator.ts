import type { JsonObject } from "../../src/lib/json.ts";
import { listenSimulator } from "../../src/simulator/listen.ts";

/** A request as it reached the vendor. */
export type Arrived = {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
  readonly body: JsonObject;
  readonly status: number;
};

/** The simulator, behind a door that keeps everything that comes in. */
export type WatchedSimulator = {
  readonly url: string;
  readonly arrived: readonly Arrived[];
  readonly stop: () => Promise<void>;
};

/** Starts one on loopback. */
export const watchSimulator = (): WatchedSimulator => {
  const simulator = listenSimulator({});
  const arrived: Arrived[] = [];
  const door = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    fetch: async (request) => {
      const { pathname, search } = new URL(request.url);
      const text = await request.text();
      const answer = await fetch(simulator.url + pathname + search, {
        method: request.method,
        headers: request.headers,
        ...(text !== "" && { body: text }),
      });
      const { status } = answer;
      const headers = Object.fromEntries(request.headers);
      if (text !== "") arrived.push({ path: pathname, headers, text, body: JSON.parse(text), status });
      return answer;
    },
  });
  return {
    url: `http://127.0.0.1:${door.port}`,
    arrived,
    stop: async () => {
      await door.stop(true);
      await simulator.stop();
    },
  };
};
