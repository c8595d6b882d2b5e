import { isObject, type JsonObject, parsedJson, textOrNull } from "../../lib/json.ts";
import { type Arm, armNames } from "../../memory/learning/arms.ts";
import type { Experience, Experiences } from "../../memory/learning/bandit.ts";
import type { Episode } from "../../memory/learning/episode.ts";

/** What is known of a project. */
export type Project = {
  readonly project: string;
  /** Wall clock, when something was learned of it. */
  readonly at: number;
  readonly arms: Experiences;
};

/** All that was learned, and the conversations that go on; the oldest first. */
export type Learnt = { readonly projects: readonly Project[]; readonly episodes: readonly Episode[] };

/** Raised when an older one of us could misread it. */
const version = 1;

/** As it stands in the file. */
export const writtenLearnt = (learnt: Learnt): string => `${JSON.stringify({ version, ...learnt }, null, 1)}\n`;

/** What a file says; null = it is damaged, or no file of ours. */
export const readLearnt = (text: string): Learnt | null => {
  const file = parsedJson(text);
  if (!isObject(file) || file["version"] !== version) return null;
  const [projects, episodes] = [listOf(file["projects"], projectIn), listOf(file["episodes"], episodeIn)];
  return projects === null || episodes === null ? null : { projects, episodes };
};

/** Null where one of them cannot be read: half of it would be learned from as if it were all. */
const listOf = <Item>(list: unknown, read: (entry: JsonObject) => Item | null): readonly Item[] | null => {
  if (!Array.isArray(list)) return null;
  const items = list.flatMap((one: unknown) => (isObject(one) ? (read(one) ?? []) : []));
  return items.length === list.length ? items : null;
};

const projectIn = ({ project, at, arms }: JsonObject): Project | null => {
  if (typeof project !== "string" || !isNumber(at) || !isObject(arms)) return null;
  const known = armNames.flatMap((arm) => {
    const experience = experienceIn(arms[arm]);
    return experience === null ? [] : [[arm, experience] as const];
  });
  return { project, at, arms: Object.fromEntries(known) };
};

const experienceIn = (value: unknown): Experience | null => {
  if (!isObject(value)) return null;
  const { sessions, savedShare, regret } = value;
  return isNumber(sessions) && isNumber(savedShare) && isNumber(regret) ? { sessions, savedShare, regret } : null;
};

const figures = ["at", "requests", "costMicros", "savedMicros", "regrets"] as const;

const episodeIn = (entry: JsonObject): Episode | null => {
  const [session, project, arm] = [textOrNull(entry["session"]), textOrNull(entry["project"]), armNamed(entry["arm"])];
  const [at, requests, costMicros, savedMicros, regrets] = figures.map((name) => entry[name]);
  if (session === null || project === null || arm === null) return null;
  if (!isNumber(at) || !isNumber(requests) || !isNumber(costMicros) || !isNumber(savedMicros) || !isNumber(regrets))
    return null;
  const isAnswered = entry["isAnswered"] === true;
  return { session, project, arm, at, requests, costMicros, savedMicros, regrets, isAnswered };
};

const armNamed = (word: unknown): Arm | null => armNames.find((arm) => arm === word) ?? null;

const isNumber = (value: unknown): value is number => typeof value === "number" && Number.isFinite(value);
