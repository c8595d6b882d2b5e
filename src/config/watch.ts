import { createHash } from "node:crypto";
import { existsSync, readFileSync, realpathSync } from "node:fs";
import { dirname } from "node:path";
import type { FSWatcher } from "chokidar";

/** Looks after the files of the configuration and says when something else stands in them. */
export type ConfigWatch = {
  /** What stands in them now is known: it is about to be read. */
  readonly note: () => void;
  /** What was noted last could be used: from now on it must not vanish. */
  readonly taken: () => void;
  /** The files that could be used once and are not there any more. */
  readonly gone: () => readonly string[];
  /** Begins to look, once. Nothing is loaded or opened before, so that a start does not wait for it. */
  readonly start: () => Promise<void>;
  /** Ends it; nothing is said any more. */
  readonly close: () => Promise<void>;
};

type Options = {
  readonly files: readonly string[];
  /** Something else stands in one of them, whole and for a while; called once for it. */
  readonly onChange: () => void;
  /** The system cannot tell of changes; they are seen a little later then. */
  readonly onTrouble: (code: string) => void;
  readonly paces?: Paces;
};

type Paces = {
  /** After the last sign of a change; an editor's save is several. */
  readonly quietMs: number;
  /** The longest that one change after the other can put it off. */
  readonly atMostMs: number;
  /** What is read twice with this between is not half written. */
  readonly settleMs: number;
  /** How often to look without any sign: some swaps and some file systems give none. */
  readonly pollMs: number;
};

const usual: Paces = { quietMs: 200, atMostMs: 2000, settleMs: 25, pollMs: 2000 };

/** A watch over these files, wherever links lead; a file need not be there yet. */
export const createConfigWatch = ({ files, onChange, onTrouble, paces = usual }: Options): ConfigWatch => {
  const used = new Set<string>();
  let noted: readonly string[] = [];
  let known = "";
  let poll: ReturnType<typeof setInterval> | null = null;
  let system: SystemWatch | null = null;
  let isClosed = false;

  const look = (content: string): void => {
    system?.follow();
    if (content === known) return;
    known = content;
    onChange();
  };
  const calm = createCalm({ read: () => contentOf(files), isKnown: (content) => content === known, look, paces });

  return {
    note: () => {
      noted = files.filter((file) => existsSync(file));
      known = contentOf(files);
    },
    taken: () => {
      for (const file of noted) used.add(file);
    },
    gone: () => files.filter((file) => used.has(file) && !existsSync(file)),
    start: async () => {
      if (poll !== null || isClosed) return;
      poll = setInterval(calm.check, paces.pollMs);
      poll.unref(); // a daemon that has nothing else to do may end
      const started = await watchFolders(files, calm.sign, onTrouble).catch(() => null);
      if (started === null) return onTrouble("chokidar");
      if (isClosed) return started.close();
      system = started;
      calm.sign(); // what has changed since it was read, before anybody looked
    },
    close: async () => {
      isClosed = true;
      if (poll !== null) clearInterval(poll);
      calm.end();
      await system?.close().catch(() => undefined); // whoever closes it goes, and so does what it holds
    },
  };
};

type Calm = {
  /** Something may have changed: looks when it has been quiet for a while. */
  readonly sign: () => void;
  /** The same, when something has. */
  readonly check: () => void;
  readonly end: () => void;
};

type CalmOptions = {
  readonly read: () => string;
  readonly isKnown: (content: string) => boolean;
  readonly look: (content: string) => void;
  readonly paces: Paces;
};

/** Waits until signs have ceased and what is read is twice the same. */
const createCalm = ({ read, isKnown, look, paces }: CalmOptions): Calm => {
  let pending: string | null = null;
  let firstSign: number | null = null;
  let timer: ReturnType<typeof setTimeout> | null = null;
  let hasEnded = false;
  const wait = (ms: number): void => {
    if (timer !== null) clearTimeout(timer);
    timer = setTimeout(lookTwice, ms);
    timer.unref();
  };
  const lookTwice = (): void => {
    const content = read();
    const isSettled = content === pending || isKnown(content);
    pending = content;
    if (!isSettled) return wait(paces.settleMs);
    timer = null;
    firstSign = null;
    look(content);
  };
  const sign = (): void => {
    if (hasEnded) return;
    firstSign ??= performance.now();
    pending = null;
    wait(Math.min(paces.quietMs, Math.max(0, firstSign + paces.atMostMs - performance.now())));
  };
  return {
    sign,
    check: () => {
      if (timer === null && !isKnown(read())) sign();
    },
    end: () => {
      hasEnded = true;
      if (timer !== null) clearTimeout(timer);
    },
  };
};

type SystemWatch = {
  /** Goes after links that lead elsewhere now. */
  readonly follow: () => void;
  readonly close: () => Promise<void>;
};

/** How often chokidar looks at a few names; that costs less than being told of all that is written beside them. */
const everyMs = 200;

/** The folders are watched and not the files: a file that is replaced or comes back would be lost. */
const watchFolders = async (
  files: readonly string[],
  onSign: () => void,
  onTrouble: Options["onTrouble"],
): Promise<SystemWatch> => {
  const { watch } = await import("chokidar"); // 10 ms that no start has to wait for
  let wanted = placesOf(files);
  const watcher: FSWatcher = watch([...wanted.folders], {
    depth: 0,
    // The system tells of each write into a folder, and ours into the books would have the whole folder listed each time.
    usePolling: true,
    interval: everyMs,
    ignoreInitial: true,
    persistent: false,
    followSymlinks: false, // or a link that is led elsewhere would not be told of; where it leads is watched beside it
    ignored: (path) => !wanted.folders.has(path) && !wanted.files.has(path),
  });
  watcher.on("all", onSign);
  watcher.on("error", (thrown) => onTrouble(codeOf(thrown)));
  return {
    follow: () => {
      const before = wanted;
      wanted = placesOf(files);
      for (const folder of wanted.folders) if (!before.folders.has(folder)) watcher.add(folder);
      for (const folder of before.folders) if (!wanted.folders.has(folder)) watcher.unwatch(folder);
    },
    close: () => watcher.close(),
  };
};

type Places = { readonly folders: ReadonlySet<string>; readonly files: ReadonlySet<string> };

const placesOf = (files: readonly string[]): Places => {
  const all = new Set(files.flatMap((file) => [file, realPath(file)]));
  return { files: all, folders: new Set([...all].map((file) => dirname(file))) };
};

const realPath = (file: string): string => {
  try {
    return realpathSync(file);
  } catch {
    return file; // not there, or a link to nothing: the folder of the link tells when that changes
  }
};

/** One text that is another one when something else stands in any of the files, or it cannot be read any more. */
const contentOf = (files: readonly string[]): string =>
  files
    .map((file) => {
      try {
        return createHash("sha256").update(readFileSync(file)).digest("base64");
      } catch (thrown) {
        return codeOf(thrown);
      }
    })
    .join(" ");

const codeOf = (thrown: unknown): string =>
  thrown instanceof Error && "code" in thrown ? String(thrown.code) : "unknown";
