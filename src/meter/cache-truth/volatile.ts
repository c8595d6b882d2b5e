/** What programs put into prompts anew each time, in the order in which it is looked for: the first that fits names it. */
const kinds: readonly { readonly name: string; readonly pattern: RegExp }[] = [
  {
    name: "a reminder",
    pattern: /<(system-reminder|environment_details|environment_context|additional_data|env)>[\s\S]*?<\/\1>/g,
  },
  { name: "the billing header", pattern: /^x-anthropic-billing-header:.*$/gm },
  {
    name: "the git status",
    pattern: /^(?:(?: ?[MADRCU?]{1,2} [\w./-]+)|(?:current branch|main branch|git ?status|recent commits):?.*)$/gim,
  },
  { name: "the working directory", pattern: /^.*\b(?:working directory|cwd|pwd)\b.*$/gim },
  {
    name: "a timestamp",
    pattern:
      /\b\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?(?:Z| ?[+-]\d\d:?\d\d)?\b|\b\d{1,2}:\d\d(?::\d\d)?(?: ?[AP]M)?\b|\b1\d{9}(?:\d{3})?\b/gi,
  },
  {
    name: "a date",
    pattern:
      /\b\d{4}[-/]\d{1,2}[-/]\d{1,2}\b|\b\d{1,2}[/.]\d{1,2}[/.]\d{2,4}\b|\b(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,? )?(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.? \d{1,2}(?:st|nd|rd|th)?(?:,? \d{4})?\b|\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b/gi,
  },
  {
    name: "an id",
    pattern:
      /\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b|\b[a-z]{2,12}_[A-Za-z0-9]{12,}\b|\b(?=[0-9a-f]*\d)[0-9a-f]{12,64}\b/g,
  },
  { name: "a path", pattern: /(?:\/[\w.@-]+){2,}\/?/g },
  { name: "a number", pattern: /\d+/g },
];

/** A longer text is a document, and looking through it would take its time. */
const maxLength = 64 * 1024;

/** A text without what changes by itself, and what that was: a name for each kind with a hash of all of it. */
export type Stripped = {
  readonly skeleton: string;
  readonly parts: Readonly<Record<string, string>>;
};

/** Instructions are asked about twice in a row: for whose they are, and for what changed in them. */
let latest: { readonly text: string; readonly stripped: Stripped } | null = null;

/** Takes out of a text what programs put in anew each time. A very long one is left as it is. */
export const stripped = (text: string): Stripped => {
  if (latest?.text !== text) latest = { text, stripped: strippedAnew(text) };
  return latest.stripped;
};

const strippedAnew = (text: string): Stripped => {
  if (text.length > maxLength) return { skeleton: text, parts: {} };
  const parts: Record<string, string> = {};
  let skeleton = text;
  for (const { name, pattern } of kinds) {
    const found: string[] = [];
    skeleton = skeleton.replaceAll(pattern, (match) => {
      found.push(match);
      return "\u0000";
    });
    if (found.length > 0) parts[name] = Bun.hash(found.join("\n")).toString(36);
  }
  return { skeleton, parts };
};

/** A text without reminders of the client's own and its billing header: what is left is what was said. */
export const withoutReminders = (text: string): string => {
  let said = text;
  for (const { pattern } of kinds.slice(0, 2)) if (mayHold(said)) said = said.replaceAll(pattern, "");
  return said;
};

const mayHold = (text: string): boolean => text.includes("</") || text.includes("x-anthropic-billing-header:");
