import { resolve } from "node:path";
import { ProxyError } from "../../src/core/errors.ts";
import { foundRequest } from "../why/find.ts";
import type { Action } from "./action.ts";
import { differencesIn, toldRehearsal } from "./rehearsed.ts";
import { existing, validate } from "./validate.ts";

/** Whether the files can be used; with a request, also where it would go by them. Nothing is sent, nothing changes. */
export const test: Action = {
  words: "",
  run: async (context, _words, flags) => {
    const file = flags.text("file");
    const word = flags.text("against");
    if (word === null) return validate.run(context, file === null ? [] : [file], flags);
    if (word === "") throw new ProxyError("usage", "--against needs a request.", { hint: tryLast });
    const path = file === null ? null : existing(resolve(context.folder ?? "/", file));
    const { detail, isRunning } = await foundRequest(context, word, "config test --against");
    const id = (detail.summary ?? detail.running)?.id ?? word;
    const { client, paths, env, json, data, print, paint, now } = context;
    const rehearsal = isRunning
      ? await client.decide({ id, file: path })
      : await (await import("../../src/offline/rehearsal.ts")).rehearseWithoutDaemon(paths, env, id, path);
    const { steps, isSame, ...told } = { ...rehearsal, ...differencesIn(rehearsal) };
    if (json) return data({ running: isRunning, same: isSame, ...told, steps });
    for (const line of toldRehearsal(rehearsal, { detail, paint, now: now(), home: env["HOME"] })) print(line);
  },
};

const tryLast = "Try: proxy-cli config test --against last";
