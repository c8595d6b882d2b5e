import { bashScript } from "./bash.ts";
import { fishScript } from "./fish.ts";
import { pwshScript } from "./pwsh.ts";
import type { Words } from "./words.ts";
import { zshScript } from "./zsh.ts";

/** A shell that can be taught, how, and what a person types so that it learns. */
export type Shell = {
  readonly name: string;
  readonly script: (words: Words) => string;
  readonly install: string;
};

/** Every shell that completes our words. */
export const shells: readonly Shell[] = [
  { name: "bash", script: bashScript, install: "echo 'source <(proxy-cli completions bash)' >> ~/.bashrc" },
  {
    name: "zsh",
    script: zshScript,
    install: "echo 'source <(proxy-cli completions zsh)' >> ~/.zshrc   (after compinit)",
  },
  {
    name: "fish",
    script: fishScript,
    install: "proxy-cli completions fish > ~/.config/fish/completions/proxy-cli.fish",
  },
  {
    name: "pwsh",
    script: pwshScript,
    install: "proxy-cli completions pwsh | Out-String | Invoke-Expression   ($PROFILE)",
  },
];

/** What they are called. */
export const shellNames: readonly string[] = shells.map(({ name }) => name);
