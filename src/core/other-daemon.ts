/** Another daemon of the same store. */
export type OtherDaemon = {
  /** `store.instance`, or its machine's name. */
  readonly name: string;
  /** How many configurations it has had since its start. */
  readonly generation: number;
  /** What is set otherwise there than here, of what daemons of one store must have alike: `limits`, `budgets`. */
  readonly differs: readonly string[];
};

/** What a person should know of it; null = nothing. */
export const differenceWords = ({ name, differs }: OtherDaemon): string | null =>
  differs.length === 0
    ? null
    : `daemon ${name} of the same store has other settings for ${differs.join(", ")} than this one; give both the same files, then proxy-cli reload`;
