import type { Placed } from "./prompt.ts";

/** What is different between two prompts from the segment on at which they part, in a few words without any text. */
export const differenceAt = (at: number, before: readonly Placed[], now: readonly Placed[]): string => {
  const area = before[at]?.area ?? now[at]?.area ?? "messages";
  if (area === "tools" || now[at]?.area === "tools") return toolDifference(before, now);
  return area === "system" || now[at]?.area === "system"
    ? systemDifference(at, before, now)
    : messageDifference(at, before, now);
};

const toolDifference = (before: readonly Placed[], now: readonly Placed[]): string => {
  const [old, present] = [toolsOf(before), toolsOf(now)];
  const nameOf = ({ segment }: Placed): string | null => segment.name;
  const [oldNames, names] = [old.map(nameOf), present.map(nameOf)];
  const added = present.filter(({ segment }) => !oldNames.includes(segment.name));
  const removed = old.filter(({ segment }) => !names.includes(segment.name));
  if (added.length > 0) return `${places("tools", added)} added`;
  if (removed.length > 0) return `${places("tools", removed)} removed`;
  if (oldNames.some((name, index) => name !== names[index])) return "tools reordered";
  return `${places(
    "tools",
    present.filter(({ segment }, index) => segment.hash !== old[index]?.segment.hash),
  )} changed`;
};

const toolsOf = (segments: readonly Placed[]): readonly Placed[] => segments.filter(({ area }) => area === "tools");

/** `tools[7]`, `tools[7] and 2 more`. */
const places = (list: string, found: readonly Placed[]): string => {
  const first = `${list}[${found[0]?.index ?? 0}]`;
  return found.length > 1 ? `${first} and ${found.length - 1} more` : first;
};

const systemDifference = (at: number, before: readonly Placed[], now: readonly Placed[]): string => {
  const [old, present] = [before[at], now[at]];
  if (present?.area !== "system") return `system block ${(old?.index ?? 0) + 1} removed`;
  const place = `system block ${present.index + 1}`;
  if (old?.area !== "system") return `${place} added`;
  return `${place} changed: ${changeOf(old, present) ?? "its text"}`;
};

const messageDifference = (at: number, before: readonly Placed[], now: readonly Placed[]): string => {
  const [old, present] = [before[at], now[at]];
  if (old === undefined || present === undefined) return "the conversation was cut short by the client";
  const place = `messages[${present.index}]`;
  if (old.segment.type === "thinking" && present.segment.type !== "thinking")
    return `thinking of messages[${old.index}] left out by the client`;
  const change = changeOf(old, present);
  if (change !== null) return `${place} changed: ${change}`;
  if (isAt(before, at + 1, present)) return `messages[${old.index}] removed by the client`;
  if (isAt(now, at + 1, old)) return `${place} added by the client`;
  return `${place} edited by the client`;
};

const isAt = (segments: readonly Placed[], at: number, { segment }: Placed): boolean =>
  segments[at]?.segment.hash === segment.hash;

/** The kinds of what changes by itself, where nothing else is different; null where something is. */
const changeOf = (
  { segment: { changing: old } }: Placed,
  { segment: { changing: present } }: Placed,
): string | null => {
  if (old === null || present === null || old.skeleton !== present.skeleton) return null;
  const kinds = Object.keys({ ...old.parts, ...present.parts }).filter(
    (kind) => old.parts[kind] !== present.parts[kind],
  );
  return kinds.length === 0 ? null : kinds.join(" and ");
};
