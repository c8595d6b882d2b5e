/** Something that was said or given once, and may be wanted back. */
export type Block = {
  readonly id: string;
  readonly text: string;
  /** Who said it, or what gave it; null = nobody knows. */
  readonly speaker: string | null;
  /** When, in words that somebody may ask with; null = nobody would. */
  readonly when: string | null;
  /** When, in milliseconds; null = nobody knows. */
  readonly at: number | null;
  /** Blocks of the same sitting are neighbours, those of others are not. */
  readonly group: string;
  readonly tokens: number;
  /** How much it is likely to be asked for again, from 0 to 1. */
  readonly importance: number;
  readonly isPinned: boolean;
};
