import type { Accounts } from "../core/accounts.ts";
import type { Dialect } from "../core/dialect.ts";
import { errorDialectFor, type Place } from "./accept.ts";
import type { Admission, Refusal } from "./admission.ts";
import { isHealthCheck } from "./exposure.ts";
import { type WrittenError, writtenError } from "./fail.ts";

type Options = {
  readonly admission: Pick<Admission, "refusal">;
  readonly accounts: Pick<Accounts, "refused">;
  readonly newId: () => string;
};

/** The answer for a request that there is no room for; null where there is. */
export type TurnAway = (request: Request, place: Place, dialects: readonly Dialect[]) => Response | null;

/**
 * Stands before everything else, the guard and the token too: where ten come for one that is taken, what a refusal costs
 * is taken from those inside. It tells whoever asks no more than that there is no room, and looks at no header of theirs
 * where the path says the format.
 */
export const createTurnAway = ({ admission, accounts, newId }: Options): TurnAway => {
  const formOf = createForms();
  return (request, place, dialects) => {
    if (isHealthCheck(request, place.path)) return null;
    const refusal = admission.refusal();
    if (refusal === null) return null;
    const id = newId();
    accounts.refused(refusal.error, id);
    return formOf(refusal, errorDialectFor(request, place.path, dialects))(id);
  };
};

/** An answer that lacks nothing but the id. */
type Form = (id: string) => Response;

/** Answers are written once for each reason and format. */
const createForms = (): ((refusal: Refusal, dialect: Dialect) => Form) => {
  const forms = new WeakMap<Refusal, Map<Dialect, Form>>();
  return (refusal, dialect) => {
    const known = forms.get(refusal) ?? new Map<Dialect, Form>();
    forms.set(refusal, known);
    const form = known.get(dialect) ?? formFor(refusal, writtenError(refusal.error, dialect, idHere));
    known.set(dialect, form);
    return form;
  };
};

/** Stands where the id belongs. */
const idHere = "r_00000000-id-here";

const formFor = ({ closesConnection }: Refusal, { status, body, headers }: WrittenError): Form => {
  const parts = body.split(idHere);
  const fixed = closesConnection ? { ...headers, connection: "close" } : headers;
  return (id) => new Response(parts.join(id), { status, headers: { ...fixed, "x-proxy-request-id": id } });
};
