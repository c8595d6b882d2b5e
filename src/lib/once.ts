/** A question that is asked when its answer is first wanted, and then never again. */
export const once = <T>(ask: () => T): (() => T) => {
  let answer: { readonly value: T } | null = null;
  return () => {
    answer ??= { value: ask() };
    return answer.value;
  };
};
