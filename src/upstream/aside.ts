/** What may be kept aside of all answers at once, in bytes. */
export type Shelf = {
  /** Whether there is room for so many more; they count until they are given back. */
  readonly take: (bytes: number) => boolean;
  readonly give: (bytes: number) => void;
};

/** A shelf of this size. */
export const createShelf = (maxBytes = 64 * 1024 * 1024): Shelf => {
  let used = 0;
  return {
    take: (bytes) => {
      if (used + bytes > maxBytes) return false;
      used += bytes;
      return true;
    },
    give: (bytes) => {
      used -= bytes;
    },
  };
};

/** The bytes of one answer, kept while they pass so that they can be read at the end. */
export type Aside = {
  readonly keep: (bytes: Uint8Array) => void;
  /** The pieces that were kept, once; null where it was too much. */
  readonly taken: () => readonly Uint8Array[] | null;
};

/** Keeps nothing any more as soon as an answer is larger than `maxBytes`, or the shelf is full. */
export const keepAside = (shelf: Shelf, maxBytes = 8 * 1024 * 1024): Aside => {
  let parts: Uint8Array[] = [];
  let size = 0;
  let isOff = false;
  const drop = (): void => {
    shelf.give(size);
    parts = [];
    size = 0;
    isOff = true;
  };
  return {
    keep: (bytes) => {
      if (isOff) return;
      if (size + bytes.length > maxBytes || !shelf.take(bytes.length)) return drop();
      size += bytes.length;
      parts.push(bytes);
    },
    taken: () => {
      if (isOff) return null;
      const kept = parts;
      drop();
      return kept;
    },
  };
};
