import { isatty } from "node:tty";
import { ProxyError } from "../../src/core/errors.ts";
import type { Context } from "../command.ts";
import { orNull } from "../daemon/answering.ts";
import type { Flags } from "../flags.ts";
import { showBlock } from "../terminal/live-block.ts";
import { statusLines } from "./lines.ts";
import { statusSentence, type Watched } from "./sentence.ts";
import { lastStop, stoppedLine } from "./stopped.ts";

/** How often the daemon is asked. */
const askMs = 1000;

/**
 * Shows how the daemon is until q, Ctrl-C or the reader's end, also while none runs: on a terminal one block that is
 * painted over, elsewhere and with `--plain` a sentence for each change, with `--json` an object for each.
 */
export const watchStatus = async (context: Context, flags: Flags): Promise<number> => {
  for (const [name, isOther] of [
    ["check", flags.has("check")],
    ["plain", context.json && flags.has("plain")],
  ] as const)
    if (isOther)
      throw new ProxyError("usage", `--${name} does not go with ${name === "check" ? "--watch" : "--json"}.`, {
        hint: "Try: proxy-cli status --watch",
      });
  const over = Promise.withResolvers<void>();
  context.onSignals(["SIGINT", "SIGTERM", "SIGHUP"], () => over.resolve());
  const first = await ask(context);
  const isPainted = !context.json && !flags.has("plain") && isatty(1) && (await painted(context, first, over));
  if (!isPainted) await told(context, first, over.promise);
  return 0;
};

const ask = ({ client }: Context): Promise<Watched> =>
  orNull(
    (async () => {
      const [status, { upstreams }] = await Promise.all([client.status({}), client.upstreams({})]);
      return { status, upstreams };
    })(),
  );

/** Resolves at the end with true; with false where lines cannot be painted over. */
const painted = async (context: Context, first: Watched, over: PromiseWithResolvers<void>): Promise<boolean> => {
  let watched = first;
  const block = showBlock(context, {
    lines: ({ columns }) => [
      ...(watched === null
        ? [stoppedLine(context)]
        : statusLines({ ...context, columns }, watched.status, watched.upstreams)),
      context.paint("muted", "q ends it"),
    ],
    refresh: async () => {
      watched = await ask(context);
    },
    onEnd: over.resolve,
  });
  if (block === null) return false;
  await over.promise;
  block.end();
  return true;
};

const told = async (context: Context, first: Watched, over: Promise<void>): Promise<void> => {
  let isOver = false;
  over.then(() => {
    isOver = true;
  });
  let before: string | null = null;
  for (let watched = first; !isOver; watched = await ask(context)) {
    const mark = JSON.stringify(context.json ? withoutClocks(watched) : statusSentence(watched));
    if (mark !== before) tell(context, watched);
    before = mark;
    await Promise.race([Bun.sleep(askMs), over]);
  }
};

const tell = (context: Context, watched: Watched): void => {
  const { json, record, print, now } = context;
  if (!json) return print(statusSentence(watched, now()));
  if (watched === null) return record({ at: now(), running: false, lastStop: lastStop(context) });
  record({ at: now(), running: true, ...watched.status, upstreams: watched.upstreams });
};

/** What changes by itself is no change. */
const withoutClocks = (watched: Watched): unknown => {
  if (watched === null) return null;
  const { uptimeMs, rssBytes, loopLagMs, ...status } = watched.status;
  return [status, watched.upstreams];
};
