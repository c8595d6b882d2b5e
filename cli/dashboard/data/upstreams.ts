import type { UpstreamView } from "../../../src/control/contract.ts";
import { answerTo } from "./answers.ts";
import type { Data } from "./data.ts";

/** Every upstream as the daemon told last; none before it has. */
export const upstreamsIn = ({ answers }: Data): readonly UpstreamView[] =>
  answerTo(answers, "upstreams", {})?.upstreams ?? [];

/** The one that new requests go to; null where each goes to the vendor it speaks to, or nobody told yet. */
export const upstreamInUse = (data: Data): UpstreamView | null =>
  upstreamsIn(data).find(({ name }) => name === data.status?.upstream) ?? null;
