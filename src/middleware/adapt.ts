import type { MiddlewareMaker } from "../core/middleware.ts";
import type { Provider } from "../core/provider.ts";
import { jsonIn } from "../core/read-chat.ts";
import { adaptationOf, isPeculiar } from "../translation/adapted.ts";

/** What a vendor's own ways are known from. */
export type AdaptServices = { readonly providers: readonly Provider[] };

/**
 * Changes what a vendor would refuse of its own format as others write it, and tells what does not arrive for that; nothing
 * else. Requests to vendors that take all of it are not read.
 */
export const adapt: MiddlewareMaker<AdaptServices> = {
  name: "adapt",
  isOptional: true,
  create:
    ({ providers }) =>
    (exchange, next) => {
      const { dialect, plan, notes, request, body } = exchange;
      const [target] = plan.targets;
      const provider = providers.find(({ name }) => name === target?.upstream.provider);
      const isTranslated = target?.translateTo !== undefined && target.translateTo !== null;
      const isPlain = body.kind === "held" && !request.headers.has("content-encoding");
      if (dialect === null || provider === undefined || isTranslated || !isPlain) return next();
      const json = isPeculiar(provider, dialect.name) ? jsonIn(exchange) : null;
      if (json === null) return next();
      const { splices, losses } = adaptationOf(json, provider, target?.model ?? notes.model);
      const taken = new Set(exchange.edits.map(({ path }) => String(path[0])));
      const edits = splices.filter(({ path }) => !taken.has(String(path[0])));
      if (edits.length > 0)
        exchange.edits = [...exchange.edits, ...edits.map((edit) => ({ kind: "body" as const, by: "adapt", ...edit }))];
      notes.losses = [...notes.losses, ...losses];
      return next();
    },
};
