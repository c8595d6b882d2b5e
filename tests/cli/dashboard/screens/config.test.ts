import { describe, expect, test } from "bun:test";
import { inWords } from "../../../../cli/config/told.ts";
import type { State } from "../../../../cli/dashboard/state.ts";
import { type SettingName, settingNames, settings } from "../../../../src/config/schema.ts";
import type { ConfigView, SettingView } from "../../../../src/control/contract.ts";
import { explained } from "../../../../src/offline/config.ts";
import { after, painted, pressing, stateOf } from "../../../support/dashboard.ts";
import { answered, bodyOf, sizes } from "../../../support/dashboard-answers.ts";

const now = 1_800_000_000_000;
const file = "/home/somebody/.proxy-cli/config.yaml";

const changed: Readonly<Record<string, Partial<SettingView>>> = {
  "server.port": { afterRestart: { value: 9090, source: file } },
  "log.level": { value: "debug", source: "env PROXY_LOG_LEVEL", overridden: [{ value: "warn", source: file }] },
  upstream: { value: "zai-intl", source: file },
};
/** Named one by one, so that the pictures stay what they are when there are more settings. */
const shownNames: readonly SettingName[] = [
  "server.port",
  "server.host",
  "upstream",
  "log.level",
  "server.expose",
  "server.allowed_hosts",
  "server.allowed_origins",
  "server.loopback_without_token",
  "limits.max_body_bytes",
  "limits.held_body_bytes",
  "limits.held_total_bytes",
  "limits.max_url_bytes",
  "timeouts.connect_ms",
  "timeouts.first_byte_ms",
  "timeouts.first_byte_stream_ms",
  "timeouts.stream_idle_ms",
  "timeouts.upload_stall_ms",
  "timeouts.write_stall_ms",
  "timeouts.linger_ms",
  "timeouts.websocket_idle_ms",
  "timeouts.drain_ms",
  "egress.proxy",
  "egress.no_proxy",
  "compat.vidurai_header",
  "config.watch",
  "meter.inject_usage",
  "sessions.max",
  "sessions.ttl_seconds",
  "ledger.enabled",
  "ledger.keep_days",
];
const config: ConfigView = {
  generation: 14,
  file,
  envFile: null,
  settings: shownNames.map((name) => ({
    ...{ name, value: settings[name].initial, source: "default", overridden: [], afterRestart: null },
    ...changed[name],
  })),
};
const key = { name: "zai-cn", key: "...p0Zz" };

const telling = (state: State): State =>
  after(
    answered(state, now, ({ name }) =>
      name === "config" ? config : name === "settings" ? settingNames.map(explained) : undefined,
    ),
    [{ type: "answered", key: "upstreams {}", value: { current: "zai-cn", upstreams: [key], draining: [] } }],
    now,
  ).state;
const shown = (size: State["size"], ...keys: readonly string[]): State =>
  after(telling(after(stateOf(size), pressing("6"), now).state), pressing(...keys), now).state;
const usual = { columns: 80, rows: 24 };

describe("the settings in every size", () => {
  for (const size of sizes)
    test(`${size.columns}x${size.rows}`, () => {
      expect(bodyOf(painted(shown(size, "j", "j", "j"), now))).toMatchSnapshot();
    });
});

test("a setting says where its value comes from, what that hides, and what waits for a restart", () => {
  const frame = painted(shown({ columns: 120, rows: 24 }), now);

  expect(frame).toMatch(/server\.port +8080 +default +restart: 9090/);
  expect(frame).toMatch(/log\.level +debug +env PROXY_LOG_LEVEL +file: warn/);
  expect(frame).toContain("1 after a restart");
});

test("the chosen one is explained in the words of config explain", () => {
  const frame = painted(shown({ columns: 120, rows: 40 }, "j", "j", "j"), now);

  expect(frame).toContain(settings["log.level"].why.slice(0, 30));
  expect(frame).toMatch(/file says +warn +\(config\.yaml\)/);
  expect(frame).toMatch(/a change +takes effect/);
});

test("a key is a hint, and is changed by its own command", () => {
  const frame = painted(shown(usual, "end"), now);

  expect(frame).toMatch(/> upstreams\.zai-cn\.key +\.\.\.p0Zz +servers\.yaml/);
  expect(frame).toContain("proxy-cli keys set zai-cn");
});

test("e gives the terminal to config edit, enter shows all of one", () => {
  expect(after(shown(usual), pressing("e"), now).effects).toEqual([{ type: "lend", words: ["config", "edit"] }]);
  expect(after(shown(usual), pressing("enter"), now).state.overlay).toMatchObject({ title: "server.port" });
});

test("values as people read them", () => {
  expect([[], ["a", "b"], "", { a: 1 }, false, "x\u001b[2J"].map(inWords)).toEqual([
    "(none)",
    "a,b",
    '""',
    '{"a":1}',
    "false",
    "x\\u{1b}[2J",
  ]);
});

test("a search finds a setting by its name, its value, and what it is for", () => {
  const chosen = (text: string) => shown(usual, "/", ...text, "enter").lists["config"]?.chosen;

  expect([chosen("log.l"), chosen("zai-intl"), chosen("p0Zz")]).toEqual([
    "log.level",
    "upstream",
    "upstreams.zai-cn.key",
  ]);
});
