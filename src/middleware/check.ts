import type { Dialect, OwnFormat } from "../core/dialect.ts";
import { ProxyError } from "../core/errors.ts";
import type { Exchange } from "../core/exchange.ts";
import { memoryModes } from "../core/memory.ts";
import type { MiddlewareMaker } from "../core/middleware.ts";
import { jsonIn } from "../core/read-chat.ts";
import type { JsonObject } from "../lib/json.ts";
import { nearest } from "../lib/nearest.ts";
import { modeNamed } from "../memory/policy/mode.ts";
import { addressees } from "../routing/addressee.ts";
import type { Table } from "../routing/table.ts";
import type { Upstreams } from "../state/upstreams.ts";

/** What a request in a format of ours is checked with. */
export type CheckServices = {
  readonly dialects: readonly Dialect[];
  readonly upstreams: Pick<Upstreams, "all" | "current">;
  readonly table: Pick<Table, "routes">;
};

/** Says what is wrong with a request in a format of ours: no vendor ever sees one, so none would. */
export const check: MiddlewareMaker<CheckServices> = {
  name: "check",
  isOptional: false,
  create: (services) => (exchange, next) => {
    const own = exchange.dialect?.own;
    if (own !== undefined) checkBody(exchange, own, services);
    else if (exchange.dialect === null) refuseOtherMethods(exchange, services);
    checkMode(exchange);
    return next();
  },
};

const checkBody = (exchange: Exchange, own: OwnFormat, { upstreams, table }: CheckServices): void => {
  if (exchange.body.kind === "streamed") return; // too large to be read here; whoever has to translate it says so
  const body = jsonIn(exchange);
  const isNamed = exchange.request.headers.has("x-proxy-upstream") || upstreams.current() !== "auto";
  const isChosen = isNamed || table.routes.some(({ to }) => to.upstream !== null); // where none fits, the plan says so
  const invalid = own.check(body, { names: addressees(upstreams.all()), isNeeded: !isChosen });
  if (body === null) throw refusal({ ...invalid, details: { _errors: [whyNoObject(exchange)] } });
  if (invalid !== null) throw refusal(invalid);
  exchange.notes.addressee = own.addressee(body);
};

/** Nobody would notice that a misspelt wish for less, or for more, is not heard. */
const checkMode = ({ request }: Exchange): void => {
  const word = request.headers.get("x-proxy-memory");
  if (word === null || modeNamed(word) !== null) return;
  throw new ProxyError("invalid_request", `The header x-proxy-memory takes one of ${memoryModes.join(", ")}.`, {
    hint: `Did you mean ${nearest(word, memoryModes) ?? "balanced"}?`,
  });
};

const refusal = (invalid: JsonObject): ProxyError =>
  new ProxyError("invalid_request", "Invalid request", {
    hint: "`details` says what is wrong, `expectedSchema` what is expected.",
    invalid,
  });

const whyNoObject = ({ body }: Exchange): string =>
  body.kind === "none" || (body.kind === "held" && body.bytes.length === 0)
    ? "The body is empty."
    : "The body is no JSON object.";

/** A path of ours has one method; what came with another would puzzle a vendor. */
const refuseOtherMethods = ({ path, request }: Exchange, { dialects }: CheckServices): void => {
  if (!dialects.some(({ own, speaks }) => own !== undefined && speaks(path))) return;
  throw new ProxyError("method_not_allowed", `${path} takes POST, not ${request.method}.`, {
    hint: 'Send a JSON body: {"provider", "model", "messages"}.',
  });
};
