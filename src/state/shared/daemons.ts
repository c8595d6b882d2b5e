import { differenceWords, type OtherDaemon } from "../../core/other-daemon.ts";
import type { Board } from "../../core/shared.ts";
import { isObject, numberOrNull, parsedJson, textOrNull } from "../../lib/json.ts";
import type { Log } from "../logs/log.ts";
import { hashOf } from "../sessions/chain.ts";

/** The daemons of one store, each of which tells the others what it goes by. */
export type Daemons = {
  /** This is in force here from now on; each mark stands for settings that all should have alike. */
  readonly tell: (generation: number, marks: Marks) => void;
  /** All others that were there within the last minute, by name. */
  readonly others: () => readonly OtherDaemon[];
  /** This one is going. */
  readonly leave: () => Promise<void>;
};

/** What settings of one kind came to, by the kind: what is equal is equal in both. */
export type Marks = Readonly<Record<string, string>>;

type Options = {
  readonly board: Board;
  /** Names this run of this daemon; nobody else ever has the same. */
  readonly run: string;
  /** What people call it. */
  readonly name: string;
  /** Its machine and folder: two runs with the same one follow each other and are no two daemons. */
  readonly home: string;
  readonly log: Pick<Log, "write">;
};

const topic = "daemons";

/** One that was killed is forgotten so soon; each says that it is there three times as often. */
const lastsMs = 60_000;

/** One that is alone has no others. */
export const noDaemons: Daemons = { tell: () => undefined, others: () => [], leave: async () => undefined };

/** Those on this board. The log hears of each difference, once. */
export const openDaemons = ({ board, run, name, home, log }: Options): Daemons => {
  let own: { readonly generation: number; readonly marks: Marks } | null = null;
  const mark = hashOf(home);
  const told = new Map<string, string>();
  const write = (): Promise<void> =>
    own === null ? Promise.resolve() : board.write(topic, run, JSON.stringify({ name, home: mark, ...own }), lastsMs);
  const others = (): readonly OtherDaemon[] =>
    [...board.read(topic)]
      .flatMap(([key, value]) => (key === run ? [] : (toldBy(value, mark, own?.marks ?? {}) ?? [])))
      .sort((one, other) => (one.name < other.name ? -1 : 1));
  const warn = (): void => {
    if (own === null) return;
    for (const other of others()) {
      const words = differenceWords(other);
      if (words !== null && told.get(other.name) !== words) log.write("warn", words);
      told.set(other.name, words ?? "");
    }
  };
  board.listen(topic, warn);
  const timer = setInterval(() => void write(), lastsMs / 3);
  timer.unref();
  return {
    tell: (generation, marks) => {
      own = { generation, marks };
      void write();
    },
    others,
    leave: async () => {
      clearInterval(timer);
      await board.write(topic, run, null, lastsMs);
    },
  };
};

const toldBy = (value: string, home: string, own: Marks): OtherDaemon | null => {
  const json = parsedJson(value);
  if (!isObject(json) || !isObject(json["marks"]) || json["home"] === home) return null;
  const [name, generation, marks] = [textOrNull(json["name"]), numberOrNull(json["generation"]), json["marks"]];
  if (name === null || generation === null) return null;
  // A daemon of another version may know of kinds that this one does not have.
  const differs = Object.keys(own).filter((kind) => typeof marks[kind] === "string" && marks[kind] !== own[kind]);
  return { name, generation, differs };
};
