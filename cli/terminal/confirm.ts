import { ProxyError } from "../../src/core/errors.ts";

type Person = {
  /** `--yes`: the answer is known. */
  readonly saysYes: boolean;
  /** Whether somebody is there who may be asked: a terminal, and no `--no-input`. */
  readonly isThere: boolean;
  readonly write: (text: string) => void;
  /** What was typed; null when the terminal is closed. */
  readonly readLine: () => Promise<string | null>;
};

/** Whether a person agrees to what is shown; silence and anything but yes is a no. Throws `usage` where nobody can be asked. */
export const confirm = async (
  question: string,
  { saysYes, isThere, write, readLine }: Person,
  again: string,
): Promise<boolean> => {
  if (saysYes) return true;
  if (!isThere)
    throw new ProxyError("usage", `There is nobody here who can be asked: ${question.replace(/[.?]? Go on\?$/, ".")}`, {
      hint: `Try: ${again.replace(/(?= -- |$)/, " --yes")}`, // what follows -- belongs to another program
    });
  write(`${question} [y/N]`);
  return /^y(es)?$/i.test(((await readLine()) ?? "").trim());
};
