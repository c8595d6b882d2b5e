import { isatty } from "node:tty";
import type { Status, UpstreamView } from "../../src/control/contract.ts";
import { asProxyError, ProxyError } from "../../src/core/errors.ts";
import { noOrders } from "../../src/orders.ts";
import type { Command, Context } from "../command.ts";
import { statusOrNull, statusWithin } from "../daemon/answering.ts";
import { launch } from "../daemon/launch.ts";
import { failureText } from "../output/failure.ts";
import {
  baseUrls,
  families,
  isSamePlace,
  targetOf,
  type Variables,
  withoutProxyFor,
  withToken,
} from "../programs/base-urls.ts";
import { CannotRun, runChild } from "../programs/child.ts";
import { ownToken } from "../programs/own-token.ts";
import { agreesToSettings } from "../programs/project-settings.ts";
import { type Setup, type Tool, toolNamed } from "../programs/tools.ts";

export default {
  args: "<command> [arguments...]",
  names: "programs",
  summary: "one program through the proxy, for this run alone",
  options: [
    { flags: "--upstream <name>", summary: "send this program's requests there (Claude Code, Codex, opencode)" },
  ],
  examples: [
    "proxy-cli run -- claude",
    "proxy-cli run -- codex exec 'fix the tests'",
    "proxy-cli run --upstream cn -- claude",
  ],
  passThrough: true,
  run: async (context, { args, flags }) => {
    const [program = "", ...rest] = args;
    const tool = toolNamed(program);
    if (tool !== null && !(await agreesToSettings(context, tool, program))) return 1;
    const status = await runningStatus(context);
    const { upstreams } = await context.client.upstreams({});
    const upstream = checkedUpstream(flags.text("upstream"), tool, program, upstreams);
    const plan = planFor(context, { status, upstreams, upstream, tool });
    context.warn(announcement(context, plan));
    try {
      return await runChild({
        command: [program, ...(tool?.args(plan.setup) ?? []), ...rest],
        env: environmentFor(context, plan),
        hasTerminal: isatty(0),
        onSignals: context.onSignals,
      });
    } catch (thrown) {
      if (!(thrown instanceof CannotRun)) throw thrown;
      context.warn(
        failureText(thrown.reason, { paint: context.paint, home: context.env["HOME"], verbose: context.verbose }),
      );
      return thrown.exitCode;
    }
  },
} satisfies Command;

/** Programs of a vendor that takes any key, so that nobody needs one to try. */
const keyless: readonly string[] = ["simulator"];

/** How long a daemon that somebody else is just starting may take to answer. */
const otherStartMs = 15_000;

const runningStatus = async ({ client, root, paths, env, warn }: Context): Promise<Status> => {
  const running = await statusOrNull(client);
  if (running !== null) return running;
  try {
    const { url } = await launch({ root, paths, env, orders: noOrders, isAttached: false });
    warn(`proxy-cli: started ${url}; it stays up, end it with: proxy-cli stop`);
    return await client.status({});
  } catch (thrown) {
    const error = asProxyError(thrown);
    const other = error.code === "already_running" ? await statusWithin(client, otherStartMs) : null;
    if (other === null) throw error;
    return other;
  }
};

/** An upstream for one program travels as a header, so the program must be able to send one. */
const checkedUpstream = (
  name: string | null,
  tool: Tool | null,
  program: string,
  upstreams: readonly UpstreamView[],
): string | null => {
  if (name === null) return null;
  if (!upstreams.some((upstream) => upstream.name === name)) {
    throw new ProxyError(
      "upstream_unknown",
      `There is no upstream "${name}". Known: ${upstreams.map((one) => one.name).join(", ")}.`,
      {
        hint: "Try: proxy-cli upstreams",
      },
    );
  }
  if (tool?.takesHeaders === true) return name;
  throw new ProxyError("usage", `"${program}" cannot be given an upstream of its own: it takes no extra headers.`, {
    hint: `Try: proxy-cli switch-upstream ${name}   (for every program), then: proxy-cli run -- ${program}`,
  });
};

type Plan = {
  readonly setup: Setup;
  readonly tool: Tool | null;
  readonly upstream: string;
  readonly variables: Variables;
};

type Facts = {
  readonly status: Status;
  readonly upstreams: readonly UpstreamView[];
  readonly upstream: string | null;
  readonly tool: Tool | null;
};

const planFor = (context: Context, { status, upstreams, upstream, tool }: Facts): Plan => {
  const { env } = context;
  const current = upstream ?? status.upstream;
  const keys = families.flatMap((family) => {
    const key = keyFor(targetOf(family, current, upstreams), env[family.keyVariable], context);
    return key === null ? [] : [{ ...family, key }];
  });
  const own = families.find(({ home }) => home === tool?.home);
  const target = own === undefined ? null : targetOf(own, current, upstreams);
  const setup: Setup = {
    url: status.url,
    env,
    upstream,
    key: keys.find(({ home }) => home === tool?.home)?.key ?? null,
    isAtHome: target?.provider === tool?.home,
    token: status.isExposed ? ownToken(context) : null,
  };
  const generic = tool === null ? keys.map(({ keyVariable, key }) => [keyVariable, key]) : [];
  const variables = {
    ...baseUrls(withToken(status.url, setup.token)),
    ...withoutProxyFor(env),
    ...Object.fromEntries(generic),
    ...tool?.variables(setup),
  };
  return { setup, tool, upstream: current, variables };
};

/** The local token where the proxy adds the key; anything where no key is looked at; else the program's own. */
const keyFor = (target: UpstreamView | null, own: string | undefined, context: Context): string | null => {
  if (target === null) return null;
  if (target.key !== null) return ownToken(context);
  return keyless.includes(target.provider) && (own ?? "") === "" ? "simulated-key" : null;
};

/** What the launcher sets for this program is not for others. */
const launcherOnly = ["BUN_RUNTIME_TRANSPILER_CACHE_PATH"];

const environmentFor = ({ env }: Context, { variables, tool, setup }: Plan): Record<string, string> => {
  const gone = [...(tool?.unset(setup) ?? []), ...launcherOnly];
  const kept = Object.entries(env).filter(
    (entry): entry is [string, string] => entry[1] !== undefined && !gone.includes(entry[0]),
  );
  return { ...Object.fromEntries(kept), ...variables };
};

/** The one line that says what is different for this program. */
const announcement = ({ env }: Context, { setup, tool, upstream }: Plan): string => {
  const own = families.filter(({ home }) => tool === null || home === tool.home);
  const shown = own.map(({ urlVariable, path }) => `${urlVariable}=${setup.url}${path}`).join(" ");
  const before = own.flatMap(({ urlVariable }) => env[urlVariable] ?? []);
  const isNested = before.some((url) => own.some(({ path }) => isSamePlace(url, setup.url + path)));
  const other = before.find((url) => !own.some(({ path }) => isSamePlace(url, setup.url + path)));
  const notes = [
    `upstream ${upstream}`,
    ...(isNested ? ["it was set already"] : []),
    ...(other === undefined ? [] : [`instead of ${withoutUserInfo(other)}`]),
  ];
  return `proxy-cli: ${shown} for this process only (${notes.join("; ")})`;
};

const withoutUserInfo = (url: string): string => url.replace(/\/\/[^/@]*@/, "//").replace(/\?.*$/, "");
