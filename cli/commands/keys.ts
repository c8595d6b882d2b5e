import { isatty } from "node:tty";
import type { UpstreamTest, UpstreamView } from "../../src/control/contract.ts";
import { ProxyError } from "../../src/core/errors.ts";
import { chosenAction } from "../chosen-action.ts";
import type { Command, Context, Input } from "../command.ts";
import { changing, effectWords } from "../daemon/in-force.ts";
import { tableLines } from "../output/table.ts";
import { visible } from "../output/visible.ts";
import { type KeySource, readKey } from "../terminal/key-input.ts";
import { warnOfRepository } from "../upstreams/key-warnings.ts";
import { isKeyRefused, testsOf } from "../upstreams/test.ts";
import { nameNeeded, noUpstream, upstreamsView } from "../upstreams/view.ts";

// biome-ignore lint/suspicious/noConfusingVoidType: an action that has nothing to say returns nothing
type Act = (context: Context, name: string | null, flags: Input["flags"]) => Promise<number | void>;

export default {
  args: "[action] [name] [more...]",
  actions: [
    ["list", "which upstream has one, and where from"],
    ["set", "NAME: asks for it, and shows nothing", "upstreams"],
    ["remove", "NAME: a client's own key travels again", "upstreams"],
    ["check", "[NAME]: is it taken", "upstreams"],
  ],
  summary: "the keys that the proxy adds itself; none is ever shown",
  options: [
    { flags: "--stdin", summary: "the key, from standard input" },
    { flags: "--from-env <name>", summary: "write ${NAME}: the key is taken out of this variable" },
  ],
  examples: [
    "proxy-cli keys",
    "proxy-cli keys set cn              # asks, and shows nothing",
    "pass show zai | proxy-cli keys set cn --stdin",
    "proxy-cli keys check",
  ],
  run: async (context, { args: [action = "list", name, more], flags }) => {
    const act = chosenAction("keys", action, actions);
    if (more !== undefined) throw asArgument(name ?? "NAME");
    return act(context, name ?? null, flags);
  },
} satisfies Command;

/** What was typed is not repeated. */
const asArgument = (name: string): ProxyError =>
  new ProxyError("usage", "A key is never an argument: every program here can read it, and the shell keeps it.", {
    hint: `Nothing was changed. Try: proxy-cli keys set ${name}   (asks for it), or --stdin`,
  });

const list: Act = async (context) => {
  const { json, data, print, columns: width } = context;
  const { upstreams } = await upstreamsView(context);
  const rows = upstreams.map((upstream) => ({ name: upstream.name, ...originOf(upstream) }));
  if (json) return data({ keys: rows });
  const columns = [{ title: "UPSTREAM" }, { title: "KEY" }, { title: "FROM" }, { title: "MODE" }];
  for (const line of tableLines({
    columns,
    rows: rows.map(({ name, hint, from, mode }) => [name, hint ?? "-", from, mode]),
    width,
  }))
    print(line);
};

/** Of several keys each end is shown, and each place that one comes from. */
const originOf = ({ key, keys = [], takesAnyKey }: UpstreamView) => {
  if (key === null) return { hint: null, from: takesAnyKey ? "any" : "client's own", mode: "pass-through" };
  const all = keys.length === 0 ? [key] : keys;
  const ends = all.filter(isEnd);
  const places = new Set(all.map((one) => (isEnd(one) ? "servers.yaml" : one)));
  return { hint: ends.length === 0 ? null : ends.join(", "), from: [...places].join(", "), mode: "inject" };
};

/** A key that is written down is shown by its end; of all others it is told where they come from. */
const isEnd = (shown: string): boolean => shown.startsWith("...");

const set: Act = async (context, asked, flags) => {
  const { json, data, say, paint } = context;
  const name = await ownName(context, asked, "set");
  const { changeServer } = await import("../../src/offline/servers.ts");
  const key = await readKey(context, sourceFrom(flags, name));
  const isLiteral = !key.startsWith("${");
  if (isLiteral) await warnOfRepository(context);
  if (isLiteral) await warnOfOtherVendor(context, name, key);
  const reloaded = await changeServer(changing(context), name, { api_key: key });
  const { upstreams } = await upstreamsView(context);
  const hint = upstreams.find((one) => one.name === name)?.key ?? null;
  if (json) return data({ name, key: hint, running: reloaded !== null });
  say(`${paint("ok", "ok")}  ${name} uses ${hint}   ${effectWords(reloaded)}`);
  say(`    check it  proxy-cli keys check ${name}`);
  say("    programs show the local token instead of a key: proxy-cli env --with-token");
};

const sourceFrom = (flags: Input["flags"], name: string): KeySource => {
  const variable = flags.text("from-env");
  if (variable !== null && flags.has("stdin")) throw oneSource(name);
  if (variable !== null) return { kind: "variable", name: variable };
  if (flags.has("stdin")) return { kind: "stdin" };
  if (isatty(0) && flags.has("input")) return { kind: "prompt", question: `Key for ${name} (it is not shown):` };
  throw new ProxyError("usage", "There is nobody here who can be asked for a key.", {
    hint: `Try: pass show KEY | proxy-cli keys set ${name} --stdin`,
  });
};

const oneSource = (name: string): ProxyError =>
  new ProxyError("usage", "One key is enough, got --stdin and --from-env.", {
    hint: `Try: proxy-cli keys set ${name} --stdin`,
  });

/** Another vendor's key may be meant, for an address that speaks this one's format: no reason to refuse it. */
const warnOfOtherVendor = async (context: Context, name: string, key: string): Promise<void> => {
  const { keyOwner, providers, serverEntries } = await import("../../src/offline/servers.ts");
  const entry = serverEntries(context.paths).get(name);
  const type = entry?.own?.["type"] ?? entry?.builtIn?.["type"];
  const owner = keyOwner(providers, key);
  if (owner === null || owner.name === type) return;
  context.warn(
    `${context.paint("warning", "warning:")} this looks like a key of ${owner.label}, and ${name} is of type ${String(type)}`,
  );
};

const remove: Act = async (context, asked) => {
  const { paths, json, data, say, paint } = context;
  const name = await ownName(context, asked, "remove");
  const { changeServer, serverEntries } = await import("../../src/offline/servers.ts");
  if (serverEntries(paths).get(name)?.own?.["api_key"] === undefined)
    return json ? data({ name, changed: false }) : say(`${paint("ok", "ok")}  ${name} has no key here already`);
  const reloaded = await changeServer(changing(context), name, { api_key: null });
  if (json) return data({ name, changed: true, running: reloaded !== null });
  say(`${paint("ok", "ok")}  the key of ${name} is gone; a client's own travels   ${effectWords(reloaded)}`);
};

const check: Act = async (context, name) => {
  const { json, data, print, say, columns: width } = context;
  const { upstreams } = await upstreamsView(context);
  const known = upstreams.map((one) => one.name);
  if (name !== null && !known.includes(name)) throw noUpstream(name, known, "keys check");
  const held = upstreams.filter((one) => one.key !== null && (name === null || one.name === name));
  if (name !== null && held.length === 0) throw noKey(name);
  const tests = (await Promise.all(held.map((one) => testsOf(context, one.name)))).flat();
  const code = tests.some(isKeyRefused) ? refused : tests.every(({ reachable }) => reachable) ? 0 : unreachable;
  if (json)
    data({
      checks: tests.map(({ name, ...test }) => ({
        name,
        verdict: verdictOf({ name, ...test }),
        reason: whyOf({ name, ...test }),
      })),
    });
  else if (tests.length === 0) say("the proxy holds no key; each program brings its own");
  else if (name !== null && code === refused) throw rejected(upstreams, held[0]);
  else {
    const columns = [{ title: "UPSTREAM" }, { title: "KEY" }, { title: "WHY", flexible: true }];
    const rows = tests.map((test) => [test.name, verdictOf(test), visible(whyOf(test))]);
    for (const line of tableLines({ columns, rows, width })) print(line);
  }
  return code;
};

/** Exit codes: the key was refused; nobody could be asked. */
const refused = 77;
const unreachable = 69;

const verdictOf = (test: UpstreamTest): string => {
  if (!test.reachable) return "not checked";
  if (isKeyRefused(test)) return "refused";
  return test.stages.some(({ stage, verdict }) => stage === "auth" && verdict === "ok") ? "ok" : "not told";
};

const whyOf = ({ reason, stages }: UpstreamTest): string =>
  reason ?? stages.find(({ stage }) => stage === "auth")?.detail ?? "";

const rejected = (all: readonly UpstreamView[], one: UpstreamView | undefined): ProxyError => {
  const others = all.filter(({ provider, name }) => provider === one?.provider && name !== one?.name);
  const region = others.some((other) => other.region !== one?.region)
    ? `The key is wrong or of the other region (keys of ${[one, ...others].map((each) => each?.name).join(" and ")} differ).`
    : "The key is wrong or does not hold any more.";
  return new ProxyError("key_rejected", `${one?.name} answered 401 to key ${one?.key}. ${region}`, {
    hint: `Try: proxy-cli keys set ${one?.name}`,
  });
};

const noKey = (name: string): ProxyError =>
  new ProxyError("config_invalid", `Upstream "${name}" has no key here; a client's own travels.`, {
    hint: `Try: proxy-cli keys set ${name}   (reads it hidden, or: pass show KEY | proxy-cli keys set ${name} --stdin)`,
  });

/** An upstream that is written down. Throws `usage` and `upstream_unknown`. */
const ownName = async ({ paths }: Context, asked: string | null, action: string): Promise<string> => {
  const name = nameNeeded(asked, `keys ${action}`);
  const { serverEntries } = await import("../../src/offline/servers.ts");
  const known = [...serverEntries(paths).keys()];
  if (!known.includes(name)) throw noUpstream(name, known, `keys ${action}`);
  return name;
};

const actions: Readonly<Record<string, Act>> = { list, set, remove, check };
