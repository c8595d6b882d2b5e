import type { Link } from "./link.ts";
import { script } from "./questions.ts";

type Options = { readonly link: Link; readonly prefix: string; readonly leaseMs: number };

/** What a daemon that was killed has guessed is taken back after this. */
export const usualLeaseMs = 60_000;

/** Says four times a lease that this daemon is there, and takes back what those held that are not; gives the function that ends it. */
export const keepLease = ({ link, prefix, leaseMs }: Options): (() => void) => {
  const renew = (): void => {
    if (link.isUp()) void link.ask(script("lease", [link.turnKey(), `${prefix}leases`], [leaseMs]));
  };
  link.whenUp(renew);
  const timer = setInterval(renew, leaseMs / 4);
  timer.unref();
  return () => clearInterval(timer);
};
