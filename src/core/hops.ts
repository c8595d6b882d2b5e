/** How often a request has come through a proxy of ours on this machine. What is no plain number was not written by one. */
export const hopsOf = (headers: Headers): number => {
  const text = headers.get("x-proxy-hop") ?? "";
  return /^\d{1,9}$/.test(text) ? Number(text) : 0;
};
