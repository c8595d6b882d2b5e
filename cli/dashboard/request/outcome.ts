import type { OutcomeCode } from "../../../src/core/errors.ts";
import type { RequestSummary } from "../../../src/core/notice.ts";

/** What became of a request, for people. */
export type Told = {
  /** What happened. */
  readonly what: string;
  /** What its client got. */
  readonly got: string;
  /** What is likely behind it; null where all is well. */
  readonly why: string | null;
  /** What can be done about it; null where nothing has to be. */
  readonly next: string | null;
};

type Ended = Pick<RequestSummary, "outcome" | "status" | "error" | "upstream">;

/** How a request ended, in words. */
export const toldOutcome = ({ outcome, status, error, upstream }: Ended): Told => {
  const name = upstream ?? "the upstream";
  if (outcome === "--") return toldStatus(status ?? 0, name);
  const ours = `an error in its own format${status === null ? "" : `, status ${status}`}`;
  const { what, got = ours, why, next } = byError[error ?? "internal"] ?? byOutcome(outcome);
  return { what: what.replaceAll("UPSTREAM", name), got, why, next: next.replaceAll("UPSTREAM", name) };
};

const toldStatus = (status: number, name: string): Told => {
  const got = `${name}'s own answer, status ${status}`;
  if (status < 400) return { what: "the answer came whole", got: `all of it, status ${status}`, why: null, next: null };
  if (status === 429)
    return {
      what: `${name} takes no more for now`,
      got,
      why: "This key has used up its requests or tokens for some minutes.",
      next: `wait, or u switches to another upstream`,
    };
  if (status === 401 || status === 403)
    return {
      what: `${name} did not accept the key`,
      got,
      why: "The key is wrong, old or of another region.",
      next: `proxy-cli doctor ${name}`,
    };
  if (status >= 500)
    return {
      what: `${name} failed`,
      got,
      why: "The trouble is on the vendor's side.",
      next: "send it again, or u switches to another upstream",
    };
  return {
    what: `${name} refused it`,
    got,
    why: "Its answer says what it did not like: 3 shows it.",
    next: "3 reads the answer",
  };
};

type Case = { readonly what: string; readonly got?: string; readonly why: string; readonly next: string };

const beginning = "what had come, a named error, a broken connection";
const nothing = "nothing more: it was gone";

/** The errors of ours that can be told better than by their place. */
const byError: Readonly<Record<string, Case>> = {
  request_cancelled: {
    what: "cancelled in the proxy",
    got: "what had come, then an error that says so",
    why: "Somebody pressed x here or asked for it.",
    next: "send it again if that was a mistake",
  },
  upstream_refused: {
    what: "UPSTREAM could not be reached",
    why: "Its address refused the connection: it is down, or a firewall is between.",
    next: "proxy-cli doctor UPSTREAM",
  },
  upstream_dns: {
    what: "UPSTREAM has no address",
    why: "Its name is not known here: the network is away, or the name is wrong.",
    next: "proxy-cli doctor UPSTREAM",
  },
  upstream_tls: {
    what: "no safe connection to UPSTREAM",
    why: "Its certificate is not accepted: something may be listening in, or a company's own root is missing.",
    next: "proxy-cli doctor UPSTREAM",
  },
  browser_origin: {
    what: "the proxy refused it",
    why: "It came from a web page, and web pages may not use this proxy.",
    next: "call from a program, not from a page",
  },
  token_required: {
    what: "the proxy refused it",
    why: "This proxy is open to other machines, and the local token was missing or wrong.",
    next: "proxy-cli token create",
  },
  body_too_large: {
    what: "the proxy refused it",
    why: "The request is larger than is let through.",
    next: "proxy-cli config show",
  },
  proxy_shutdown: {
    what: "the proxy was ended while it ran",
    got: beginning,
    why: "The daemon was stopped or restarted and did not wait for it.",
    next: "send it again",
  },
  overloaded: {
    what: "the proxy had too much to do",
    why: "As many requests as are allowed were running.",
    next: "send it again",
  },
};

const byOutcome = (outcome: OutcomeCode): Case => {
  if (outcome === "I?")
    return {
      what: "the daemon died while it ran",
      got: beginning,
      why: "It was killed, or the machine went down.",
      next: "proxy-cli logs",
    };
  const [by = "", at = ""] = outcome;
  const known = byLetters[outcome] ?? byLetters[by];
  return known ?? { what: `ended as ${outcome} in phase ${at}`, why: "A mistake of ours.", next: "proxy-cli logs" };
};

/** By the code, or by its first letter: who ended it. */
const byLetters: Readonly<Record<string, Case>> = {
  SC: {
    what: "UPSTREAM could not be reached",
    why: "There was no connection to it.",
    next: "proxy-cli doctor UPSTREAM",
  },
  sC: {
    what: "UPSTREAM could not be reached in time",
    why: "Its address does not answer at all.",
    next: "proxy-cli doctor UPSTREAM",
  },
  SH: {
    what: "UPSTREAM gave no proper answer",
    why: "It closed the connection, or what it said was no answer.",
    next: "send it again",
  },
  sH: {
    what: "no answer of UPSTREAM began in time",
    why: "It is overloaded, or thinks longer than it is waited for.",
    next: "send it again",
  },
  SD: {
    what: "UPSTREAM closed the stream before its end",
    got: beginning,
    why: "The vendor or something on the way closed the connection.",
    next: "send it again",
  },
  sD: {
    what: "UPSTREAM fell silent in the middle of the answer",
    got: beginning,
    why: "Nothing came for as long as is waited.",
    next: "send it again",
  },
  CR: {
    what: "the client left before it had sent all",
    got: nothing,
    why: "The program was ended, or it gave up.",
    next: "nothing has to be done",
  },
  CH: {
    what: "the client left before the answer began",
    got: nothing,
    why: "Somebody pressed escape, or its time was over.",
    next: "nothing has to be done",
  },
  CD: {
    what: "the client left in the middle of the answer",
    got: "the beginning, then it was gone",
    why: "Somebody pressed escape, or its time was over.",
    next: "nothing has to be done",
  },
  c: { what: "the client did not go on in time", why: "It stopped sending, or reading.", next: "look at the program" },
  PR: {
    what: "the proxy refused it",
    why: "It is not allowed, or nobody could tell what it asks for.",
    next: "proxy-cli logs",
  },
  P: {
    what: "the proxy could not send it on",
    why: "Its configuration does not allow it.",
    next: "proxy-cli config validate",
  },
  R: { what: "the proxy had too much to do", why: "This computer ran out of something.", next: "send it again" },
  I: { what: "a mistake of the proxy's own", why: "This should not happen.", next: "proxy-cli bug-report" },
};
