import { afterEach, expect, jest, test } from "bun:test";
import { join } from "node:path";
import { connectTo } from "../../src/control/client.ts";
import { protocolVersion } from "../../src/control/contract.ts";
import { ProxyError } from "../../src/core/errors.ts";
import { quietStatus, startControl } from "../support/control.ts";
import { scratchFolder } from "../support/scratch.ts";

const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  await Promise.all(stops.splice(0).map((stop) => stop()));
});

const serve = (...given: Parameters<typeof startControl>) => {
  const control = startControl(...given);
  stops.push(control.server.stop);
  return control;
};

/** A client of something that gives this one answer to everything. */
const clientOf = (answer: () => Response) => {
  const socket = join(scratchFolder(), "daemon.sock");
  const server = Bun.serve({ unix: socket, fetch: answer });
  stops.push(() => server.stop(true));
  return connectTo(socket);
};

const ours = { "x-proxy-version": "9.9.9", "x-proxy-protocol": String(protocolVersion) };
const watchOnce = (client: ReturnType<typeof connectTo>) => client.watch(new AbortController().signal).next();

test("a call takes its question to the daemon and brings the answer back", async () => {
  const asked: unknown[] = [];
  const { client } = serve({
    status: async () => quietStatus,
    recent: async (ask) => {
      asked.push(ask);
      return [];
    },
  });

  expect(await client.status({})).toEqual(quietStatus);
  expect(await client.recent({ limit: 7 })).toEqual([]);
  expect(asked).toEqual([{ limit: 7 }]);
});

test("an error of the daemon arrives with its name, its words and its next step", async () => {
  const { client } = serve({
    switchUpstream: async () => {
      throw new ProxyError("upstream_unknown", 'There is no upstream "cm".', { hint: "Try: cn" });
    },
    reload: async () => {
      throw new ProxyError("config_invalid", "No.");
    },
  });

  const [unknown, invalid] = await Promise.all([
    client.switchUpstream({ name: "cm", force: false, dryRun: false }).catch((error: unknown) => error),
    client.reload({}).catch((error: unknown) => error),
  ]);

  expect(unknown).toBeInstanceOf(ProxyError);
  expect(unknown).toMatchObject({
    code: "upstream_unknown",
    message: 'There is no upstream "cm".',
    hint: "Try: cn",
  });
  expect(invalid).toMatchObject({ code: "config_invalid", hint: null });
});

test("an error that this client has no name for is an internal one, whatever it looks like", async () => {
  const failing = (body: unknown) => clientOf(() => Response.json(body, { status: 500, headers: ours })).status({});

  await expect(failing({ code: "too_new", message: "Soon.", hint: "Wait." })).rejects.toMatchObject({
    code: "internal",
    message: "Soon.",
    hint: "Wait.",
  });
  for (const body of [null, "no", [], {}, { code: "toString", message: 1, hint: 2 }]) {
    await expect(failing(body)).rejects.toMatchObject({ code: "internal", message: "No reason given.", hint: null });
  }
});

test("where nobody answers the proxy is not running, and the next step is to start it", async () => {
  const socket = join(scratchFolder(), "daemon.sock");
  const client = connectTo(socket);

  for (const ask of [() => client.status({}), () => watchOnce(client)]) {
    await expect(ask()).rejects.toMatchObject({ code: "not_running", hint: "Try: proxy-cli start" });
  }
  await expect(client.status({})).rejects.toThrow(socket);
  expect(client.daemonVersion()).toBeNull();
});

test("D-23: a daemon of another protocol is not believed, be it a call or a watch", async () => {
  const answers = [
    { headers: { "x-proxy-version": "7.0.0", "x-proxy-protocol": String(protocolVersion + 1) }, says: "7.0.0" },
    { headers: {}, says: "unknown version" },
  ];
  for (const { headers, says } of answers) {
    const client = clientOf(() => Response.json(quietStatus, { headers }));

    for (const ask of [() => client.status({}), () => watchOnce(client)]) {
      const error: unknown = await ask().catch((thrown: unknown) => thrown);

      expect(error).toMatchObject({ code: "version_mismatch", hint: "Try: proxy-cli restart" });
      expect(String(error)).toContain(says);
    }
  }
});

test("it knows the version of the daemon once that has said anything", async () => {
  const { client } = serve();
  expect(client.daemonVersion()).toBeNull();

  await client.status({}).catch(() => undefined);

  expect(client.daemonVersion()).toBe(quietStatus.version);
});

test("a daemon that takes the question and says nothing is given up after half a minute", async () => {
  const asked = Promise.withResolvers<void>();
  const { client } = serve({
    status: () => {
      asked.resolve();
      return new Promise(() => undefined);
    },
  });
  jest.useFakeTimers();

  const answer = client.status({}).catch((error: unknown) => error);
  await asked.promise;
  jest.advanceTimersByTime(29_999);
  const soFar = await Promise.race([answer, client.recent({ limit: 1 }).catch(() => "still waiting")]);
  jest.advanceTimersByTime(1);
  jest.useRealTimers();

  expect(soFar).toBe("still waiting");
  expect(await answer).toMatchObject({ code: "daemon_silent", hint: "Try: proxy-cli logs" });
});

test("a watch ends with its signal and with the daemon, and keeps nobody waiting", async () => {
  const { client, server } = serve();
  const leaving = new AbortController();
  const [left, cut] = [client.watch(leaving.signal), client.watch(new AbortController().signal)];
  await Promise.all([left.next(), cut.next()]);

  const ends = [left.next(), cut.next()].map((end) => end.catch((error: unknown) => error));
  leaving.abort();
  await server.stop();

  expect(await ends[0]).toMatchObject({ name: "AbortError" });
  expect(await ends[1]).toBeInstanceOf(Error);
  expect((await left.next()).done).toBe(true);
});

test("who gives up before the daemon has answered is not told that it does not run", async () => {
  const { client } = serve();

  await expect(client.watch(AbortSignal.abort()).next()).rejects.toMatchObject({ name: "AbortError" });
});

test("a client can be awaited: it is no promise, and nobody is asked for that", async () => {
  let asked = 0;
  const client = clientOf(() => {
    asked++;
    return Response.json({}, { headers: ours });
  });

  expect(await client).toBe(client);
  expect(asked).toBe(0);
});
