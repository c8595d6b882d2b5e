/** Ranks and their places, lowest rank first; of equal ranks the one that stands first. */
export type RankHeap = {
  readonly push: (rank: number, place: number) => void;
  /** The lowest entry, to be read by `rankIn` and `placeIn`; null when there is none. */
  readonly pop: () => number | null;
};

/** A rank and a place in one number, so that nothing is allocated for an entry: ranks are below 2^18, places below 2^32. */
const placeRange = 2 ** 32;

/** The rank of an entry. */
export const rankIn = (entry: number): number => Math.floor(entry / placeRange);

/** The place of an entry; without `%`, which is slow for numbers of this size. */
export const placeIn = (entry: number): number => entry - Math.floor(entry / placeRange) * placeRange;

/** Entries whose room is kept when the heap runs empty: 512 KB. */
const keptRoom = 65_536;

/** A binary heap over plain numbers. */
export const createRankHeap = (): RankHeap => {
  let entries = new Float64Array(keptRoom);
  let size = 0;
  /** Closes the hole at the top with what stood last. */
  const sink = (moving: number): void => {
    let hole = 0;
    for (let child = 1; child < size; child = 2 * hole + 1) {
      if (child + 1 < size && (entries[child + 1] as number) < (entries[child] as number)) child++;
      if ((entries[child] as number) >= moving) break;
      entries[hole] = entries[child] as number;
      hole = child;
    }
    entries[hole] = moving;
  };
  return {
    push: (rank, place) => {
      if (size === entries.length) {
        const larger = new Float64Array(size * 2);
        larger.set(entries);
        entries = larger;
      }
      const moving = rank * placeRange + place;
      let hole = size++;
      while (hole > 0) {
        const parent = (hole - 1) >> 1;
        if ((entries[parent] as number) <= moving) break;
        entries[hole] = entries[parent] as number;
        hole = parent;
      }
      entries[hole] = moving;
    },
    pop: () => {
      if (size === 0) return null;
      const lowest = entries[0] as number;
      size--;
      if (size > 0) sink(entries[size] as number);
      else if (entries.length > keptRoom) entries = new Float64Array(keptRoom);
      return lowest;
    },
  };
};
