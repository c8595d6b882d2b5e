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
  minTokens: { balanced: 600, aggressive: 240 },
  takesErrors: false,
  fits: (lines, about) => lines.length >= 30 && isFileText(about) && countOf(lines, isDeclared) >= 3,
  select: (lines, level): Selection => {
    const isCareful = level === "balanced";
    const keeps = noneOf(lines);
    keepEnds(keeps, isCareful ? 12 : 2, isCareful ? 5 : 1);
    const isTold = isCareful ? isTelling : firstOnes(maxDeclared, isOwn);
    lines.forEach((line, at) => {
      if (isTold(startOf(line))) keeps[at] = 1;
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

const isTelling = (line: string): boolean => isDeclared(line) || isMember(line);

/** What takes in others' names: those are told where they are declared. */
const taking = /^(?:import|from|use|using|include|require|#\s?include)\b/;

const isOwn = (line: string): boolean => isDeclared(line) && !taking.test(bare(line));

/** So many of what a file declares are told in the less careful way: the names of the others stand below. */
const maxDeclared = 5;

const firstOnes = (most: number, is: (line: string) => boolean): ((line: string) => boolean) => {
  let left = most;
  return (line) => left > 0 && is(line) && left-- > 0;
};

const bare = (line: string): string => line.replace(number, "");
