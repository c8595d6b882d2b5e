import type { KeptAnswer } from "../../core/answer-cache.ts";
import { ByUse } from "../../lib/by-use.ts";

/** What an answer takes in memory beside its body, about. */
const entryBytes = 1024;

/** Daemons that share answers may not have quite the same time. */
const skewMs = 60_000;

/** Not over, and not of a time that is still to come: then the clock was put back, and nobody knows how old it is. */
export const isInTime = ({ storedAt, endsAt }: Pick<KeptAnswer, "storedAt" | "endsAt">, now: number): boolean =>
  storedAt <= now + skewMs && now < endsAt;

/** The answers that were asked for last, in memory; those longest unused go first. */
export class RecentAnswers {
  readonly #answers = new ByUse<KeptAnswer>();
  #bytes = 0;
  #maxBytes = 0;

  get size(): number {
    return this.#answers.size;
  }

  get bytes(): number {
    return this.#bytes;
  }

  get maxBytes(): number {
    return this.#maxBytes;
  }

  limit(maxBytes: number): void {
    this.#maxBytes = maxBytes;
    this.#trim();
  }

  /** Null where it is not here, or its time is over. */
  get(key: string, now: number): KeptAnswer | null {
    const answer = this.#answers.get(key);
    if (answer === undefined) return null;
    if (!isInTime(answer, now)) {
      this.remove(key);
      return null;
    }
    this.#answers.use(key, answer);
    return answer;
  }

  put(answer: KeptAnswer): void {
    this.remove(answer.key);
    this.#answers.use(answer.key, answer);
    this.#bytes += answer.body.length + entryBytes;
    this.#trim();
  }

  remove(key: string): boolean {
    const answer = this.#answers.get(key);
    if (answer === undefined) return false;
    this.#bytes -= answer.body.length + entryBytes;
    return this.#answers.delete(key);
  }

  clear(): void {
    for (const { key } of [...this.#answers.values()]) this.remove(key);
  }

  #trim(): void {
    while (this.#bytes > this.#maxBytes) {
      const oldest = this.#answers.oldest();
      if (oldest === null) return;
      this.remove(oldest);
    }
  }
}
