import { isatty } from "node:tty";
import { ProxyError } from "../../src/core/errors.ts";
import { nearest } from "../../src/lib/nearest.ts";
import type { Command } from "../command.ts";
import { shellNames, shells } from "../completions/index.ts";
import { readWords } from "../completions/words.ts";

export default {
  args: "<shell>",
  names: "shells",
  summary: "a script that lets your shell fill in commands, options and names",
  options: [],
  examples: [
    "source <(proxy-cli completions bash)      # in ~/.bashrc",
    "source <(proxy-cli completions zsh)       # in ~/.zshrc, after compinit",
    "proxy-cli completions fish > ~/.config/fish/completions/proxy-cli.fish",
    "proxy-cli completions pwsh | Out-String | Invoke-Expression      # in $PROFILE",
  ],
  run: async ({ commands, json, data, print, warn }, { args: [name = ""] }) => {
    const shell = shells.find((one) => one.name === name);
    if (shell === undefined)
      throw new ProxyError("usage", `There is no shell "${name}" here. Known: ${shellNames.join(", ")}.`, {
        hint: `Try: proxy-cli completions ${nearest(name, shellNames) ?? "bash"}`,
      });
    const script = shell.script(await readWords(commands));
    if (json) return data({ shell: name, script });
    print(script);
    if (isatty(1)) warn(`This is what your shell reads. To keep it:\n${shell.install}`);
  },
} satisfies Command;
