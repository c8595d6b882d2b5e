import type { Selection } from "../lines/abridged.ts";
import { linesGap, noneOf } from "../lines/abridged.ts";
import { byLines } from "../lines/by-lines.ts";
import { isFileText } from "../lines/file-text.ts";
import { countOf, keepEnds, startOf } from "../lines/marks.ts";

/**
 * Files of source that a tool has read: how they begin and end, what they declare, take in and give out, and their
 * headings. An agent that wants to change one reads the lines in question again; what is asked for again comes whole.
 */
export const source = byLines({
  name: "source",
  version: 1,
  minTokens: { balanced: 600, aggressive: 260 },
  takesErrors: false,
  fits: (lines, about) => lines.length >= 30 && isFileText(about) && countOf(lines, isDeclared) >= 3,
  select: (lines, level): Selection => {
    const isCareful = level === "balanced";
    const keeps = noneOf(lines);
    keepEnds(keeps, isCareful ? 12 : 4, isCareful ? 5 : 2);
    lines.forEach((line, at) => {
      if (isDeclared(startOf(line)) || (isCareful && isMember(startOf(line)))) keeps[at] = 1;
    });
    return { keeps, notes: new Map(), gap: linesGap, minGap: 3 };
  },
});

/** What editors and agents number lines with. */
const number = /^\s*\d+(?:→|\t|: |\| ?)/;

const declared =
  /^(?:(?:export|import|from|package|use|using|module|namespace|include|require|#include|#define)\b|#\s?(?:include|define)\b|(?:(?:pub(?:\([a-z]+\))?|async|static|public|private|protected|internal|abstract|final|default|declare|inline|unsafe|sealed|virtual|override) +){0,4}(?:function|class|interface|type|enum|struct|trait|impl|fn|func|def|mod|macro_rules!|const|let|var|val|object|protocol|extension|record|union)\b|#{1,6} \S|@\w)/;

const member =
  /^\s{1,8}(?:(?:async|static|public|private|protected|internal|abstract|final|override|readonly|get|set|pub|const|export) +){0,4}(?:(?:function|class|interface|enum|struct|trait|fn|func|def)\b|[\w$#]+ ?\([^;]*[{:]$)/;

const isDeclared = (line: string): boolean => declared.test(bare(line));

const isMember = (line: string): boolean => {
  const own = bare(line);
  return member.test(own) && !/^\s*(?:if|for|while|switch|catch|else|return|with|match|elif|until|unless)\b/.test(own);
};

const bare = (line: string): string => line.replace(number, "");
