/** A key as it was pressed. */
export type Key = {
  /** `u`, `G`, `enter`, `esc`, `tab`, `S-tab`, `C-r`, `up`, `pageup`, `space`. */
  readonly name: string;
  /** What it would write; null for a key that writes nothing. */
  readonly text: string | null;
};

const words: Readonly<Record<string, string>> = { "S-tab": "shift-tab", pagedown: "page down", pageup: "page up" };

/** A key as people read it. */
export const keyWords = (name: string): string => words[name] ?? name.replace(/^C-/, "ctrl-");
