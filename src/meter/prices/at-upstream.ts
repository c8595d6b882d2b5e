import type { ModelFacts, Rates } from "../../core/price.ts";
import type { Upstream } from "../../core/provider.ts";
import { pricedAt } from "../bill.ts";
import type { PriceBook } from "./index.ts";

/** A model that a file of the person's has a word for, or else what ships about the vendor. */
export type KnownModel = { readonly model: string; readonly by: "config" | "vendor" };

type Book = Pick<PriceBook, "known" | "bought" | "listOf" | "facts">;

/** The models that there is a price of at an upstream; behind an address of the user's own, those of the user's file. */
export const knownAt = (upstream: Upstream, book: Book, now: number): readonly KnownModel[] => {
  const { provider, origin, pricesOf } = upstream;
  const list = pricesOf ?? book.listOf(provider, new URL(origin).hostname);
  return book
    .known()
    .filter((one) => one.list === list && !one.model.includes(":")) // other people's spellings
    .flatMap(({ model }) => {
      const { from } = book.bought({ provider, model, at: now, ...pricedAt(upstream, origin) });
      return from === null ? [] : [{ model, by: from === "yours" ? "config" : "vendor" }];
    });
};

/** What a model can do and costs at an upstream. */
export const aboutAt = (
  upstream: Upstream,
  model: string,
  book: Book,
  now: number,
): ModelFacts & { readonly rates: Rates | null } => {
  const asked = { provider: upstream.provider, model, at: now, ...pricedAt(upstream, upstream.origin) };
  const { windowTokens, maxOutputTokens, takesImages } = book.facts(asked);
  return { windowTokens, maxOutputTokens, takesImages, rates: book.bought(asked).card?.rates ?? null };
};
