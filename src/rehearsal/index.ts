import type { Dialect } from "../core/dialect.ts";
import { ProxyError } from "../core/errors.ts";
import type { Body, Exchange } from "../core/exchange.ts";
import type { Pin } from "../core/pin.ts";
import { jsonIn } from "../core/read-chat.ts";
import type { Rehearsal } from "../core/rehearsal.ts";
import type { Decision } from "../core/routing.ts";
import { decide } from "../routing/decide.ts";
import { type TraitServices, traitsOf } from "../routing/request-traits.ts";
import type { Table } from "../routing/table.ts";
import type { Traits } from "../routing/traits.ts";
import { accept, withBody } from "../server/accept.ts";
import { namedBy } from "../state/sessions/explicit.ts";
import type { Recorded } from "./recorded.ts";

/** What a request is decided by once more. */
export type Rehearsing = {
  readonly table: Table;
  readonly dialects: readonly Dialect[];
  readonly estimate: TraitServices["estimate"];
  /** Where a conversation is pinned to now. */
  readonly pinOf: (session: string) => Pin | null;
};

/** What a rehearsal comes to. */
export type Rehearsed = Pick<Rehearsal, "now" | "refusal" | "remarks">;

/** Where a recorded request would go by this table. Nothing leaves: it is decided, and that is all. */
export const rehearse = (recorded: Recorded, before: Decision | null, rehearsing: Rehearsing): Rehearsed => {
  const traits = traitsIn(recorded, before, rehearsing);
  try {
    const { decision } = decide(traits, rehearsing.table);
    return { now: decision, refusal: null, remarks: [...recorded.remarks, ...keyRemarks(decision, before)] };
  } catch (thrown) {
    if (!(thrown instanceof ProxyError)) throw thrown;
    const { code, message, hint } = thrown;
    return { now: null, refusal: { code, message, hint: hint ?? null }, remarks: recorded.remarks };
  }
};

/** The client's key is never kept; where it told the vendor the last time, that is still known. */
const keyRemarks = (now: Decision, before: Decision | null): readonly string[] =>
  now.rule.startsWith("auto: ") && now.rule !== byKey && !before?.rule.startsWith("auto: ")
    ? ["The client's key is not kept: it might tell another vendor than what else the request has."]
    : [];

const byKey = "auto: key";

const traitsIn = (recorded: Recorded, before: Decision | null, rehearsing: Rehearsing): Traits => {
  const { table, dialects, estimate, pinOf } = rehearsing;
  const exchange = exchangeOf(recorded, dialects);
  const { session } = recorded;
  const services = { estimate, pinOf: () => (session === null ? null : pinOf(session)), sessionOf: namedBy };
  const traits = traitsOf(exchange, services);
  const keyOwner =
    before?.rule === byKey
      ? (table.upstreams.all().find(({ name }) => name === before.upstream)?.provider ?? null)
      : null;
  // The body of what is no chat is not kept; what model it named is written down.
  const model = exchange.dialect === null && recorded.body === null ? (before?.asked ?? traits.model) : traits.model;
  return { ...traits, keyOwner, model };
};

/** The request as it was accepted, up to where it is decided. */
const exchangeOf = ({ method, path, query, headers, body }: Recorded, dialects: readonly Dialect[]): Exchange => {
  const request = new Request(`http://localhost${path}${query}`, { method, headers });
  const exchange = accept(request, { dialects, clock, newId: () => "", end: noEnd });
  withBody(exchange, bodyOf(body));
  const own = exchange.dialect?.own;
  if (own !== undefined) exchange.notes.addressee = own.addressee(jsonIn(exchange) ?? {});
  return exchange;
};

const bodyOf = (body: Recorded["body"]): Body => {
  if (body === null) return { kind: "none" };
  if (body !== "streamed") return { kind: "held", bytes: body };
  return { kind: "streamed", stream: new ReadableStream(), length: null, isWhole: () => true, failure: () => null };
};

/** Nobody waits for an answer, and no time passes. */
const clock = { now: () => 0, tick: () => 0 };
const noEnd = { keepOpen: () => undefined, letGo: () => undefined, unread: () => null, upgrade: () => null };
