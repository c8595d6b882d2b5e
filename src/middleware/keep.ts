import type { MiddlewareMaker } from "../core/middleware.ts";
import type { Keeper } from "../state/kept/index.ts";

/** What looking back at requests is made with; null = nothing is kept. */
export type KeepServices = { readonly keeper: Keeper | null };

/** Remembers the latest requests and answers, so that people can look at them. In memory alone, and without a copy. */
export const keep: MiddlewareMaker<KeepServices> = {
  name: "keep",
  isOptional: true,
  create:
    ({ keeper }) =>
    (exchange, next) => {
      if (keeper === null) return next();
      const hearHead = keeper.begin(exchange);
      const response = next();
      response.then(hearHead, nothing); // an error of ours has no head to keep
      return response;
    },
};

const nothing = (): void => undefined;
