import { ProxyError } from "../core/errors.ts";
import type { EverywhereQuestion, EverywhereStats, Ledger } from "../state/ledger/index.ts";

/** Asks the ledger elsewhere; throws `ledger_elsewhere` with what stands in the way. */
export const everywhere = async (
  question: EverywhereQuestion,
  ledger: Pick<Ledger, "everywhere">,
): Promise<EverywhereStats> => {
  try {
    return await ledger.everywhere(question);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : "unknown"; // in words of ours
    throw new ProxyError("ledger_elsewhere", `${why[0]?.toUpperCase() ?? ""}${why.slice(1)}.`, {
      hint: why.includes("store.ledger_url")
        ? "Try: proxy-cli config set store.ledger_url postgres://NAME:PASSWORD@HOST/DATABASE   then proxy-cli restart"
        : "Try: proxy-cli stats   (the requests of this daemon alone)",
      cause,
    });
  }
};
