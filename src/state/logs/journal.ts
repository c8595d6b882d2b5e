import { createLineQueue, type LineQueue } from "./line-queue.ts";
import { type Rotation, rotatingFile } from "./rotating-file.ts";

/** What a line tells; never a header, a body or a URL with a query. */
export type Line = Readonly<Record<string, unknown>>;

/** A file of JSON lines, written together and off the request path, dropped and counted when the disk fails. */
export type Journal = Pick<LineQueue, "dropped" | "redactions" | "flush"> & {
  readonly add: (line: Line) => void;
  readonly setRotation: (rotation: Rotation) => void;
  /** Resolves when nothing is being packed any more. */
  readonly settled: () => Promise<void>;
};

/** What a journal is made with. */
export type JournalOptions = {
  /** Null: no line is kept. */
  readonly file: string | null;
  readonly now: () => number;
  readonly rotation: Rotation;
  /** Hears why lines were dropped. */
  readonly onTrouble?: (why: string) => void;
};

/** A journal in this file. Every line begins with its time. */
export const createJournal = ({ file, now, rotation, onTrouble }: JournalOptions): Journal => {
  const timestamp = timestamps();
  const target = file === null ? null : rotatingFile(file, rotation, now);
  const lines = createLineQueue(async (text) => target?.append(text), onTrouble);
  return {
    add: (line) => lines.add(() => `${JSON.stringify({ at: timestamp(now()), ...line })}\n`),
    setRotation: (wanted) => target?.setRotation(wanted),
    settled: async () => target?.settled(),
    dropped: lines.dropped,
    redactions: lines.redactions,
    flush: lines.flush,
  };
};

/** Lines come in bursts, and making the text of a moment costs as much as the rest of a line. */
const timestamps = (): ((at: number) => string) => {
  let last = Number.NaN;
  let text = "";
  return (at) => {
    if (at !== last) text = new Date(at).toISOString();
    last = at;
    return text;
  };
};
