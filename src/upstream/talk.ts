import type { Tell } from "../core/answer.ts";
import { clientKeys, clientVendor } from "../core/detect.ts";
import type { Dialect } from "../core/dialect.ts";
import { ProxyError } from "../core/errors.ts";
import type { Body, Exchange, Target } from "../core/exchange.ts";
import { placeAt, withoutKeys } from "../core/place.ts";
import type { Provider, Upstream } from "../core/provider.ts";
import { chatIn } from "../core/read-chat.ts";
import type { AnswerTranslation, Destination, Translation } from "../core/translation.ts";
import { spliced } from "../lib/json-splice.ts";
import { nextTurn } from "../lib/slices.ts";
import { translate } from "../translation/index.ts";
import { keyHeaderFor } from "./keys.ts";
import type { Outgoing } from "./send.ts";

/** What a call says, and in whose words it is answered: the client's own, or others. */
export type Talk = {
  readonly outgoing: Outgoing;
  readonly target: Target;
  /** The format that the vendor answers in, and where it was asked. */
  readonly asked: Pick<Exchange, "dialect" | "errorDialect" | "path">;
  /** Null = both sides speak alike, and the vendor's bytes are the client's. */
  readonly translation: AnswerTranslation | null;
};

/** What a translation goes by besides the request. */
export type TalkServices = {
  readonly providers: readonly Provider[];
  /** What the answer to an exchange may tell of itself; left out = nothing. */
  readonly tell?: (exchange: Exchange) => Tell;
  /** Whether marks for the vendor's cache are set for clients whose format has none; left out = they are. */
  readonly autoCache?: boolean;
  /** What is known of a model at an upstream. */
  readonly modelFacts: (
    upstream: Upstream,
    model: string | null,
  ) => Pick<Destination, "takesImages" | "maxOutputTokens">;
};

/** How to talk to a target, and where that is; the exchange knows it then, too. Throws `untranslatable` or `too_large_to_translate`; nothing has been sent then. */
export const talkWith = (exchange: Exchange, target: Target, services: TalkServices): Talk => {
  const { translateTo } = target;
  if (translateTo == null) return { outgoing: exchange, target, asked: exchange, translation: null };
  const { request, answer, losses } = translated(exchange, target, translateTo, services);
  exchange.notes.losses = losses;
  const query = request.query === "" ? "" : `?${request.query}`;
  const asked = { dialect: translateTo, errorDialect: translateTo, path: request.path };
  const headers = headersFor(exchange, target, translateTo, services.providers);
  for (const [name, value] of Object.entries(request.headers ?? {})) headers.set(name, value);
  const body: Body = { kind: "held", bytes: new TextEncoder().encode(JSON.stringify(request.body)) };
  const { notes, plan } = exchange;
  const place: Target = { ...target, url: placeAt(target.endpoint, request.path, query) };
  exchange.plan = { ...plan, targets: plan.targets.map((one) => (one === target ? place : one)) };
  return {
    outgoing: { request: { method: "POST", headers }, query, body, edits: [], notes, ...asked },
    target: place,
    asked,
    translation: answer,
  };
};

/** In bytes: to read so much takes a millisecond, and to write it anew takes two. */
const longBody = 200_000;

/**
 * Reads a long conversation that is to be translated in a turn of its own, so that others have theirs before it is
 * written anew. Null = there is none.
 */
export const readApart = ({ body, chat, edits }: Exchange, { translateTo }: Target): Promise<void> | null => {
  if (translateTo == null || edits.length > 0 || body.kind !== "held" || body.bytes.length < longBody) return null;
  chat();
  return nextTurn();
};

const translated = (exchange: Exchange, target: Target, to: Dialect, services: TalkServices): Translation => {
  const { dialect, notes, id, query, startedAt } = exchange;
  const { upstream } = target;
  const provider = services.providers.find(({ name }) => name === upstream.provider);
  const chat = exchange.edits.length === 0 ? exchange.chat() : chatIn({ ...exchange, body: edited(exchange) });
  if (dialect === null || provider === undefined) {
    throw new ProxyError("internal", "What is no chat cannot be translated.");
  }
  if (chat === null) throw unreadable(exchange.body, upstream.name, to);
  const model = target.model ?? notes.model;
  if ((model ?? chat.model) === null) throw nameless();
  const destination = {
    ...{ dialect: to.name, provider, upstream: upstream.name, model },
    ...services.modelFacts(upstream, model),
    autoCache: services.autoCache ?? true,
  };
  return translate({
    ...{ chat, from: dialect, to, destination },
    setting: {
      ...{ requestId: id, query, now: () => startedAt },
      usageAtStop: isToldUsage(exchange, dialect, services.providers),
      ...(target.scaleInput == null ? {} : { scaleInput: target.scaleInput }),
      ...(services.tell && { tell: services.tell(exchange) }),
    },
  });
};

/** Some vendors tell the usage of every stream in a format where others have to be asked, and their clients rely on it. */
const isToldUsage = ({ request }: Exchange, { name }: Dialect, providers: readonly Provider[]): boolean => {
  const own = clientVendor(providers, request.headers);
  const speaksIt = own?.endpoints.some(({ dialects }) => dialects.includes(name)) === true;
  return speaksIt && !own.usageOnRequest.includes(name);
};

/** Some formats have the model in the path: without one the vendor would know of no such place. */
const nameless = (): ProxyError =>
  new ProxyError("invalid_request", "The request names no model.", { hint: "Send its name in `model`." });

const edited = ({ body, edits }: Exchange): Body => {
  const bytes = body.kind === "held" ? spliced(body.bytes, edits) : null;
  return bytes === null ? body : { kind: "held", bytes };
};

const unreadable = (body: Body, upstream: string, { name }: Dialect): ProxyError =>
  body.kind === "streamed"
    ? new ProxyError("too_large_to_translate", `This request is too large to be written anew as ${name}.`, {
        hint: `Raise limits.held_body_bytes, or use an upstream that speaks the format of your client; "${upstream}" does not.`,
      })
    : new ProxyError("untranslatable", "The body is not a JSON object, so it cannot be written in another format.", {
        hint: `Send valid JSON; upstream "${upstream}" is asked in the format ${name}.`,
      });

/** Of the client's headers, those that mean the same to every vendor. All others were meant for its own. */
const forEverybody: readonly string[] = ["user-agent", "traceparent", "tracestate"];

/** Its key, if any, stands where this vendor looks for it; whether it may go there at all is decided when it leaves. */
const headersFor = (
  { request, query }: Exchange,
  { upstream }: Target,
  to: Dialect,
  providers: readonly Provider[],
): Headers => {
  const headers = new Headers({ "content-type": "application/json", "accept-encoding": "identity" });
  for (const name of forEverybody) {
    const value = request.headers.get(name);
    if (value !== null) headers.set(name, value);
  }
  const [key] = [...clientKeys(request.headers), ...withoutKeys(query).keys];
  const { name, prefix } = keyHeaderFor(upstream, to.name, providers);
  if (key !== undefined) headers.set(name, `${prefix}${key}`);
  return headers;
};
