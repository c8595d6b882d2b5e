import { Refusal } from "../refusal.ts";

/** A fault that a request asked for, with its parameters. */
export type Fault = { readonly name: FaultName; readonly facts: ReadonlyMap<string, string> };

/** Every fault by name, with what it does to the answer; other names are refused with this list. */
export const knownFaults = {
  "400": "the request is wrong",
  "401": "the key is refused",
  "402": "the account has no money",
  "403": "the key may not do this",
  "404": "there is no such model",
  "413": "the request is too large",
  "429": "too many requests; retry-after=<seconds>",
  "500": "the vendor broke",
  "503": "the vendor is away",
  "529": "the vendor is overloaded",
  "too-long": "the conversation is longer than the model takes",
  "html-502": "a gateway answers with an HTML page",
  redirect: "to=<url>, status=<307>",
  empty: "200 and not one byte",
  "slow-head": "ms=<1000>: the head comes late",
  "bad-json": "broken JSON in the body or in the second event",
  "no-content-type": "the answer does not say what it is",
  drip: "bytes=<1>, ms=<1>: tiny slices, also inside a character",
  stall: "after=<1> events nothing more comes",
  cut: "after=<1> events the connection breaks",
  eof: "after=<1> events the stream ends as if all were well",
  "error-in-200": "after=<1> events the vendor's own error event, status=<529>",
  gzip: "the answer is compressed",
  crlf: "lines end with CRLF",
  linger: "ms=<1000>: the connection stays open after the end",
} as const;

/** The name of a fault. */
export type FaultName = keyof typeof knownFaults;

/** Reads `name;fact=value,name…`: the header `x-sim-fault`. */
export const readFaults = (text: string): readonly Fault[] =>
  text
    .split(",")
    .map((item) => item.trim())
    .filter((item) => item !== "")
    .map(readFault);

/** The faults that a user's words ask for as `sim-fault(…)`, for clients that cannot set headers. */
export const faultsInWords = (words: string): readonly Fault[] =>
  readFaults(/sim-fault\(([^)]*)\)/.exec(words)?.[1] ?? "");

/** The fault of this name among those asked for. */
export const faultNamed = (faults: readonly Fault[], name: FaultName): Fault | undefined =>
  faults.find((fault) => fault.name === name);

/** A fact of a fault as a whole number, or what it is when nobody says. */
export const factOf = (fault: Fault, name: string, otherwise: number): number => {
  const value = Number.parseInt(fault.facts.get(name) ?? "", 10);
  return Number.isNaN(value) || value < 0 ? otherwise : value;
};

/** The refusal that a fault with a status stands for; null for all other faults. */
export const refusalOf = (faults: readonly Fault[]): Refusal | null => {
  const fault = faults.find(({ name }) => name in words);
  if (fault === undefined) return null;
  return statusRefusal(Number(fault.name), fault.facts.get("retry-after") ?? null);
};

/** The refusal of a status, in the simulator's words. */
export const statusRefusal = (status: number, retryAfter: string | null = null): Refusal =>
  new Refusal(status, words[status] ?? "Simulated failure.", { retryAfter });

const words: { readonly [status: string]: string } = {
  "400": "Simulated: this request is not valid.",
  "401": "Simulated: this API key is not accepted.",
  "402": "Simulated: the account has no credit left.",
  "403": "Simulated: this API key may not do that.",
  "404": "Simulated: there is no such model.",
  "413": "Simulated: the request is too large.",
  "429": "Simulated: too many requests.",
  "500": "Simulated: internal server error.",
  "503": "Simulated: the service is unavailable.",
  "529": "Overloaded",
};

const readFault = (text: string): Fault => {
  const [name = "", ...facts] = text.split(";").map((part) => part.trim());
  if (!isKnown(name))
    throw new Refusal(400, `There is no fault "${name}"; known are: ${Object.keys(knownFaults).join(", ")}.`);
  const pairs = facts.map((fact): [string, string] => {
    const at = fact.indexOf("=");
    return at < 0 ? [fact, ""] : [fact.slice(0, at), fact.slice(at + 1)];
  });
  return { name, facts: new Map(pairs) };
};

const isKnown = (name: string): name is FaultName => Object.hasOwn(knownFaults, name);
