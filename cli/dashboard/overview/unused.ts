import type { Data } from "../data/data.ts";

/** Whether no request has ever come here: then there is nothing to show but how one begins. */
export const isUnused = ({ status, requests, running }: Data): boolean =>
  status !== null &&
  requests.length === 0 &&
  running.length === 0 &&
  status.tally.accepted === 0 &&
  (status.today === null || status.today.requests === 0);
