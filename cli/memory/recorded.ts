import { statSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { isAbsolute, join } from "node:path";
import { ProxyError } from "../../src/core/errors.ts";
import type { Recording } from "../../src/offline/simulate/recording.ts";
import type { Context } from "../command.ts";
import { orNull } from "../daemon/answering.ts";
import { sessionDetail } from "../sessions/view.ts";
import { tracePlace } from "../trace/place.ts";

/** A conversation out of a file, or of a session whose requests somebody has kept. Throws `usage`, `input_missing`. */
export const recordedConversation = async (context: Context, given: string | null): Promise<Recording> => {
  if (given === null)
    throw new ProxyError("usage", "Which conversation? memory simulate needs a file or a session.", {
      hint: "Try: proxy-cli sessions   (their ids), or: proxy-cli memory simulate FILE",
    });
  const path = isAbsolute(given) ? given : join(context.folder ?? "", given);
  return isFile(path) ? fromFile(path, given) : fromSession(context, given);
};

const isFile = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isFile() === true;

const fromFile = async (path: string, given: string): Promise<Recording> => {
  const { recordingIn } = await import("../../src/offline/simulate/index.ts");
  const recording = recordingIn(await readFile(path, "utf8"), given);
  if (recording !== null && recording.items.length > 0) return recording;
  throw new ProxyError("usage", `${given} holds no conversation that could be played again.`, {
    hint: "It may be a session file of Claude Code, the body of a request, a list of messages, or a trace with its body",
  });
};

/** So many of the latest requests are asked for their bodies. */
const mostAsked = 20;

/** The latest request that somebody has kept holds all that was said. */
const fromSession = async (context: Context, given: string): Promise<Recording> => {
  if (!/^s_[a-z0-9_]{6,38}$/.test(given))
    throw new ProxyError("input_missing", `There is no file ${given}, and it is no session's id.`, {
      hint: "Try: proxy-cli sessions   (their ids)",
    });
  const { requests } = await sessionDetail(context, given);
  const { recordingIn } = await import("../../src/offline/simulate/index.ts");
  const latest = requests.filter(({ turn }) => turn !== null).toReversed();
  for (const { id } of latest.slice(0, mostAsked)) {
    const text = (await keptBody(context, id)) ?? (await tracedRequest(context, id));
    const recording = text === null ? null : recordingIn(text, given);
    if (recording !== null) return recording;
  }
  throw new ProxyError(
    "input_missing",
    `What was said in ${given} is not kept: no trace has it, nor the daemon's memory.`,
    {
      hint: "Try: proxy-cli trace on --bodies   (then go on with the conversation)",
    },
  );
};

const keptBody = async ({ client }: Context, id: string): Promise<string | null> =>
  (await orNull(client.requestBody({ id })))?.text ?? null;

const tracedRequest = async (context: Context, id: string): Promise<string | null> => {
  const { folder } = await tracePlace(context);
  const { traceOf } = await import("../../src/offline/traces.ts");
  return traceOf(folder, id).then(
    ({ text }) => text,
    () => null, // there is none
  );
};
