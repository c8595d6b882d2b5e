/** What a request's input is, as far as its size goes. */
export type InputShape = {
  /** Tokens of everything that the model reads as text: instructions, messages, tool calls and their results. */
  readonly textTokens: number;
  /** Characters of the same. */
  readonly characters: number;
  /** Tokens of the tools' definitions as compact JSON. */
  readonly toolTokens: number;
  readonly messages: number;
  /** Calls of tools, each with its result. */
  readonly steps: number;
  readonly hasTools: boolean;
  /** Whether the model must call one of them. */
  readonly mustCall: boolean;
  /** Whether it is told to think. */
  readonly thinks: boolean;
  /** Whether it comes in OpenAI's chat format. */
  readonly isOpenaiChat: boolean;
};

/** How a family of models makes input tokens of a request; each number means something that the vendor adds or does. */
export type Weights = {
  /** Once for every request. */
  readonly fixed: number;
  /** For each message: the marks of its role and its end. */
  readonly message: number;
  /** For each call of a tool and its result: what they are wrapped in. */
  readonly step: number;
  /** Once, where there are tools: the vendor's own words on how to call them, less the marks that it leaves out. */
  readonly preamble: number;
  /** Once, where the model must call a tool: more words. */
  readonly mustCall: number;
  /** Once, where it is told to think: words on that. */
  readonly thinks: number;
  /** The preamble once more, in OpenAI's chat format alone: the newer models know their tools by the responses format. */
  readonly chatPreamble: number;
  /** Its tokens for each of ours, in text: its tokenizer is another one. */
  readonly text: number;
  /** Its tokens for each character besides: a smaller vocabulary cuts long words where ours has them whole. */
  readonly characters: number;
  /** Its tokens for each of ours, in the tools' definitions: it writes them in its own way. */
  readonly tools: number;
};

/** The input tokens of a request without media, by these weights. */
export const weighed = (shape: InputShape, weights: Weights): number => {
  const { mustCall, chatPreamble } = weights;
  const preamble = weights.preamble + (shape.mustCall ? mustCall : 0) + (shape.isOpenaiChat ? chatPreamble : 0);
  return (
    weights.fixed +
    weights.message * shape.messages +
    weights.step * shape.steps +
    (shape.hasTools ? preamble : 0) +
    (shape.thinks ? weights.thinks : 0) +
    weights.text * shape.textTokens +
    weights.characters * shape.characters +
    weights.tools * shape.toolTokens
  );
};
