/** What is looked at to tell a turn of a conversation from a call beside it. */
type Call = {
  readonly path: string;
  readonly maxTokens: number | null;
  readonly hasTools: boolean;
  /** Messages that the model wrote. */
  readonly answers: number;
  /** Whether its words are those of such a call. */
  readonly isBeside: boolean;
};

/** Paths that count and do not answer. */
const countingPath = /\/count_tokens$|\/input_tokens$|:countTokens$/;

/** What programs ask for beside the conversation, in the words of their instructions. */
const besideWords =
  /title generator|thread title|\btitle for (?:the|this|a)\b|word title|new conversation topic|isNewTopic|generate (?:a|an) (?:short |concise |brief )*(?:title|name)\b|conversation title|memory extract/i;

/** Where in a text programs say so. */
const lookedAt = 4000;

/** Whether a path only counts. */
export const isCounting = (path: string): boolean => countingPath.test(path);

/** Whether a text asks for what programs ask for beside the conversation. */
export const isBeside = (text: string): boolean => besideWords.test(text.slice(0, lookedAt));

/** Whether a call is made once beside the conversation: a title, a probe of the quota, a count of tokens. */
export const isUtility = ({ path, maxTokens, hasTools, answers, isBeside }: Call): boolean =>
  isCounting(path) || (maxTokens === 1 && answers === 0) || (isBeside && !hasTools && answers <= mostAnswers);

/** Some programs put the beginning of the answer into the model's mouth. */
const mostAnswers = 1;

/** Whether a person asks to begin anew, and says nothing else. */
export const isReset = (phrase: string | null): boolean =>
  phrase !== null &&
  resetPhrases.has(
    phrase
      .toLowerCase()
      .replaceAll(/[^a-z ]/g, "")
      .replaceAll(/ +/g, " ")
      .trim(),
  );

const resetPhrases: ReadonlySet<string> = new Set([
  "start over",
  "lets start over",
  "new conversation",
  "start a new conversation",
  "new chat",
  "start a new chat",
  "start from scratch",
  "forget everything",
  "forget everything above",
  "forget our conversation",
  "reset",
  "reset conversation",
  "reset the conversation",
  "clear conversation",
  "clear the conversation",
]);
