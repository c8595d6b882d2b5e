import type { Decision } from "../../core/memory.ts";
import { ByUse } from "../../lib/by-use.ts";

type Made = { readonly decision: Decision; readonly text: string };

/** Texts that go out in the place of pieces, so that they need not be made again with each turn; those longest unused go. */
export class Replacements {
  readonly #maxLength: number;
  readonly #made = new ByUse<Made>();
  #length = 0;

  /** `maxLength`: of all texts together, in UTF-16 units. */
  constructor(maxLength: number) {
    this.#maxLength = maxLength;
  }

  /** The text for a piece after a decision: made now, or before. Null where it cannot be made. */
  of(key: string, decision: Decision, make: () => string | null): string | null {
    const before = this.#made.get(key);
    const text = before?.decision === decision ? before.text : make();
    if (text === null) return null;
    this.#length += text.length - (before?.text.length ?? 0);
    this.#made.use(key, { decision, text });
    while (this.#length > this.#maxLength) this.#forgetOldest();
    return text;
  }

  #forgetOldest(): void {
    const key = this.#made.oldest();
    if (key === null) return;
    this.#length -= this.#made.get(key)?.text.length ?? 0;
    this.#made.delete(key);
  }
}
