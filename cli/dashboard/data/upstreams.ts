import type { UpstreamView } from "../../../src/control/contract.ts";
import { answerTo } from "./answers.ts";
import type { Data } from "./data.ts";

/** Every upstream as the daemon told last, of which the one that was switched to since then is the current one; none before it has. */
export const upstreamsIn = ({ answers, status }: Data): readonly UpstreamView[] => {
  const told = answerTo(answers, "upstreams", {})?.upstreams ?? [];
  if (status === null) return told;
  return told.map((one) => {
    const isCurrent = one.name === status.upstream;
    return isCurrent === one.isCurrent ? one : { ...one, isCurrent };
  });
};

/** The one that new requests go to; null where each goes to the vendor it speaks to, or nobody told yet. */
export const upstreamInUse = (data: Data): UpstreamView | null =>
  upstreamsIn(data).find(({ name }) => name === data.status?.upstream) ?? null;
