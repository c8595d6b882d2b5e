import type { Answer } from "../../src/control/contract.ts";
import { counted, money, roughly } from "./units.ts";

type Shadow = NonNullable<Answer<"status">["shadow"]>;

/** What the usual mode would have saved, and how to have it do so: `balanced would have saved $0.42 today: …`; empty where that is nothing. */
export const wouldHaveWords = (shadow: Shadow | null | undefined, when = ""): readonly string[] => {
  const usual = shadow?.modes.find(({ mode }) => mode === "balanced");
  if (shadow == null || usual === undefined || usual.tokens === 0) return [];
  const { mode, tokens, micros } = usual;
  const unseen = shadow.dropped === 0 ? "" : `, without ${counted(shadow.dropped, "request")} that nobody had time for`;
  if (micros !== null && micros <= 0)
    return [`${mode} would have saved nothing${when}: ${money(micros)}, an estimate${unseen}`];
  const amount = micros === null ? `${roughly(tokens)} tokens` : money(micros);
  return [`${mode} would have saved ${amount}${when}, an estimate${unseen}: proxy-cli config set memory.mode ${mode}`];
};
