import { clientVendor } from "../core/detect.ts";
import type { DialectName } from "../core/dialect-name.ts";
import type { Edit } from "../core/edit.ts";
import type { Exchange } from "../core/exchange.ts";
import type { MiddlewareMaker } from "../core/middleware.ts";
import type { Provider } from "../core/provider.ts";
import { jsonIn } from "../core/read-chat.ts";
import type { Loss } from "../core/translation.ts";
import type { JsonObject, JsonPath } from "../lib/json.ts";
import { adaptationOf, mayBeRefused } from "../translation/adapted.ts";
import { sameDialectChanges } from "../translation/same/index.ts";

/** What a vendor's own ways are known from. */
export type AdaptServices = { readonly providers: readonly Provider[] };

/**
 * Changes what a vendor would refuse of its own format as others write it, takes out what is not meant for it (thoughts of
 * other vendors, a line that its cache would not survive), and tells what does not arrive for that. Nothing else: a request
 * with none of it is not read.
 */
export const adapt: MiddlewareMaker<AdaptServices> = {
  name: "adapt",
  isOptional: true,
  create:
    ({ providers }) =>
    (exchange, next) => {
      const { dialect, plan, notes, request } = exchange;
      const [target] = plan.targets;
      const provider = providers.find(({ name }) => name === target?.upstream.provider);
      const isTranslated = target?.translateTo !== undefined && target.translateTo !== null;
      if (dialect === null || provider === undefined || isTranslated || request.headers.has("content-encoding"))
        return next();
      const { edits, losses } = changesFor(exchange, provider, dialect.name, providers);
      if (edits.length > 0) exchange.edits = [...exchange.edits, ...edits];
      if (losses.length > 0) notes.losses = [...notes.losses, ...losses];
      return next();
    },
};

type Changes = { readonly edits: readonly Edit[]; readonly losses: readonly Loss[] };

const changesFor = (
  exchange: Exchange,
  provider: Provider,
  dialect: DialectName,
  providers: readonly Provider[],
): Changes => {
  const { plan, notes, body, request } = exchange;
  if (body.kind !== "held") return { edits: [], losses: [] };
  let json: JsonObject | null | undefined;
  const read = (): JsonObject | null => {
    if (json === undefined) json = jsonIn(exchange);
    return json;
  };
  const meant = sameDialectChanges({ dialect, provider, bytes: body.bytes, body: read });
  const writer = { client: () => clientVendor(providers, request.headers), bytes: body.bytes };
  const whole = mayBeRefused(provider, dialect, writer) ? read() : null;
  if (whole === null) return meant;
  const { splices, losses } = adaptationOf(whole, provider, plan.targets[0]?.model ?? notes.model);
  const taken = [...exchange.edits, ...meant.edits].map(({ path }) => path);
  const peculiar = splices.filter(({ path }) => !taken.some((other) => isWithin(path, other) || isWithin(other, path)));
  return {
    edits: [...meant.edits, ...peculiar.map((edit) => ({ kind: "body" as const, by: "adapt", ...edit }))],
    losses: [...meant.losses, ...losses],
  };
};

const isWithin = (path: JsonPath, place: JsonPath): boolean => place.every((step, at) => path[at] === step);
