/** A place with a prompt cache of its own. */
export type Home = { readonly upstream: string; readonly model: string | null };

/** A conversation that goes on where it went when its own place did not answer. */
export type Stay = {
  readonly to: Home;
  /** Wall clock. */
  readonly sinceAt: number;
};

/** What is known of a request of the conversation that has ended. */
export type Ended = {
  /** Where it was to go, and where it went. */
  readonly from: Home;
  readonly to: Home;
  readonly isAnswered: boolean;
  /** Wall clock. */
  readonly at: number;
};

/**
 * What holds for the conversation's next request. Its prompt is in the cache of whoever has answered last: it stays there
 * until that is cold, when going back costs nothing. Null = it goes where all others go.
 */
export const stayAfter = (stay: Stay | null, { from, to, isAnswered, at }: Ended): Stay | null => {
  if (!isAnswered) return stay;
  if (isSameHome(from, to)) return null;
  return stay !== null && isSameHome(stay.to, to) ? stay : { to, sinceAt: at };
};

/** The places of a request in the order in which they are asked: where its conversation stays comes first. */
export const staying = <Place>(
  places: readonly Place[],
  stay: Stay | null,
  homeOf: (place: Place) => Home,
): readonly Place[] => {
  const found = stay === null ? undefined : places.find((place) => isSameHome(homeOf(place), stay.to));
  return found === undefined ? places : [found, ...places.filter((place) => place !== found)];
};

/** In words: `stays at openai since 14:02, back when its cache there is cold`. */
export const stayWords = ({ to, sinceAt }: Stay): string =>
  `stays at ${to.upstream} since ${new Date(sinceAt).toTimeString().slice(0, 5)}, back when its cache there is cold`;

const isSameHome = (one: Home, other: Home): boolean => one.upstream === other.upstream && one.model === other.model;
