import { isatty } from "node:tty";
import type { Series, WatchMessage } from "../../src/control/contract.ts";
import { ProxyError } from "../../src/core/errors.ts";
import type { Context } from "../command.ts";
import type { Flags } from "../flags.ts";
import type { Size } from "../terminal/hold.ts";
import { showBlock } from "../terminal/live-block.ts";
import { chartLines, seriesFor } from "./charts.ts";
import { createLive } from "./live.ts";
import { sentenceOf } from "./sentence.ts";

/** Who tells what happens. */
type Teller = {
  readonly hear: (message: WatchMessage) => void;
  /** Whether somebody is told when the daemon ends. */
  readonly end: (isStopped: boolean) => void;
};

/**
 * Tells what happens until q, Ctrl-C or the daemon's end: on a terminal one block that is painted over; with `--plain`, and
 * where a terminal cannot do that, a sentence an event; elsewhere and with `--json` a line of JSON for each request that
 * ends. Throws `not_running`.
 */
export const tellLive = async (context: Context, flags: Flags): Promise<number> => {
  const { client, json, onSignals } = context;
  for (const other of ["csv", "by", "hours", "days", "today", "since", "until"])
    if (flags.has(other))
      throw new ProxyError("usage", `--realtime is of this moment; --${other} is of a time.`, {
        hint: "Try: proxy-cli stats --realtime",
      });
  if (json && flags.has("plain"))
    throw new ProxyError("usage", "--plain and --json are two answers.", {
      hint: "Try: proxy-cli stats --realtime --plain",
    });
  const over = new AbortController();
  onSignals(["SIGINT", "SIGTERM", "SIGHUP"], () => over.abort());
  await client.status({}); // nobody's terminal is taken where nobody answers
  const teller = tellerFor(context, flags, () => over.abort());
  let isStopped = false;
  try {
    for await (const message of client.watch(over.signal)) teller.hear(message);
    isStopped = !over.signal.aborted;
  } catch (thrown) {
    if (!over.signal.aborted && thrown instanceof ProxyError) throw thrown;
    isStopped = !over.signal.aborted; // anything else is the connection of a daemon that is gone
  } finally {
    teller.end(isStopped);
  }
  return 0;
};

const tellerFor = (context: Context, flags: Flags, leave: () => void): Teller => {
  const { json, now, print, record, say } = context;
  if (json || (!isatty(1) && !flags.has("plain")))
    return {
      hear: (message) => {
        if (message.type === "request-ended") record({ at: message.request.startedAt, ...message.request });
      },
      end: () => undefined,
    };
  const block = flags.has("plain") ? null : blockOn(context, leave);
  if (block !== null) return block;
  return {
    hear: (message) => {
      const sentence = sentenceOf(message, now());
      if (sentence !== null) print(sentence);
    },
    end: (isStopped) => isStopped && say("The proxy has stopped."),
  };
};

/** Lines of the block beside charts and requests: the first one, the heading of the table and the last one. */
const otherLines = 3;

/** So many requests stand below the charts, or there are none: those matter more. */
const fewestRequests = 4;

const blockOn = (context: Context, leave: () => void): Teller | null => {
  const { now, client, paint, say } = context;
  const live = createLive(now(), paint);
  let series: Series | null = null;
  const lines = ({ columns, rows }: Size): readonly string[] => {
    const charts = series === null ? [] : chartLines(series, columns, paint);
    const between = rows - 1 - charts.length - otherLines < fewestRequests ? [] : charts;
    const most = Math.max(1, rows - 1 - between.length - otherLines);
    return [...live.lines(now(), columns, { between, most }), paint("muted", "q ends it")];
  };
  const refresh = async ({ columns }: Size): Promise<void> => {
    const question = seriesFor(columns);
    series = question === null ? null : await client.series(question);
  };
  const block = showBlock(context, { lines, refresh, onEnd: leave });
  if (block === null) return null;
  return {
    hear: (message) => {
      live.hear(message);
      if (message.type === "snapshot") block.paint();
    },
    end: (isStopped) => {
      block.end();
      if (isStopped) say("the proxy has stopped");
    },
  };
};
