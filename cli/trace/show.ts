import { ProxyError } from "../../src/core/errors.ts";
import { objectIn } from "../../src/lib/json.ts";
import type { Context } from "../command.ts";
import { timelineLines } from "../dashboard/request/timeline.ts";
import type { Flags } from "../flags.ts";
import { visible } from "../output/visible.ts";
import { foundRequest } from "../why/find.ts";
import { showAnswer } from "./answer.ts";
import { tracePlace } from "./place.ts";

/** The id that was given. Throws `usage` where none was. */
export const idNeeded = (id: string | null, action: string): string => {
  if (id !== null) return id;
  throw new ProxyError("usage", `Which request? trace ${action} needs its id.`, { hint: "Try: proxy-cli trace list" });
};

/** One trace: everything as it lies in its file, or the answer's body alone, or its events, or its times. */
export const showTrace = async (context: Context, asked: string | null, flags: Flags): Promise<void> => {
  const { json, data, print } = context;
  const id = idNeeded(asked, "show");
  const parts = ["body", "sse", "timeline"].filter((name) => flags.has(name));
  if (parts.length > 1)
    throw new ProxyError("usage", `One part at a time, got --${parts.join(" and --")}.`, {
      hint: `Try: proxy-cli trace show ${id} --body`,
    });
  if (flags.has("timeline")) return showTimeline(context, id);
  const { folder } = await tracePlace(context);
  const { traceOf } = await import("../../src/offline/traces.ts");
  const { text, trace } = await traceOf(folder, id);
  if (flags.has("body") || flags.has("sse"))
    return showAnswer(context, objectIn(trace?.["answer"])["body"], flags.has("sse"));
  if (json) return data({ trace });
  for (const line of text.trimEnd().split("\n")) print(visible(line));
};

/** When its steps were, as bars under one scale; the daemon knows them of the latest requests, without any trace. */
const showTimeline = async (context: Context, id: string): Promise<void> => {
  const { json, data, print, now, columns } = context;
  const { detail } = await foundRequest(context, id, "trace show");
  if (json) return data({ id: detail.summary?.id ?? detail.running?.id ?? id, timeline: detail.timeline });
  for (const line of timelineLines(detail, now(), Math.min(columns, widest)))
    print(
      line
        .map(({ text }) => text)
        .join("")
        .trimEnd(),
    );
};

/** Wider than this a bar tells no more. */
const widest = 100;

/** Where traces are, or the file of one. */
export const pathOfTrace = async (context: Context, id: string | null): Promise<void> => {
  const { json, data, print } = context;
  const { folder } = await tracePlace(context);
  const { traceFile } = await import("../../src/offline/traces.ts");
  const path = id === null ? folder : traceFile(folder, id);
  if (json) data({ path });
  else print(path);
};
