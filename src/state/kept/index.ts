import { keyHeaderNames } from "../../core/detect.ts";
import type { Dialect } from "../../core/dialect.ts";
import type { Body, Exchange, Notes, Plan } from "../../core/exchange.ts";
import { withoutKeys } from "../../core/place.ts";
import { Queue } from "../../lib/queue.ts";

/** What is kept of one request so that people can look at it: references to what went by, no copies of it. */
export type KeptExchange = {
  readonly id: string;
  readonly startedAt: number;
  readonly startedTick: number;
  readonly method: string;
  readonly path: string;
  /** Without the keys that may be in it. */
  readonly query: string;
  readonly dialect: Dialect | null;
  /** As the client sent them; those that carry keys are gone from them when the request has ended. */
  readonly headers: Headers;
  readonly notes: Notes;
  readonly plan: Plan;
  readonly bodyKind: Body["kind"];
  /** Null where there is none, or it is too large. */
  readonly body: Uint8Array | null;
  /** Null as long as none has begun, and where there was an error of ours in its place. */
  readonly answer: { readonly status: number; readonly headers: Headers } | null;
  readonly pieces: readonly Uint8Array[];
  /** Whether the pieces are only the beginning. */
  readonly isCut: boolean;
  /** Whether all of it was let go again because there is no room. */
  readonly isDropped: boolean;
};

/** Keeps what goes by, while one configuration is in force. */
export type Keeper = {
  /** A request has come; gives who wants to hear of the head of its answer. */
  readonly begin: (exchange: Exchange) => (head: Response) => void;
};

/** How much is kept now. */
export type KeptView = { readonly requests: number; readonly bytes: number; readonly maxBytes: number };

/** What an entry takes beside the bytes that went by, and each piece of an answer; about. */
const entryBytes = 4096;
const pieceBytes = 160;

/** One request has no more than this share of the room. */
const largestShare = 1 / 4;

/** Headers that are there to carry secrets; of those that are not, and of all others, only what is harmless is ever shown. */
const secretHeaders = [...keyHeaderNames, "cookie"];

type Entry = { -readonly [Field in keyof KeptExchange]: KeptExchange[Field] } & { pieces: Uint8Array[]; bytes: number };

/** A plan that nobody acts on any more: what it asks of a client would hold the whole exchange, its request and its call. */
const settled = (plan: Plan): Plan => ({
  ...plan,
  targets: plan.targets.map(({ asks: _, ...target }) => target),
});

/** The latest requests whole, in memory alone; those that ended longest ago go first where there is no room. */
export class Kept {
  /** In the order in which they began. */
  readonly #all = new Map<string, Entry>();
  /** Under way, and nothing of them is kept but their place. */
  readonly #emptied = new Map<string, Entry>();
  readonly #ended = new Queue<Entry>();
  #bytes = 0;
  #maxBytes = 0;

  /** Null where nothing is to be kept; what there is of earlier then goes. */
  keeper(maxBytes: number): Keeper | null {
    this.#maxBytes = maxBytes;
    this.#trim();
    return maxBytes === 0 ? null : { begin: (exchange) => this.#begin(exchange) };
  }

  find(id: string): KeptExchange | null {
    return this.#all.get(id) ?? this.#emptied.get(id) ?? null;
  }

  view(): KeptView {
    return { requests: this.#all.size, bytes: this.#bytes, maxBytes: this.#maxBytes };
  }

  /** A request has ended, and nobody needs its keys any more. */
  end({ id, plan, request }: Exchange): void {
    const entry = this.#all.get(id);
    if (entry === undefined) return void this.#emptied.delete(id);
    entry.plan = settled(plan);
    for (const name of secretHeaders) request.headers.delete(name);
    this.#ended.push(entry);
  }

  #begin(exchange: Exchange): (head: Response) => void {
    const entry = this.#entryOf(exchange);
    this.#all.set(entry.id, entry);
    this.#bytes += entry.bytes;
    this.#trim();
    if (exchange.dialect !== null) exchange.hearers.push((piece) => this.#hear(entry, piece));
    return ({ status, headers }) => {
      entry.answer = { status, headers };
      entry.plan = exchange.plan;
    };
  }

  #entryOf({ id, startedAt, startedTick, path, query, dialect, request, notes, plan, body }: Exchange): Entry {
    const held = dialect !== null && body.kind === "held" ? body.bytes : null;
    const kept = held !== null && held.length <= this.#maxBytes * largestShare ? held : null;
    return {
      id,
      startedAt,
      startedTick,
      method: request.method,
      path,
      query: withoutKeys(query).query,
      dialect,
      headers: request.headers,
      notes,
      plan,
      bodyKind: body.kind,
      body: kept,
      answer: null,
      pieces: [],
      isCut: false,
      isDropped: false,
      bytes: entryBytes + (kept?.length ?? 0),
    };
  }

  #hear(entry: Entry, piece: Uint8Array): void {
    if (entry.isCut) return;
    const bytes = piece.length + pieceBytes;
    if (entry.bytes + bytes > this.#maxBytes * largestShare) {
      entry.isCut = true;
      return;
    }
    entry.pieces.push(piece);
    entry.bytes += bytes;
    this.#bytes += bytes;
    if (this.#bytes > this.#maxBytes) this.#trim();
  }

  /** Where more runs at once than there is room for, those longest under way lose what was kept of them. */
  #trim(): void {
    while (this.#bytes > this.#maxBytes) {
      const gone = this.#ended.take();
      if (gone === null) break;
      this.#all.delete(gone.id);
      this.#bytes -= gone.bytes;
      gone.isCut = true; // a vendor may go on after its last word
    }
    if (this.#bytes <= this.#maxBytes) return;
    for (const entry of this.#all.values()) {
      this.#empty(entry);
      if (this.#bytes <= this.#maxBytes) return;
    }
  }

  #empty(entry: Entry): void {
    this.#all.delete(entry.id);
    this.#emptied.set(entry.id, entry);
    this.#bytes -= entry.bytes;
    entry.pieces = [];
    entry.body = null;
    entry.isCut = true;
    entry.isDropped = true;
  }
}
