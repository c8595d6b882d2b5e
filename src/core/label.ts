/** The label of a request: `run` gives one to every program that can carry it. */
export const labelOf = ({ headers }: Pick<Request, "headers">): string | null => {
  const label = headers.get("x-proxy-label");
  return label !== null && /^[\w.-]{1,64}$/.test(label) ? label : null;
};
