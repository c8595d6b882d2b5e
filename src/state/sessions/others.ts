import type { Shared, Sighting } from "../../core/shared.ts";
import type { Book } from "./book.ts";
import type { Part } from "./find.ts";
import { joinByHistory } from "./join.ts";
import type { Asked, Places } from "./place.ts";
import { addMark, type Session } from "./record.ts";
import { sightingOf, type Told, toldIn } from "./sighting.ts";
import type { Trail } from "./trail.ts";

type Options = Pick<Shared, "sightings" | "board"> & {
  /** How long a conversation lasts without a request. */
  readonly idleMs: number;
  /** A person has ended this one on another daemon. */
  readonly onEnd: (id: string) => void;
};

/** Where a request is looked for. */
type Where = { readonly book: Book; readonly places: Places };

/** So many places in its history are asked for, the latest first: four turns on other daemons. */
const mostAsked = 8;

/** On the board: conversations that a person has ended. */
const topic = "sessions-ended";

/**
 * Conversations that have no name from their clients and come to several daemons. Each tells the others where in its
 * history a request has ended, and asks for them where the request before this one was not here; what they know is put
 * into the book, and then the request is found as if all had been here.
 */
export class Others {
  readonly #options: Options;

  constructor(options: Options) {
    this.#options = options;
    options.board.listen(topic, (id, value) => {
      if (value !== null) options.onEnd(id);
    });
  }

  /**
   * Asks for the beginnings of this history; null where there is nothing to ask. Resolves with the name that it is known
   * by from now on where nobody has one for it. Never rejects.
   */
  learn(asked: Asked, where: Where): Promise<string | null> | null {
    const { trail, explicit, continues, isReset, at } = asked;
    if (trail === null || explicit !== null || continues !== null || isReset) return null;
    const lengths = unknownPlaces(asked, trail, where.book);
    if (lengths.length === 0) return null;
    const known = joinByHistory(trail, where.book.group(asked.group)).thread?.session ?? null;
    const name = known?.id ?? where.places.newName(at);
    const own = { startedAt: at, client: asked.client, keepsIds: false, turns: 0, ...known };
    const length = trail.chain.length;
    const sighting = sightingOf({ ...own, id: name, turns: own.turns + 1 }, { ...asked, trail, length, isEnd: true });
    const places = lengths.map((one) => trail.chain[one - 1] ?? "");
    return this.#options.sightings.first(places, sighting, this.#options.idleMs).then((seen) => {
      if (seen === null) return name;
      this.#take(seen, { ...asked, trail, length: lengths[places.indexOf(seen[0]?.place ?? "")] ?? 0 }, where.book);
      return null;
    });
  }

  /** A request was found its place: the others may need it. */
  tell({ found }: Part, { trail, explicit, continues, ...asked }: Asked): void {
    if (found === null || trail === null || explicit !== null || continues !== null) return;
    const { sightings, idleMs } = this.#options;
    const [answered, end] = [trail.isModels.lastIndexOf(true) + 1, trail.chain.length];
    const lengths = answered > 0 && answered < end ? [answered, end] : [end];
    const seen = lengths.map((length) => sightingOf(found.session, { ...asked, trail, length, isEnd: length === end }));
    void sightings.note(seen, idleMs);
    const [first, ...later] = turnEnds(trail);
    // Many conversations begin alike: one that has gone further is not the one that is meant the next time.
    if (first !== undefined && later.length === 0 && found.joined === "continued")
      void sightings.forget({ place: trail.chain[first - 1] ?? "", name: found.session.id });
  }

  /** A person has ended it here: it is over everywhere. */
  end(id: string): void {
    void this.#options.board.write(topic, id, "", this.#options.idleMs);
  }

  #take(seen: readonly Sighting[], at: Asked & { readonly trail: Trail; readonly length: number }, book: Book): void {
    const ended = this.#options.board.read(topic);
    const isOpening = !at.trail.isModels.slice(0, at.length).includes(true);
    const told = seen
      .flatMap((sighting) => toldIn(sighting, at) ?? [])
      .filter(({ id }) => !ended.has(id) && (book.get(id)?.group ?? at.group) === at.group)
      .filter(({ id, isLedAlike }) => !isOpening || (isLedAlike && book.get(id) === null))
      .sort((one, other) => one.startedAt - other.startedAt)[0];
    if (told !== undefined) putInto(book, told, at);
  }
}

/** Where in a history requests have ended before this one, the latest first. */
const turnEnds = ({ isModels }: Trail): readonly number[] =>
  isModels.flatMap((isTheirs, at) => (at > 0 && isTheirs && !isModels[at - 1] ? [at] : [])).reverse();

/** The places of a history to ask for, the longest first; none where the request before this one is known here. */
const unknownPlaces = ({ group }: Asked, trail: Trail, book: Book): readonly number[] => {
  const [before] = turnEnds(trail);
  if (before === undefined) return [];
  const isOpening = !trail.isModels.slice(0, before).includes(true);
  const { marksAt } = book.group(group);
  const here = marksAt(trail.chain[before - 1] ?? "");
  if (here.some((mark) => !isOpening || mark.thread.tip === mark) || marksAt(trail.chain.at(-1) ?? "").length > 0)
    return [];
  const changes = trail.isModels.flatMap((isTheirs, at) => (at > 0 && isTheirs !== trail.isModels[at - 1] ? [at] : []));
  return [...changes, trail.chain.length].reverse().slice(0, mostAsked);
};

/** What another daemon knows of a conversation is known here, as if it had been here. */
const putInto = (
  book: Book,
  told: Told,
  { group, at, trail, length }: Asked & { trail: Trail; length: number },
): void => {
  const known = book.get(told.id);
  const session = known ?? newSession(told, group, at);
  if (known === null) book.add(session);
  session.turns = Math.max(session.turns, told.turns);
  session.keepsIds ||= told.keepsIds;
  const { thread: line } = joinByHistory(trail, book.group(group), (one) => one === session);
  const alike = line ?? session.threads.findLast(({ root }) => root.system === told.root.system) ?? null;
  const thread = line ?? book.addThread(session, told.root, alike);
  const { mark, dropped } = addMark(thread, trail.chain[length - 1] ?? "", told.callIds, told.isEnd);
  mark.isRunning = false;
  for (const old of dropped) book.dropMark(old);
  book.addMark(mark);
};

const newSession = ({ id, client, startedAt, turns, keepsIds }: Told, group: string, at: number): Session => ({
  ...{ id, group, explicit: null, parent: null, client, startedAt, lastAt: at, turns, keepsIds },
  ...{ opening: [], threads: [], marks: [], answers: [], last: null, totals: { costMicros: 0, unknownCosts: 0 } },
});
