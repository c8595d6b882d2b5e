import { ProxyError } from "../../src/core/errors.ts";
import { version } from "../../src/version.ts";
import type { Context } from "../command.ts";
import type { Flags } from "../flags.ts";
import { curlOf } from "../output/curl.ts";
import { writeCopy } from "../output/private-copy.ts";
import { foundRequest } from "../why/find.ts";
import { harOf } from "./har.ts";
import { tracePlace } from "./place.ts";
import { sentRequest } from "./sent.ts";
import { idNeeded } from "./show.ts";

/** A request for other tools: a command for a shell, or an HTTP archive, to stdout or into a file of its owner's. */
export const exportTrace = async (context: Context, asked: string | null, flags: Flags): Promise<void> => {
  const { data, json, say, draw, folder } = context;
  const id = idNeeded(asked, "export");
  if (flags.has("curl") && flags.has("har"))
    throw new ProxyError("usage", "--curl and --har are two answers.", {
      hint: `Try: proxy-cli trace export ${id} --har`,
    });
  const text = flags.has("curl") ? await asCurl(context, id) : await asHar(context, id);
  const file = flags.text("output");
  if (file !== null) {
    const path = writeCopy(folder, file, text);
    return json ? data({ path }) : say(`ok  ${path}`);
  }
  if (json) return data(flags.has("curl") ? { curl: text } : { har: JSON.parse(text) });
  draw(text);
};

const asCurl = async (context: Context, word: string): Promise<string> => {
  const { id, body, detail } = await sentRequest(context, word, "export");
  if (detail === null)
    throw new ProxyError("input_missing", `Nothing but its trace is known of ${id}.`, {
      hint: `Try: proxy-cli trace export ${id} --har`,
    });
  const { url } = await context.client.status({});
  return curlOf(detail, url, { text: body, why: null });
};

const asHar = async (context: Context, word: string): Promise<string> => {
  const { folder } = await tracePlace(context);
  const { traceOf } = await import("../../src/offline/traces.ts");
  const read = await traceOf(folder, word).catch(async (thrown) => {
    const { detail } = await foundRequest(context, word, "trace export").catch(() => ({ detail: null }));
    const id = detail?.summary?.id ?? null;
    if (id === null) throw thrown;
    return traceOf(folder, id).catch(() => {
      throw new ProxyError("input_missing", `There is no trace of ${id}, and an archive is made of one.`, {
        hint: `Try: proxy-cli trace export ${id} --curl   (or, from now on: proxy-cli trace on --bodies)`,
      });
    });
  });
  return `${JSON.stringify(harOf(read.trace ?? {}, version), null, 2)}\n`;
};
