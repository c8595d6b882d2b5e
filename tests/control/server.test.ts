import { afterEach, expect, mock, spyOn, test } from "bun:test";
import { statSync } from "node:fs";
import { type Handlers, protocolVersion, type WatchMessage } from "../../src/control/contract.ts";
import { serveControl } from "../../src/control/server.ts";
import { ProxyError } from "../../src/core/errors.ts";
import type { Notice } from "../../src/core/notice.ts";
import { type Control, quietStatus, startControl } from "../support/control.ts";
import { until } from "../support/wait.ts";

let control: Control;
const serve = (...given: Parameters<typeof startControl>): Control => {
  control = startControl(...given);
  return control;
};
afterEach(async () => {
  mock.restore();
  await control.server.stop();
});

const reloaded = (generation: number): Notice => ({ type: "config-reloaded", generation, needsRestart: [] });
const draining: Notice = { type: "draining" };
const askNothing = { method: "POST", body: "{}" };

/** The next so many messages of a watch. */
const take = async (watch: AsyncGenerator<WatchMessage>, count: number): Promise<WatchMessage[]> => {
  const taken: WatchMessage[] = [];
  while (taken.length < count) taken.push((await watch.next()).value);
  return taken;
};

test("a watch begins with a snapshot and goes on with every notice, in order", async () => {
  const { client, notices } = serve();
  const watch = client.watch(new AbortController().signal);
  const first = await watch.next();
  const sent = Array.from({ length: 900 }, (_, index) => reloaded(index));

  for (const notice of [...sent, draining]) notices.send(notice);

  expect(first.value).toEqual({ type: "snapshot", status: quietStatus });
  expect(await take(watch, 901)).toEqual([...sent, draining]);
});

test("what happens while the snapshot is taken is not lost: it follows", async () => {
  const { client } = serve({}, () => {
    control.notices.send(reloaded(2));
    return quietStatus;
  });

  const messages = await take(client.watch(new AbortController().signal), 2);

  expect(messages).toEqual([{ type: "snapshot", status: quietStatus }, reloaded(2)]);
});

test("a watcher that falls behind gets a fresh snapshot instead of what it has missed, then goes on", async () => {
  let generation = 1;
  const { client, notices } = serve({}, () => ({ ...quietStatus, generation }));
  const watch = client.watch(new AbortController().signal);
  await watch.next();

  for (generation = 2; generation < 3000; generation++) notices.send(reloaded(generation)); // before any can be taken

  let message: WatchMessage = draining;
  let missed = 0;
  while (message.type !== "snapshot") {
    message = (await watch.next()).value;
    missed++;
  }
  expect(message.status.generation).toBe(3000);
  expect(missed).toBeLessThan(1000);
  notices.send(draining);
  expect((await watch.next()).value).toEqual(draining);
});

test("a watcher that leaves is forgotten, whether it was waiting or not", async () => {
  const { client, notices } = serve();
  const leaving = new AbortController();
  const [waiting, reading] = [client.watch(leaving.signal), client.watch(new AbortController().signal)];
  await Promise.all([waiting.next(), reading.next()]);
  expect(notices.listeners()).toBe(2);

  const last = waiting.next().catch(() => undefined);
  leaving.abort();
  await last;
  await reading.return(undefined);

  await until("both are forgotten", () => notices.listeners() === 0);
});

test("a call that the contract does not have is told as one, also where every object has such a member", async () => {
  const { send, mistakes } = serve();

  for (const name of ["staus", "constructor", "toString", "__proto__", ""]) {
    const response = await send(name, askNothing);

    expect([response.status, await response.json()]).toEqual([
      400,
      { code: "usage", message: `The daemon knows no "${name}".`, hint: "Try: proxy-cli restart" },
    ]);
  }
  expect(mistakes).toEqual([]);
});

test.each(["{status", "null", "[]", ""])(
  "a question that is no object, such as %p, is the asker's slip",
  async (body) => {
    const { send, mistakes } = serve();

    const response = await send("status", { method: "POST", body });

    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ code: "usage" });
    expect(mistakes).toEqual([]);
  },
);

test("a mistake of ours is reported with its cause, and its words do not travel", async () => {
  const cause = new TypeError("secret words");
  const { send, mistakes } = serve({
    status: async () => {
      throw cause;
    },
  });

  const response = await send("status", askNothing);

  expect(response.status).toBe(500);
  expect(await response.text()).not.toContain("secret words");
  expect(mistakes.map((error) => [error.code, error.cause])).toEqual([["internal", cause]]);
});

test("an error that has a name is an answer, not a mistake", async () => {
  const { send, mistakes } = serve({
    reload: async () => {
      throw new ProxyError("config_invalid", "No.", { hint: "Look." });
    },
  });

  const response = await send("reload", askNothing);

  expect(await response.json()).toEqual({ code: "config_invalid", message: "No.", hint: "Look." });
  expect(mistakes).toEqual([]);
});

test("what a browser would send is refused, and nothing is done for it", async () => {
  let asked = 0;
  const { send, notices } = serve({
    stop: async () => {
      asked++;
      return { inFlight: 0 };
    },
  });

  for (const headers of [{ origin: "https://evil.example" }, { origin: "null" }, { referer: "http://127.0.0.1/" }]) {
    expect((await send("stop", { ...askNothing, headers })).status).toBe(403);
    expect((await send("watch", { headers })).status).toBe(403);
  }

  expect(asked).toBe(0);
  expect(notices.listeners()).toBe(0);
});

test("every answer says who speaks, and which protocol", async () => {
  const { send } = serve();

  for (const response of [await send("nothing", askNothing), await send("status", { headers: { origin: "null" } })]) {
    expect(response.headers.get("x-proxy-version")).toBe(quietStatus.version);
    expect(response.headers.get("x-proxy-protocol")).toBe(String(protocolVersion));
  }
});

test("D-23: for a command line of another protocol nothing is done but to stop, and it is told", async () => {
  let done: string[] = [];
  const { send } = serve({
    reload: async () => {
      done = [...done, "reload"];
      return { generation: 2, needsRestart: [], warnings: [] };
    },
    stop: async () => {
      done = [...done, "stop"];
      return { inFlight: 0 };
    },
  });
  const headers = { "x-proxy-protocol": String(protocolVersion + 1) };

  const [reload, watch, stop] = [
    await send("reload", { ...askNothing, headers }),
    await send("watch", { headers }),
    await send("stop", { ...askNothing, headers }),
  ];

  expect(done).toEqual(["stop"]);
  for (const answer of [reload, watch]) expect(await answer.json()).toMatchObject({ code: "version_mismatch" });
  expect([reload.ok, watch.ok, stop.ok]).toEqual([false, false, true]);
});

test("only its owner can reach the socket, whatever the umask, which stays as it was", () => {
  const before = process.umask(0o000);
  try {
    const { socket } = serve();

    expect(statSync(socket).mode & 0o777).toBe(0o700);
    expect(process.umask()).toBe(0o000);
  } finally {
    process.umask(before);
  }
});

test("a watch may be quiet for hours: the server closes no idle connection", () => {
  const listening = spyOn(Bun, "serve");

  serve();

  expect(listening.mock.calls.map(([options]) => options)).toMatchObject([{ idleTimeout: 0 }]);
});

test("D-27: a socket that cannot be made leaves the process with the umask it had", async () => {
  serve();
  const before = process.umask();

  expect(() =>
    serveControl({ ...unservable, socket: "/nowhere/at/all.sock", madeAt: "/nowhere/at/all.sock~" }),
  ).toThrow();

  expect(process.umask()).toBe(before);
});

const unservable = {
  version: "1.2.3",
  handlers: {} as Handlers,
  snapshot: async () => ({ type: "snapshot", status: quietStatus }) as const,
  listen: () => () => undefined,
  onMistake: () => undefined,
  gate: async () => undefined,
};
