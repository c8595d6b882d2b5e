/** Whether it ends within the time. */
export const endsWithin = (promise: Promise<void>, limitMs: number): Promise<boolean> => {
  const { promise: late, resolve } = Promise.withResolvers<boolean>();
  const timer = setTimeout(() => resolve(false), limitMs);
  return Promise.race([promise.then(() => true), late]).finally(() => clearTimeout(timer));
};
