import { type FailureCode, failures } from "../core/errors.ts";
import { isObject, numberOrNull, objectIn, parsedJson, textOrNull } from "../lib/json.ts";
import type { Circuit } from "./circuit.ts";
import type { CoolDown } from "./cooldown.ts";

type Open = Extract<Circuit, { readonly state: "open" }>;

/** An open circuit as other daemons read it. */
export const openText = (upstream: string, { sinceAt, retryAt, failures, error }: Open): string =>
  JSON.stringify({ upstream, sinceAt, retryAt, failures, error });

/** What another daemon says of a circuit; null where it says nothing that can be meant. */
export const openFrom = (text: string): { readonly upstream: string; readonly circuit: Open } | null => {
  const said = objectIn(parsedJson(text));
  const [upstream, error] = [textOrNull(said["upstream"]), textOrNull(said["error"])];
  const [sinceAt, retryAt, count] = [said["sinceAt"], said["retryAt"], said["failures"]].map(numberOrNull);
  if (upstream === null || error === null || sinceAt == null || retryAt == null || count == null) return null;
  if (!isFailure(error)) return null;
  return { upstream, circuit: { state: "open", sinceAt, retryAt, failures: count, error } };
};

const isFailure = (name: string): name is FailureCode => Object.hasOwn(failures, name);

/** What cools down: whose upstream, which key of it by its hint, and for which model; null = every one. */
export type Cooling = CoolDown & {
  readonly upstream: string;
  readonly keyHint: string | null;
  readonly model: string | null;
};

/** A cool-down as other daemons read it. */
export const coolingText = (cooling: Cooling): string => JSON.stringify(cooling);

/** What another daemon says of a cool-down; null where it says nothing that can be meant. */
export const coolingFrom = (text: string): Cooling | null => {
  const said = parsedJson(text);
  if (!isObject(said)) return null;
  const { upstream, keyHint, model, state, scope, isTold } = said;
  const [sinceAt, untilAt, status, guesses] = [said["sinceAt"], said["untilAt"], said["status"], said["guesses"]].map(
    numberOrNull,
  );
  if (sinceAt == null || untilAt == null || status == null || guesses == null) return null;
  if (typeof upstream !== "string" || (state !== "limited" && state !== "overloaded")) return null;
  if (scope !== "key" && scope !== "model") return null;
  return {
    ...{ upstream, keyHint: textOrNull(keyHint), model: textOrNull(model), state, scope },
    ...{ sinceAt, untilAt, status, guesses, isTold: isTold === true },
  };
};
