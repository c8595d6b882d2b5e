import { isatty } from "node:tty";
import type { Status, UpstreamView } from "../../src/control/contract.ts";
import { asProxyError, ProxyError } from "../../src/core/errors.ts";
import { noOrders } from "../../src/lifecycle/orders.ts";
import { amountsIn } from "../budget/amount.ts";
import type { Command, Context, Input } from "../command.ts";
import { statusOrNull, statusWithin } from "../daemon/answering.ts";
import { launch } from "../daemon/launch.ts";
import { failureText } from "../output/failure.ts";
import { jsonAnswer } from "../output/json.ts";
import { writeCopy } from "../output/private-copy.ts";
import { elsewhereOf } from "../programs/chain.ts";
import { CannotRun, runChild } from "../programs/child.ts";
import { announcement, environmentFor, type Plan, planFor } from "../programs/plan.ts";
import { agreesToSettings, dotenvWarnings } from "../programs/project-settings.ts";
import { billOf, type Run, receiptFields, receiptLines } from "../programs/receipt.ts";
import { type Headers, type Tool, toolNamed } from "../programs/tools.ts";

export default {
  args: "<command> [arguments...]",
  names: "programs",
  summary: "one program through the proxy, for this run alone",
  options: [
    { flags: "--upstream <name>", summary: "send this program's requests there" },
    { flags: "--session <name>", summary: "all of its requests are one session of this name" },
    { flags: "--budget <dollars>", summary: "it may cost so much, then it is stopped" },
    { flags: "--receipt", summary: "what it came to, at its end; without it only on a terminal" },
    { flags: "--receipt-file <file>", summary: "the same for programs, as JSON in this file" },
    { flags: "--no-chain", summary: "past a gateway that a base URL names already; else it is passed on to" },
  ],
  examples: [
    "proxy-cli run -- claude",
    "proxy-cli run -- codex exec 'fix the tests'",
    "proxy-cli run --upstream cn -- claude",
    "proxy-cli run --budget 5 -- claude",
  ],
  passThrough: true,
  run: async (context, { args, flags }) => {
    const [program = "", ...rest] = args;
    const tool = toolNamed(program);
    if (tool !== null && !(await agreesToSettings(context, tool, program))) return 1;
    const wishes = wishesIn(flags, tool?.takesHeaders(context.env) === true, program); // a wrong word starts nothing
    const status = await runningStatus(context);
    const isTold = !flags.has("quiet");
    const file = flags.text("receipt-file");
    const wantsReceipt = isTold && (flags.has("receipt") || isatty(2));
    const isCounted = wantsReceipt || file !== null || flags.has("budget");
    const run = { program, startedAt: context.now(), label: isCounted ? labelFor(context, tool) : null };
    const plan = await planOf(context, flags, { status, program, tool, wishes, label: run.label });
    if (tool !== null) for (const line of dotenvWarnings(context, plan.variables)) context.warn(line);
    if (isTold) context.warn(announcement(context, plan));
    const { code, hasRun } = await runPlanned(context, plan, [program, ...(tool?.args(plan.setup) ?? []), ...rest]);
    if ((wantsReceipt || file !== null) && hasRun)
      await tellReceipt(context, { ...run, endedAt: context.now() }, { code, file, isShown: wantsReceipt });
    return code;
  },
} satisfies Command;

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

/** What tells this run's requests from all others; null for a program that takes no headers. */
const labelFor = ({ env, now, pid }: Context, tool: Tool | null): string | null =>
  tool?.takesHeaders(env) === true ? `run-${pid.toString(36)}-${now().toString(36)}` : null;

type Asked = {
  readonly status: Status;
  readonly program: string;
  readonly tool: Tool | null;
  readonly wishes: Headers;
  readonly label: string | null;
};

/** What is wanted for this program alone and is checked without a daemon. */
const wishesIn = (flags: Input["flags"], takesHeaders: boolean, program: string): Headers => {
  const session = checkedSession(flags.text("session"), takesHeaders, program);
  const budget = checkedBudget(flags.text("budget"), takesHeaders, program);
  return {
    ...(session === null ? {} : { "x-proxy-session": session }),
    ...(budget === null ? {} : { "x-proxy-budget": budget }),
  };
};

const planOf = async (
  context: Context,
  flags: Input["flags"],
  { status, program, tool, wishes, label }: Asked,
): Promise<Plan> => {
  const { client, env } = context;
  const { upstreams } = await client.upstreams({});
  const takesHeaders = tool?.takesHeaders(env) === true;
  const upstream = checkedUpstream(flags.text("upstream"), takesHeaders, program, upstreams);
  const headers: Headers = {
    ...(upstream === null ? {} : { "x-proxy-upstream": upstream }),
    ...wishes,
    ...(label === null ? {} : { "x-proxy-label": label }),
  };
  const elsewhere = await elsewhereOf(context, {
    url: status.url,
    current: upstream ?? status.upstream,
    upstreams,
    tool,
    isRefused: upstream !== null || flags.isNo("chain"),
  });
  return planFor(context, { status, upstreams, upstream, tool, headers, elsewhere });
};

/** An upstream for one program travels as a header, so the program must be able to send one. */
const checkedUpstream = (
  name: string | null,
  takesHeaders: boolean,
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
  if (takesHeaders) return name;
  throw new ProxyError("usage", `"${program}" cannot be given an upstream of its own: it takes no extra headers.`, {
    hint: `Try: proxy-cli switch-upstream ${name}   (for every program), then: proxy-cli run -- ${program}`,
  });
};

/** So does a session; what is no plain word could end the header, or begin another one. */
const checkedSession = (name: string | null, takesHeaders: boolean, program: string): string | null => {
  if (name === null) return null;
  if (!/^[\w.:@/-]{1,128}$/.test(name))
    throw new ProxyError("usage", "--session takes up to 128 letters, digits and . _ : @ / -", {
      hint: `Try: proxy-cli run --session checkout-tests -- ${program}`,
    });
  if (takesHeaders) return name;
  throw new ProxyError("usage", `"${program}" cannot be given a session: it takes no extra headers.`, {
    hint: `Try: proxy-cli run -- ${program}   (its conversations are found by themselves)`,
  });
};

/** A budget travels as a header beside the label of the run. */
const checkedBudget = (dollars: string | null, takesHeaders: boolean, program: string): string | null => {
  if (dollars === null) return null;
  const amount = amountsIn(dollars)?.dollars ?? null;
  if (amount === null)
    throw new ProxyError("usage", `--budget takes dollars, not "${dollars}".`, {
      hint: `Try: proxy-cli run --budget 5 -- ${program}`,
    });
  if (takesHeaders) return String(amount / 1e6);
  throw new ProxyError("usage", `"${program}" cannot be given a budget: it takes no extra headers.`, {
    hint: "Set one for it in config.yaml:  budgets: [{ name: its, per: day, dollars: 5, when: { client: ... } }]",
  });
};

type Ran = { readonly code: number; readonly hasRun: boolean };

const runPlanned = async (context: Context, plan: Plan, command: readonly string[]): Promise<Ran> => {
  const { paint, env, verbose, warn, onSignals } = context;
  try {
    const options = { command, env: environmentFor(context, plan), hasTerminal: isatty(0), onSignals };
    return { code: await runChild(options), hasRun: true };
  } catch (thrown) {
    if (!(thrown instanceof CannotRun)) throw thrown;
    warn(failureText(thrown.reason, { paint, home: env["HOME"], verbose }));
    return { code: thrown.exitCode, hasRun: false };
  }
};

/** The program's own exit code counts, whatever becomes of this. */
const tellReceipt = async (
  { client, warn, folder, now }: Context,
  run: Run,
  { code, file, isShown }: { readonly code: number; readonly file: string | null; readonly isShown: boolean },
): Promise<void> => {
  try {
    const { startedAt } = await client.status({});
    const bill = await billOf(client, run);
    if (isShown) for (const line of receiptLines(run, bill, startedAt)) warn(line);
    const answer = jsonAnswer(receiptFields(run, bill, { code, countedSince: startedAt }), now());
    if (file !== null) writeCopy(folder, file, `${JSON.stringify(answer)}\n`);
  } catch (thrown) {
    warn(`proxy-cli: no receipt: ${asProxyError(thrown).message}`);
  }
};
