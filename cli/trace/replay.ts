import { ProxyError } from "../../src/core/errors.ts";
import { isObject, parsedJson, textOrNull } from "../../src/lib/json.ts";
import { agreesTo, type Expense, expenseFor } from "../asking/expense.ts";
import type { Context } from "../command.ts";
import type { Flags } from "../flags.ts";
import { counted, roughly } from "../output/units.ts";
import { visible } from "../output/visible.ts";
import { editedCopy } from "../terminal/edited-copy.ts";
import { noUpstream } from "../upstreams/view.ts";
import { sendAgain } from "./again.ts";
import { type Sent, sentRequest } from "./sent.ts";
import { idNeeded } from "./show.ts";

/** A request again, through the running daemon: what it is likely to cost is said first, and it is charged like any other. */
export const replayTrace = async (context: Context, asked: string | null, flags: Flags): Promise<number> => {
  const { client, json, data, print, warn } = context;
  const recorded = await sentRequest(context, idNeeded(asked, "replay"), "replay");
  if (recorded.hidesPlace)
    throw new ProxyError(
      "usage",
      `The trace of ${recorded.id} does not hold the whole request: a key was in its address.`,
      {
        hint: `Try: proxy-cli trace show ${recorded.id}`,
      },
    );
  const { url, upstream: current } = await client.status({});
  const upstream = flags.text("upstream");
  const again = `proxy-cli trace replay ${recorded.id}${upstream === null ? "" : ` --upstream ${upstream}`}`;
  const sent = flags.has("edit") ? await edited(context, flags, recorded, again) : recorded;
  const place = await placeOf(context, upstream ?? current, upstream !== null, sent);
  const expense = expenseFor(flags, await likelyMicros(context, place, sent), 1, again);
  if (!(await agreesTo(context, whatIsSent(sent, place), expense, again))) return 0;
  const answer = await sendAgain(context, sent, { url, upstream });
  const { id: newId, status, text } = answer;
  if (json) data({ replayed: sent.id, id: newId, status, body: text, ...expenseJson(expense) });
  else {
    for (const line of text.split("\n")) print(visible(line));
    warn(`${status}   ${newId ?? ""}${newId === null ? "" : `   compare: proxy-cli trace diff ${sent.id} ${newId}`}`);
  }
  return answer.ok ? 0 : 1;
};

const expenseJson = ({ aboutMicros }: Expense): object => ({ aboutMicros });

const edited = async (context: Context, flags: Flags, sent: Sent, again: string): Promise<Sent> => {
  const value = parsedJson(sent.body);
  const text = isObject(value) ? `${JSON.stringify(value, null, 2)}\n` : sent.body;
  const check = (changed: string): void => {
    if (isObject(value) && !isObject(parsedJson(changed)))
      throw new ProxyError("config_invalid", "That is no JSON object any more.", { hint: `Try: ${again}` });
  };
  const body = await editedCopy(context, flags, { name: `${sent.id}.json`, text, check, again: `${again} --edit` });
  return { ...sent, body: body === text ? sent.body : body };
};

/** Where it would go, and as which model; null = nobody can say before it is sent. */
type Place = { readonly upstream: string | null; readonly model: string | null };

const placeOf = async (context: Context, name: string, isNamed: boolean, { body, detail }: Sent): Promise<Place> => {
  const { upstreams } = await context.client.upstreams({});
  if (isNamed && !upstreams.some((one) => one.name === name))
    throw noUpstream(
      name,
      upstreams.map((one) => one.name),
      "trace replay ID --upstream",
    );
  const summary = detail?.summary ?? null;
  const upstream = name === "auto" ? (summary?.upstream ?? null) : name;
  const parsed = parsedJson(body);
  const asked = (isObject(parsed) ? textOrNull(parsed["model"]) : null) ?? summary?.model ?? null;
  if (upstream === null || asked === null) return { upstream, model: asked };
  if (upstream === summary?.upstream && asked === summary.model) return { upstream, model: summary.modelSent ?? asked };
  const { models } = await context.client.models({ upstream });
  return { upstream, model: models.find((one) => one.name === asked)?.becomes?.model ?? asked };
};

/** As many tokens as the first time, none of them out of a cache; null = nobody knows them, or their price. */
const likelyMicros = async (context: Context, { upstream, model }: Place, sent: Sent): Promise<number | null> => {
  const { inputTokens, outputTokens } = sent.detail?.summary ?? { inputTokens: null, outputTokens: null };
  if (upstream === null || model === null || inputTokens === null) return null;
  const { offerAt } = await import("../../src/offline/asking.ts");
  return offerAt(context, { name: upstream }, model).costMicros(inputTokens, outputTokens ?? 0);
};

const whatIsSent = ({ detail, body }: Sent, { upstream, model }: Place): string => {
  const tokens = detail?.summary?.inputTokens ?? null;
  const size = tokens === null ? counted(Buffer.byteLength(body), "byte") : `${roughly(tokens)} input tokens`;
  const where = [model === null ? "" : ` as ${visible(model)}`, upstream === null ? "" : ` to ${visible(upstream)}`];
  return `This sends ${size} again${where.join("")}`;
};
