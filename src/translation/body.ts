import type { Takes } from "../core/takes.ts";
import type { Loss } from "../core/translation.ts";
import type { JsonObject } from "../lib/json.ts";
import { lost } from "./loss.ts";

/** What has to change at the top of a body so that a vendor takes it. */
export type BodyChange =
  | { readonly do: "set"; readonly name: string; readonly value: unknown }
  | { readonly do: "remove"; readonly name: string; readonly isLost: boolean };

/** The changes of a body in OpenAI's chat format that a vendor with fields of its own wants; none for all others. */
export const bodyChanges = (body: JsonObject, takes: Takes): readonly BodyChange[] => {
  const changes: BodyChange[] = [];
  const put = (name: string, value: unknown): void => void changes.push({ do: "set", name, value });
  const remove = (name: string, isLost: boolean): void => void changes.push({ do: "remove", name, isLost });
  for (const [name, other] of Object.entries(takes.renamedFields)) {
    if (!(name in body)) continue;
    if (!(other in body)) put(other, body[name]);
    remove(name, false);
  }
  const choice = body["tool_choice"];
  if ((choice === "required" || choice === "any") && takes.requiredWord !== choice)
    put("tool_choice", takes.requiredWord);
  for (const name of Object.keys(body)) {
    const isRefused = takes.refusedFields.includes(name) || (takes.fields !== null && !takes.fields.includes(name));
    if (isRefused && !(name in takes.renamedFields)) remove(name, !quiet.has(name));
  }
  return changes;
};

/** Fields whose loss nobody notices: the answer tells its usage in any case. */
const quiet: ReadonlySet<string> = new Set(["stream_options", "user"]);

/** What these changes leave out that somebody may miss. */
export const lostFields = (changes: readonly BodyChange[]): readonly Loss[] =>
  lost("fields.refused", changes.filter((change) => change.do === "remove" && change.isLost).length);

/** A body after these changes. */
export const changedBody = (body: JsonObject, changes: readonly BodyChange[]): JsonObject => {
  const next = new Map(Object.entries(body));
  for (const change of changes) {
    if (change.do === "set") next.set(change.name, change.value);
    else next.delete(change.name);
  }
  return changes.length === 0 ? body : Object.fromEntries(next);
};
