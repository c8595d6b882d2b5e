import type { Dialect, StreamReader } from "../core/dialect.ts";
import { ProxyError } from "../core/errors.ts";
import type { AnswerHearer, Notes } from "../core/exchange.ts";
import { type Ending, ended } from "../core/outcome.ts";
import { stepAt } from "../core/pace.ts";
import type { AnswerWitness } from "../core/witness.ts";
import type { Reading } from "./reading.ts";
import type { AnswerFilter } from "./usage-filter.ts";
import type { Watch } from "./watchdog.ts";

/** How long an answer under way may be quiet, in milliseconds. */
export type RelayLimits = {
  readonly streamIdleMs: number;
  readonly writeStallMs: number;
  readonly lingerMs: number;
  /** How long a client is left without a byte where one may be added. */
  readonly keepAliveMs: number;
};

/** What a relay works on. */
export type RelayJob = {
  readonly requestId: string;
  readonly upstream: string;
  readonly status: number;
  readonly source: ReadableStream<Uint8Array>;
  readonly notes: Notes;
  /** Reads along, and may know the end of the stream. */
  readonly reading: Pick<Reading, "events" | "read">;
  /** Takes something out; null = every byte passes as it came. */
  readonly filter: AnswerFilter | null;
  /** Whose error events the client understands. */
  readonly dialect: Dialect | null;
  readonly limits: RelayLimits;
  readonly watch: Watch;
  readonly tick: () => number;
  /** Closes the client's connection, whatever still waits for it. */
  readonly letGo: () => void;
  /** What the client has not taken yet; changes as long as it reads. */
  readonly unread: () => string | null;
  /** Hangs up on the upstream; a read under way then fails. */
  readonly hangUp: () => void;
  /** Called when the vendor has said its last word and the client has it; the connection may stay open for a while. */
  readonly onTerminal: (ending: Ending) => void;
  /** Called at the end with how many events were out of order, where any were. */
  readonly onWarnings: (count: number) => void;
  /** Called exactly once. */
  readonly onEnd: (ending: Ending) => void;
  /** Looks on; null = nobody does. */
  readonly witness?: AnswerWitness | null;
  /** Hear each piece before the client gets it. */
  readonly hearers?: readonly AnswerHearer[];
};

/** Something under way that a daemon which stops can end with a reason. */
export type Breakable = {
  readonly breakOff: (reason: ProxyError) => void;
  /** For what has no end of its own: the daemon wants to stop, so it should find one soon. */
  readonly drain?: () => void;
};

/** A call under way, by the id of its request. */
export type UnderWay = Breakable & { readonly id: string };

type Reader = { readonly read: () => Promise<{ readonly done: boolean; readonly value?: Uint8Array | undefined }> };
type Controller = ReadableStreamDefaultController<Uint8Array>;

/** Between the error event and the broken transport, so that a client reads the one before it sees the other. */
const farewellMs = 20;

/**
 * One answer on its way to the client: the vendor's bytes as the client takes them, one chunk in hand at most. Ends
 * cleanly only when the answer is known to be whole; a broken one ends with an error event in the client's format and
 * then a broken transport.
 */
export class Relay {
  readonly body: ReadableStream<Uint8Array>;
  readonly #job: RelayJob;
  readonly #reader: Reader;
  /** Knows where the stream is; null = only the transport tells its end. */
  readonly #events: StreamReader | null;
  readonly #onSilent = (): void => this.breakOff(silent(this.#job.upstream, this.#job.limits.streamIdleMs));
  readonly #onLinger = (): void => this.breakOff("linger");
  readonly #onHalfStalled = (): void => this.#lookForProgress(null);
  #controller: Controller | null = null;
  #isOver = false;
  /** When the client was sent its last byte. */
  #spokeAt: number;
  /** Why we hung up ourselves; `linger` = everything had come. */
  #reason: ProxyError | "linger" | null = null;

  constructor(job: RelayJob) {
    this.#job = job;
    this.#spokeAt = job.tick();
    this.#events = job.reading.events;
    this.#reader = job.source.getReader();
    this.body = new ReadableStream<Uint8Array>(
      {
        pull: (controller) => this.#pull(controller),
        cancel: () => this.leave(),
      },
      { highWaterMark: 0 },
    );
  }

  /** The client is gone: nobody is left to tell. */
  leave(): void {
    const { status } = this.#job;
    const error = this.#reason instanceof ProxyError ? this.#reason : null; // then it was not the client that ended it
    const left: Ending = { code: error?.failure.outcome ?? "CD", status, error: error?.code ?? "client_left" };
    this.#end(this.#events?.state() === "ended" ? ended(status) : left);
    this.#job.hangUp();
  }

  /** Ends the answer now for this reason, as its format ends a broken stream. */
  breakOff(reason: ProxyError | "linger"): void {
    this.#reason ??= reason;
    this.#job.hangUp();
  }

  async #pull(controller: Controller): Promise<void> {
    this.#controller = controller;
    if (this.#isOver) return farewell(controller);
    const { notes, reading, filter, tick, watch, limits, witness, upstream } = this.#job;
    try {
      this.#expectBytes();
      const { done, value } = await this.#reader.read();
      if (done || value === undefined) return this.#finish(controller);
      witness?.took(value);
      const now = tick();
      notes.firstByteAt ??= now;
      stepAt(notes.pace, now);
      reading.read(value);
      const passed = filter === null ? value : filter.take(value);
      if (filter?.isLost?.() === true) return this.#break(controller, unreadable(upstream));
      if (passed.length === 0) {
        if (now - this.#spokeAt >= limits.keepAliveMs) this.#keepAlive();
        return this.#pull(controller);
      }
      watch.expect(limits.writeStallMs / 2, this.#onHalfStalled);
      this.#say(controller, passed, now);
    } catch {
      this.#interrupted(controller);
    }
  }

  #expectBytes(): void {
    const { limits, watch, status, onTerminal } = this.#job;
    if (this.#events?.state() === "ended") {
      // A client that leaves now leaves with a whole answer. What it took may still come, where the format has no hard end.
      if (this.#events.hasEnd) onTerminal(ended(status));
      watch.expect(limits.lingerMs, this.#onLinger);
    } else this.#expectWithin(limits.streamIdleMs);
  }

  /** While a vendor thinks, clients are told now and then that their connection is alive. */
  #expectWithin(leftMs: number): void {
    const { limits, watch, filter } = this.#job;
    if (filter?.keepAlive === undefined || leftMs <= limits.keepAliveMs) return watch.expect(leftMs, this.#onSilent);
    watch.expect(limits.keepAliveMs, () => {
      this.#keepAlive();
      this.#expectWithin(leftMs - limits.keepAliveMs);
    });
  }

  #keepAlive(): void {
    const { filter, tick } = this.#job;
    const word = filter?.keepAlive?.();
    if (word === undefined || word.length === 0 || this.#isOver || this.#controller === null) return;
    this.#say(this.#controller, word, tick());
  }

  #say(controller: Controller, bytes: Uint8Array, now: number): void {
    const { notes, hearers = [], witness } = this.#job;
    witness?.gave(bytes);
    notes.bytesOut += bytes.length;
    this.#spokeAt = now;
    for (const hear of hearers) hear(bytes);
    controller.enqueue(bytes);
  }

  /** A read has failed: because we hung up, because the client left, or because the vendor broke the connection. */
  #interrupted(controller: Controller): void {
    if (this.#isOver) return;
    if (this.#reason === "linger" || this.#events?.state() === "ended") return this.#finish(controller);
    this.#break(controller, this.#reason ?? cutOff(this.#job.upstream));
  }

  /** Everything the vendor had to say is here; whether it is an answer, its own format must tell. */
  #finish(controller: Controller): void {
    const { status, upstream, filter, witness, tick } = this.#job;
    const events = this.#events;
    events?.end();
    if (events?.state() === "open") return this.#break(controller, endedEarly(upstream, events.terminal));
    const rest = filter?.rest() ?? nothing;
    if (rest.length > 0) this.#say(controller, rest, tick());
    const hasFailed = events?.state() === "failed" || filter?.hasFailed?.() === true;
    this.#end(hasFailed ? { code: "SD", status, error: null } : ended(status));
    witness?.ended(true);
    controller.close();
  }

  #break(controller: Controller, error: ProxyError): void {
    const events = this.#events;
    const { dialect, requestId, status, filter, witness } = this.#job;
    this.#end({ code: error.failure.outcome, status, error: error.code });
    this.#job.hangUp();
    if (events === null || !events.isEventStream || dialect === null) return controller.error(error);
    witness?.made();
    const word = filter?.broken?.(error);
    if (word !== undefined) return controller.enqueue(word);
    const gap = filter !== null || events.atBoundary() ? "" : "\n\n";
    controller.enqueue(new TextEncoder().encode(gap + dialect.writeStreamError(error, requestId)));
  }

  /**
   * The system tells of progress only when a good part of its buffer has gone, which takes a slow reader minutes: so half of the
   * limit later its own count is looked at, and again, and only where it stands still the client has stalled.
   */
  #lookForProgress(before: string | null): void {
    const { unread, watch, limits } = this.#job;
    const now = unread();
    if (before !== null && now === before) return this.#abandon();
    watch.expect(limits.writeStallMs / 2, () => (now === null ? this.#abandon() : this.#lookForProgress(now)));
  }

  #abandon(): void {
    const error = stalled(this.#job.limits.writeStallMs);
    this.#end({ code: error.failure.outcome, status: this.#job.status, error: error.code });
    this.#job.hangUp();
    this.#controller?.error(error);
    this.#job.letGo();
  }

  #end(ending: Ending): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#job.watch.end();
    const warnings = this.#events?.warnings() ?? 0;
    if (warnings > 0) this.#job.onWarnings(warnings);
    this.#job.onEnd(ending);
  }
}

const nothing = new Uint8Array();

const farewell = async (controller: Controller): Promise<void> => {
  await Bun.sleep(farewellMs);
  controller.error(new Error("The answer broke off."));
};

const silent = (upstream: string, limitMs: number): ProxyError =>
  new ProxyError("upstream_stalled", `Upstream "${upstream}" sent nothing for ${limitMs / 1000} s.`, {
    hint: "Send the request again, or raise timeouts.stream_idle_ms.",
  });

const cutOff = (upstream: string): ProxyError =>
  new ProxyError("upstream_cut", `Upstream "${upstream}" broke the connection in the middle of its answer.`, {
    hint: "Send the request again.",
  });

const unreadable = (upstream: string): ProxyError =>
  new ProxyError(
    "upstream_bad_json",
    `What upstream "${upstream}" streams could not be read, so it could not be translated.`,
    {
      hint: "Is the address right? Send the request again, or use an upstream that speaks the client's format.",
    },
  );

const endedEarly = (upstream: string, terminal: string): ProxyError =>
  new ProxyError("upstream_cut", `Upstream "${upstream}" ended its stream without ${terminal}.`, {
    hint: "The answer is not complete. Send the request again.",
  });

const stalled = (limitMs: number): ProxyError =>
  new ProxyError("client_stalled", `The client took nothing for ${limitMs / 1000} s.`);
