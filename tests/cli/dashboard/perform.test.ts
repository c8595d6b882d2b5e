import { expect, test } from "bun:test";
import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Event } from "../../../cli/dashboard/event.ts";
import { type Outside, perform } from "../../../cli/dashboard/perform.ts";
import type { Effect } from "../../../cli/dashboard/state.ts";
import { to } from "../../../cli/dashboard/step.ts";
import { update } from "../../../cli/dashboard/update.ts";
import { connectTo } from "../../../src/control/client.ts";
import type { ConfigView } from "../../../src/control/contract.ts";
import { quietStatus, startControl } from "../../support/control.ts";
import { stateOf } from "../../support/dashboard.ts";
import { scratchFolder } from "../../support/scratch.ts";
import { until } from "../../support/wait.ts";

/** A program that does what this shell script says. */
const programOf = (script: string): string => {
  const file = join(scratchFolder(), "program");
  writeFileSync(file, `#!/bin/sh\n${script}\n`);
  chmodSync(file, 0o755);
  return file;
};

/** What comes of an effect. */
const done = async (effect: Effect, more: Partial<Outside> = {}, isDone?: () => boolean) => {
  const events: Event[] = [];
  const outside: Outside = {
    client: connectTo("/nonexistent/daemon.sock"),
    env: { PATH: process.env["PATH"] },
    program: programOf("true"),
    usualConfig: "/home/me/.proxy-cli/config.yaml",
    columns: () => 80,
    send: (event) => void events.push(event),
    copy: () => undefined,
    again: async () => ({ id: null, status: 200, ok: true }),
    lend: () => () => undefined,
    gone: new AbortController().signal,
    suspend: () => undefined,
    quit: () => undefined,
    trouble: null,
    ...more,
  };
  perform(effect, outside);
  await until("something comes of it", isDone ?? (() => events.length > 0));
  const state = events.reduce((so, event) => update(so, event, 0).state, stateOf({ columns: 80, rows: 24 }));
  return { toast: state.toasts.at(-1), overlay: state.overlay };
};

test("what a command says in one line is a toast, more is shown to be read", async () => {
  const one = await done({ type: "command", words: ["x"] }, { program: programOf("echo done well") });
  const more = await done({ type: "command", words: ["x", "y"] }, { program: programOf("echo a; echo b") });

  expect(one.toast).toMatchObject({ text: "done well", tone: "ok" });
  expect(more.overlay).toMatchObject({ kind: "pager", title: "proxy-cli x y", lines: ["a", "b"] });
});

test("what is gone is started again as it was, where that is known", async () => {
  const like: ConfigView = {
    ...{ generation: 1, file: "/home/me/.proxy-cli/config.yaml", envFile: null },
    settings: [{ name: "server.port", value: 0, source: "flag", overridden: [], afterRestart: null }],
  };
  const says = { program: programOf('echo "$@"') };

  const again = await done({ type: "start", like, url: "http://127.0.0.1:41657" }, says);
  const unknown = await done({ type: "start", like: null, url: null }, says);

  expect(again.toast?.text).toStartWith("start --port 41657 ");
  expect(unknown.toast?.text).toStartWith("start --no-input");
});

test("a command that fails says so with its code", async () => {
  const { overlay } = await done(
    { type: "command", words: ["x"] },
    { program: programOf("echo error: no >&2; echo try: yes >&2; exit 78") },
  );

  expect(overlay).toMatchObject({ title: "proxy-cli x   exit 78", lines: ["error: no", "try: yes"] });
});

test("of a command that says more than anybody reads the beginning is shown, and that there is more", async () => {
  const { overlay } = await done({ type: "command", words: ["x"] }, { program: programOf("yes hello") });

  expect(overlay).toMatchObject({ title: "proxy-cli x" });
  expect(overlay?.kind === "pager" && overlay.lines.length).toBe(5001);
  expect(overlay?.kind === "pager" && overlay.lines.at(-1)).toContain("and more");
});

test("a command that is killed without a word is not done", async () => {
  const { toast } = await done({ type: "command", words: ["x"] }, { program: programOf("kill -9 $$") });

  expect(toast).toMatchObject({ text: "x: ended with 137", tone: "error" });
});

test("a command that is not there is said, and so is one that should have the terminal", async () => {
  for (const type of ["command", "lend"] as const) {
    const { toast } = await done({ type, words: ["x"] }, { program: "/nonexistent/program" });

    expect(toast?.tone).toBe("error");
    expect(toast?.text).toContain("/nonexistent/program");
  }
});

test("what the daemon refuses is a toast", async () => {
  const { toast } = await done({
    type: "ask",
    with: async (client) => {
      await client.status({});
      return (state) => to(state);
    },
  });

  expect(toast?.text).toContain("The proxy is not running");
});

test("a text that no clipboard here takes goes to the terminal, and is shown to be marked", async () => {
  const copied: string[] = [];
  const { overlay } = await done(
    { type: "copy", text: "curl a\n  b", what: "the request" },
    { env: { PATH: "/nonexistent" }, copy: (text) => void copied.push(text) },
  );

  expect(copied).toEqual(["curl a\n  b"]);
  expect(overlay).toMatchObject({ kind: "pager", lines: ["curl a", "  b"] });
});

test("a program that is lent the terminal has it, then it is taken back", async () => {
  const order: string[] = [];
  const lend = () => {
    order.push("lent");
    return () => void order.push("back");
  };
  const { toast } = await done({ type: "lend", words: ["config", "edit"] }, { lend, program: programOf("exit 3") });

  expect(order).toEqual(["lent", "back"]);
  expect(toast).toMatchObject({ text: "config edit ended with 3", tone: "error" });
});

test("a request goes out once more by the daemon's own address, and what came of it is said", async () => {
  const { client, server } = startControl({ status: async () => ({ ...quietStatus, url: "http://127.0.0.1:4" }) });
  const request = { method: "POST", place: "/v1/messages", dialect: "anthropic", headers: {}, body: "{}" };
  const sent: unknown[] = [];
  const events: Event[] = [];

  await done(
    { type: "again", id: "r_1", request },
    {
      client,
      send: (event) => void events.push(event),
      again: async (...asked) => {
        sent.push(asked);
        return { id: "r_2", status: 429, ok: false };
      },
    },
    () => events.length > 1,
  );
  await server.stop();

  const state = events.reduce((so, event) => update(so, event, 0).state, stateOf({ columns: 80, rows: 24 }));
  expect(sent).toEqual([[request, "http://127.0.0.1:4"]]);
  expect(state.toasts.at(-1)).toMatchObject({ text: "r_1 again: 429 as r_2", tone: "warning" });
});
