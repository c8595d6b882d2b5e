/** What has a name and began at some time. */
type Begun = { readonly id: string; readonly startedAt: number };

/** Where an item with this beginning is, or belongs, in a list with the newest first. Looks from the front, where things happen. */
const placeOf = (
  { id, startedAt }: Begun,
  list: readonly Begun[],
): { readonly at: number; readonly found: boolean } => {
  let at = 0;
  while (at < list.length && (list[at]?.startedAt ?? 0) > startedAt) at++;
  for (let same = at; list[same]?.startedAt === startedAt; same++)
    if (list[same]?.id === id) return { at: same, found: true };
  return { at, found: false };
};

/** The list with this item in its place, once; no longer than `most`. */
export const withItem = <Item extends Begun>(list: readonly Item[], item: Item, most: number): readonly Item[] => {
  const { at, found } = placeOf(item, list);
  if (!found && at >= most) return list;
  const longer = list.toSpliced(at, found ? 1 : 0, item);
  if (longer.length > most) longer.length = most;
  return longer;
};

/** The list with this much of one of its items changed; the same list where it has no such item. */
export const withChanged = <Item extends Begun>(
  list: readonly Item[],
  change: Begun & Partial<Item>,
): readonly Item[] => {
  const { at, found } = placeOf(change, list);
  const item = list[at];
  return found && item !== undefined ? list.with(at, { ...item, ...change }) : list;
};

/** The list without this item. */
export const withoutItem = <Item extends Begun>(list: readonly Item[], item: Begun): readonly Item[] => {
  const { at, found } = placeOf(item, list);
  return found ? list.toSpliced(at, 1) : list;
};

/** Two such lists as one. */
export const mergedLists = <Item extends Begun>(one: readonly Item[], other: readonly Item[]): readonly Item[] => {
  const merged: Item[] = [];
  let at = 0;
  for (const item of one) {
    for (let next = other[at]; next !== undefined && next.startedAt > item.startedAt; next = other[++at])
      merged.push(next);
    merged.push(item);
  }
  merged.push(...other.slice(at));
  return merged;
};
