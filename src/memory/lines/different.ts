import { ByUse } from "../../lib/by-use.ts";
import { lineHashes } from "./hashes.ts";

/** What is kept of a text: its length, and a number for each of its lines that differ. */
type Known = { readonly length: number; readonly lines: Int32Array };

/** The different lines of texts, so that none has to be read twice for them; those longest unused go. */
export class DifferentLines {
  readonly #most: number;
  readonly #known = new ByUse<Known>();
  #kept = 0;

  /** `most`: lines of all texts together, at four bytes each. */
  constructor(most: number) {
    this.#most = most;
  }

  /** Those of the text with this hash, which is asked for where it is not known yet; null = it has none. */
  of(hash: string, text: () => string | null): Known {
    const known = this.#known.get(hash) ?? this.#read(text() ?? "");
    if (this.#known.get(hash) === undefined) this.#kept += known.lines.length + 1;
    this.#known.use(hash, known);
    while (this.#kept > this.#most) this.#forgetOldest();
    return known;
  }

  #read(text: string): Known {
    return { length: text.length, lines: Int32Array.from(new Set(lineHashes(text))) };
  }

  #forgetOldest(): void {
    const hash = this.#known.oldest();
    if (hash === null) return;
    this.#kept -= (this.#known.get(hash)?.lines.length ?? 0) + 1;
    this.#known.delete(hash);
  }
}
