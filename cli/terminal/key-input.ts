import { isatty, ReadStream } from "node:tty";
import { ProxyError } from "../../src/core/errors.ts";
import { looksLikeToken } from "../../src/lib/token.ts";
import type { Context } from "../command.ts";

/** Where a key comes from; never from an argument, which every program here can read. */
export type KeySource =
  | { readonly kind: "stdin" }
  | { readonly kind: "variable"; readonly name: string }
  | { readonly kind: "prompt"; readonly question: string };

/** A key as servers.yaml takes it: itself, or `${NAME}`. Throws `usage` and `config_invalid`, and never quotes a key. */
export const readKey = async (
  { env, warn, onSignals }: Pick<Context, "env" | "warn" | "onSignals">,
  source: KeySource,
): Promise<string> => {
  switch (source.kind) {
    case "variable":
      return reference(source.name, env);
    case "stdin":
      // Somebody who types it here after all must not see it on the screen.
      return checked(
        isatty(0) ? await hiddenLine("The key (it is not shown):", { warn, onSignals }) : await Bun.stdin.text(),
      );
    case "prompt":
      return checked(await hiddenLine(source.question, { warn, onSignals }));
    default:
      return source satisfies never;
  }
};

const reference = (name: string, env: Context["env"]): string => {
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name))
    throw new ProxyError("usage", "--from-env takes the name of a variable, not a key.", {
      hint: "Try: proxy-cli keys set NAME --from-env MY_KEY",
    });
  if ((env[name] ?? "").trim() === "")
    throw new ProxyError(
      "config_invalid",
      `The variable ${name} is not set here, so the proxy could not be given it.`,
      {
        hint: `Try: export ${name}=...   then the same again`,
      },
    );
  return `\${${name}}`;
};

const checked = (text: string): string => {
  const key = text.trim();
  const what =
    key === ""
      ? "There was no key."
      : !/^[!-~]+$/.test(key) || key.includes("${")
        ? "That is no key: there are spaces or signs in it that no header can carry."
        : looksLikeToken(key)
          ? "That is a token of this proxy and not a key of a vendor."
          : null;
  if (what === null) return key;
  throw new ProxyError("config_invalid", what, {
    hint: "Nothing was changed. Try: pass show KEY | proxy-cli keys set NAME --stdin",
  });
};

/** What ends the question: Ctrl-C, Ctrl-D, and Ctrl-Z, because a shell that comes back may show what is typed then. */
const leaving = ["\u0003", "\u0004", "\u001a"];

/**
 * A line from the terminal that is not shown while it is typed or pasted. Throws where it is broken off. However it
 * ends, the terminal shows again what is typed.
 */
const hiddenLine = async (
  question: string,
  { warn, onSignals }: Pick<Context, "warn" | "onSignals">,
): Promise<string> => {
  const terminal = new ReadStream(0);
  let isOver = false;
  onSignals(["SIGTERM", "SIGHUP"], () => {
    isOver = true;
    terminal.destroy();
  });
  // Stopped from outside and taken up again: the shell has made the terminal its own meanwhile.
  onSignals(["SIGCONT"], () => {
    if (isOver) return;
    terminal.setRawMode(false);
    terminal.setRawMode(true);
  });
  terminal.setRawMode(true); // before the question: what is typed at once must not be shown either
  warn(question);
  try {
    return await lineOf(terminal);
  } catch (thrown) {
    throw isOver ? brokenOff() : thrown;
  } finally {
    isOver = true;
    terminal.setRawMode(false);
    terminal.destroy();
  }
};

const lineOf = async (terminal: ReadStream): Promise<string> => {
  let line = "";
  for await (const bytes of terminal) {
    for (const sign of String(bytes)) {
      if (sign === "\r" || sign === "\n") return line;
      if (leaving.includes(sign)) throw brokenOff();
      line = sign === "\u007f" || sign === "\b" ? line.slice(0, -1) : line + sign;
    }
  }
  throw brokenOff();
};

const brokenOff = (): ProxyError => new ProxyError("interrupted", "Broken off; nothing was changed.");
