const alphabet = "0123456789abcdefghijklmnopqrstuvwxyz";

/** A source of unique request ids: `r_` and ten letters or digits, 51 random bits each. */
export const requestIds = (random: (bytes: Uint8Array) => Uint8Array): (() => string) => {
  const pool = new Uint8Array(10 * 256);
  let next = pool.length;
  return () => {
    if (next >= pool.length) {
      random(pool);
      next = 0;
    }
    let id = "r_";
    for (let end = next + 10; next < end; next++) id += alphabet[(pool[next] ?? 0) % 36];
    return id;
  };
};
