import { createHmac } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { dirname } from "node:path";
import type { RewardProfile } from "../../core/memory.ts";
import { once } from "../../lib/once.ts";
import { makePrivateFolder, writePrivate } from "../../lib/private-file.ts";
import { type Arm, goals } from "../../memory/learning/arms.ts";
import { learnt, pickedArm } from "../../memory/learning/bandit.ts";
import { begun, type Episode, resultOf, type Spent, withRequest } from "../../memory/learning/episode.ts";
import { moveAside } from "../ledger/file.ts";
import { type Learnt, type Project, readLearnt, writtenLearnt } from "./learnt-text.ts";

/** What is asked of a conversation before anything is left out of it. */
export type ArmQuestion = {
  readonly session: string;
  /** The one that has started it as a helper: it is treated as that one. */
  readonly parent: string | null;
  /** Whether it has just begun: one that goes on keeps to what it began with. */
  readonly isNew: boolean;
  readonly profile: RewardProfile;
  /** What tells its project from others; only a hash of it is kept. */
  readonly place: () => string;
};

/** What is learned of what pays in which project. */
export type Learning = {
  /** The arm of a conversation, for as long as it lasts; null = it has none. */
  readonly armOf: (question: ArmQuestion) => Arm | null;
  /** A request of it has its bill. */
  readonly ended: (session: string, spent: Spent) => void;
  /** These conversations are over: what came of them is learned. Resolves when it is; never rejects. */
  readonly over: (sessions: readonly string[]) => Promise<void>;
  /** What is known of each project, the latest first. */
  readonly projects: () => readonly Project[];
  /** How many conversations have an arm and are not over. */
  readonly open: () => number;
  /** Forgets what was learned; conversations that go on keep their arms. Throws where the file cannot be written. */
  readonly reset: () => { readonly projects: number };
  /** Writes what waits. Never throws. */
  readonly close: () => void;
};

type Options = {
  /** Null = it ends with the daemon. One that is damaged is moved aside. */
  readonly file: string | null;
  readonly now: () => number;
  /** A secret of this installation. */
  readonly salt: () => string;
  /** Gives numbers from 0 to below 1. */
  readonly random: () => number;
  /** How often something of a conversation was wanted back. */
  readonly recallsOf: (session: string) => Promise<number>;
  /** Does something when requests have gone on. */
  readonly later: (work: () => void) => void;
  /** Hears what goes wrong, in words without anybody's text. */
  readonly onTrouble: (what: string) => void;
};

/** What has not been heard of for so long is over: its daemon had ended before it was. */
const unheardMs = 7 * 86_400_000;

/** What was learned, and what is learned from now on; the file is read when it is first needed. */
export const openLearning = (options: Options): Learning => {
  const { now, random } = options;
  const { known, hasAny, changed, write, close } = keptIn(options);
  const salt = once(options.salt);
  const put = (episode: Episode): void => {
    putLast(known().episodes, episode.session, episode, mostEpisodes);
    changed();
  };
  const over = settling({ known, hasAny, changed }, options);
  return {
    armOf: ({ session, parent, isNew, profile, place }) => {
      const { episodes, projects } = known();
      const own = episodes.get(session);
      if (own !== undefined || !isNew) return own?.arm ?? null;
      void over([...episodes.values()].flatMap((one) => (one.at < now() - unheardMs ? [one.session] : [])));
      const above = parent === null ? undefined : episodes.get(parent);
      const project = above?.project ?? projectOf(salt(), place());
      const arm = above?.arm ?? pickedArm(projects.get(project)?.arms ?? {}, goals[profile], random);
      put(begun({ session, project, arm, at: now() }));
      return arm;
    },
    ended: (session, spent) => {
      const episode = hasAny() ? known().episodes.get(session) : undefined;
      if (episode !== undefined) put(withRequest(episode, spent, now()));
    },
    over,
    projects: () => (hasAny() ? [...known().projects.values()].reverse() : []),
    open: () => (hasAny() ? known().episodes.size : 0),
    reset: () => {
      const projects = hasAny() ? known().projects.size : 0;
      if (projects === 0) return { projects };
      known().projects.clear();
      changed();
      write();
      return { projects };
    },
    close,
  };
};

/** Has what came of conversations learned, once each. */
const settling = (
  { known, hasAny, changed }: Pick<ReturnType<typeof keptIn>, "known" | "hasAny" | "changed">,
  { now, recallsOf }: Pick<Options, "now" | "recallsOf">,
): Learning["over"] => {
  const settle = async (session: string): Promise<void> => {
    const recalls = await recallsOf(session).catch(() => 0);
    const { episodes, projects } = known();
    const episode = episodes.get(session);
    if (!episodes.delete(session) || episode === undefined) return;
    changed();
    const result = resultOf(episode, recalls);
    if (result === null) return;
    const { project, arm } = episode;
    const arms = projects.get(project)?.arms ?? {};
    const after = { project, at: now(), arms: { ...arms, [arm]: learnt(arms[arm], result) } };
    putLast(projects, project, after, mostProjects);
  };
  return async (sessions) => {
    if (hasAny()) await Promise.all(sessions.filter((one) => known().episodes.has(one)).map(settle));
  };
};

/** More projects than anybody works on, and more conversations than go on at once; the oldest go. */
const mostProjects = 200;
const mostEpisodes = 1000;

const putLast = <Value>(map: Map<string, Value>, key: string, value: Value, most: number): void => {
  map.delete(key);
  map.set(key, value);
  for (const oldest of map.keys()) {
    if (map.size <= most) return;
    map.delete(oldest);
  }
};

const projectOf = (salt: string, place: string): string =>
  `p_${createHmac("sha256", salt).update(place).digest("hex").slice(0, 12)}`;

type Known = { readonly projects: Map<string, Project>; readonly episodes: Map<string, Episode> };

/** The file, and what of it is in memory: it is written a while after a change, so that no request waits for the disk. */
const keptIn = ({ file, now, later, onTrouble }: Options) => {
  const isThere = once(() => file !== null && existsSync(file));
  let isRead = false;
  let isDirty = false;
  const known = once((): Known => {
    isRead = true;
    const found = file !== null && isThere() ? readOrMovedAside(file, now, onTrouble) : nothingLearnt;
    return {
      projects: new Map(found.projects.map((one) => [one.project, one])),
      episodes: new Map(found.episodes.map((one) => [one.session, one])),
    };
  });
  const write = (): void => {
    if (!isDirty || file === null) return;
    const { projects, episodes } = known();
    makePrivateFolder(dirname(file));
    writePrivate(file, writtenLearnt({ projects: [...projects.values()], episodes: [...episodes.values()] }));
    isDirty = false;
  };
  const close = (): void => {
    try {
      write();
    } catch (thrown) {
      onTrouble(
        `What was learned of projects cannot be written: ${thrown instanceof Error ? thrown.name : "unknown"}.`,
      );
    }
  };
  return {
    known,
    /** Whether there is anything to look at: where there is not, looking makes no file. */
    hasAny: (): boolean => isRead || isThere(),
    changed: (): void => {
      if (!isDirty) later(close);
      isDirty = true;
    },
    write,
    close,
  };
};

const nothingLearnt: Learnt = { projects: [], episodes: [] };

/** Whatever is wrong with the file, no request fails by it. */
const readOrMovedAside = (file: string, now: () => number, onTrouble: Options["onTrouble"]): Learnt => {
  try {
    const found = readLearnt(readFileSync(file, "utf8"));
    if (found !== null) return found;
    onTrouble(`What was learned of projects was damaged; it has been moved to ${moveAside(file, now())}.`);
  } catch (thrown) {
    onTrouble(`What was learned of projects cannot be read: ${thrown instanceof Error ? thrown.name : "unknown"}.`);
  }
  return nothingLearnt;
};
