import type { ProxyError } from "../../src/core/errors.ts";
import type { Paint } from "./colour.ts";
import { withTilde } from "./home.ts";
import { visible } from "./visible.ts";

type Style = {
  readonly paint: Paint;
  readonly home: string | undefined;
  /** Whether to show where the trouble came from. */
  readonly verbose: boolean;
};

/** An error in three parts: what happened, why, and what to do. */
export const failureText = (error: ProxyError, { paint, home, verbose }: Style): string => {
  const { what, why, next } = partsOf(error);
  const lines = [
    `${paint("error", "error:")} ${what}`,
    ...why,
    ...(next === null ? [] : [`${paint("ok", "try:")} ${next}`]),
    ...(verbose ? stackOf(error) : []),
  ];
  return withTilde(lines.join("\n"), home);
};

type Parts = { readonly what: string; readonly why: readonly string[]; readonly next: string | null };

const partsOf = ({ message, hint }: ProxyError): Parts => {
  const lines = message.split("\n").map(visible);
  const advice = sentencesOf(hint ?? "");
  const said = advice.slice(0, -1).map(loosely);
  const next = advice.at(-1)?.replace(/^(Try|See): /, "") ?? null;
  if (lines.length > 1) {
    return {
      what: `${lines.length} lines are not valid`,
      why: [...lines.map((line) => `x ${line}`), ...said],
      next: next && loosely(next),
    };
  }
  const [what = "", ...why] = sentencesOf(lines[0] ?? "");
  return { what: loosely(what), why: [...why.map(loosely), ...said], next: next && loosely(next) };
};

/** `Known: a, b.` follows a full stop; `127.0.0.1` and `config.yaml` do not end a sentence. */
const sentencesOf = (text: string): readonly string[] =>
  text.split(/(?<=[.!?]) +(?=[A-Z])/).filter((part) => part !== "");

/** A sentence as a part of a list: small first letter, no full stop. Names and shouting stay as they are. */
const loosely = (sentence: string): string => {
  const open = sentence.replace(/(?<![.])\.$/, "");
  return /^[A-Z][a-z]* |^[A-Z][a-z]+:/.test(open) ? open.charAt(0).toLowerCase() + open.slice(1) : open;
};

const stackOf = (error: ProxyError): readonly string[] => {
  const cause = error.cause instanceof Error ? error.cause : error;
  return [
    visible(`${cause.name}: ${cause.message}`),
    ...(cause.stack ?? "")
      .split("\n")
      .filter((line) => /^\s+at /.test(line))
      .map(visible),
  ];
};
