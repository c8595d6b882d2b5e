import type { Splice } from "../lib/json-splice.ts";

/** A change is a value: this place in the client's JSON becomes that. `by` = the feature that wants it. */
export type Edit = Splice & { readonly kind: "body"; readonly by: string };
