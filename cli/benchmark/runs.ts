import { ProxyError } from "../../src/core/errors.ts";
import type { Answered, Question, Refused } from "../asking/ask.ts";

/** A place that is measured. */
export type Measured<Place> = {
  readonly place: Place;
  readonly answers: readonly Answered[];
  /** Why it was asked no more; null = it answered every time. */
  readonly failure: ProxyError | null;
};

/** What a benchmark needs. */
export type Bench<Place> = {
  readonly places: readonly Place[];
  readonly runs: number;
  readonly questionFor: (run: number) => Question;
  readonly ask: (place: Place, question: Question) => Promise<Answered | Refused>;
  /** Hears of each answer. */
  readonly onAnswer: (place: Place, run: number, answer: Answered) => void;
  readonly isOver: () => boolean;
};

/**
 * Asks every place in turn, round by round, so that what changes meanwhile is the same for all; each round begins with
 * another. A place that fails is asked no more. Resolves with what there is when it is over.
 */
export const measure = async <Place>(bench: Bench<Place>): Promise<readonly Measured<Place>[]> => {
  const { places, runs, questionFor, ask, onAnswer, isOver } = bench;
  const answers = places.map((): Answered[] => []);
  const failures = places.map((): ProxyError | null => null);
  for (let run = 0; run < runs; run++) {
    for (const index of inTurn(places.length, run)) {
      const place = places[index];
      if (place === undefined || failures[index] !== null || isOver()) continue;
      try {
        const answer = await ask(place, questionFor(run));
        if (answer.tooLong !== null)
          throw new ProxyError("invalid_request", "A short question is too long for this model.");
        answers[index]?.push(answer);
        onAnswer(place, run, answer);
      } catch (thrown) {
        if (isOver()) break;
        if (!(thrown instanceof ProxyError)) throw thrown;
        failures[index] = thrown;
      }
    }
  }
  return places.map((place, index) => ({ place, answers: answers[index] ?? [], failure: failures[index] ?? null }));
};

/** The places of a round, beginning with another one each time. */
const inTurn = (count: number, run: number): readonly number[] =>
  Array.from({ length: count }, (_, index) => (index + run) % count);
