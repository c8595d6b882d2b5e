import type { Chat } from "../../core/chat.ts";
import { type Family, familyOf } from "./families.ts";
import { measureInAll } from "./measure.ts";
import { type MediaSize, mediaSizeOf, mediaTokens } from "./media.ts";
import type { Encoding } from "./ranks.ts";
import { askedOf, firstShown, isSpoken, type Pieces, piecesOf, schemaTexts, toolTexts } from "./visible.ts";
import { type InputShape, weighed } from "./weights.ts";

/** How much text there is: characters, and tokens by their measure. */
type TextSize = Readonly<Record<Encoding, number>> & { readonly characters: number };

type PiecesSize = {
  readonly texts: TextSize;
  readonly thoughts: TextSize;
  readonly media: readonly MediaSize[];
  readonly steps: number;
};

type MessageSize = PiecesSize & { readonly isSpoken: boolean };

/** How large a conversation, or a part of one, is for whatever model. Nothing of what it says. */
export type ChatSize = ReturnType<typeof askedOf> & {
  /** Instructions, and the shape that the answer has to have. */
  readonly led: PiecesSize;
  readonly messages: readonly MessageSize[];
  readonly tools: TextSize;
};

/** Measures a conversation or a part of one. */
export const sizeOf = (chat: Chat): ChatSize => {
  const led = piecesOf(chat.system);
  return {
    ...askedOf(chat),
    led: piecesSize({ ...led, texts: [...led.texts, ...schemaTexts(chat)] }),
    messages: chat.messages.map((message) => ({
      ...piecesSize(piecesOf(message.blocks)),
      isSpoken: isSpoken(message),
    })),
    tools: textSize(toolTexts(chat)),
  };
};

/** The size of a conversation whose parts were measured one by one, in their order. */
export const joined = (sizes: readonly ChatSize[]): ChatSize => {
  const asked = { hasTools: false, mustCall: false, thinks: false, isOpenaiChat: false };
  const messages: MessageSize[] = [];
  for (const size of sizes) {
    asked.hasTools ||= size.hasTools;
    asked.mustCall ||= size.mustCall;
    asked.thinks ||= size.thinks;
    asked.isOpenaiChat ||= size.isOpenaiChat;
    messages.push(...size.messages);
  }
  return {
    ...asked,
    led: together(sizes.map(({ led }) => led)),
    messages,
    tools: added(sizes.map(({ tools }) => tools)),
  };
};

/** The tokens of an input of this size for a model, before anything learned goes into it. */
export const unlearnedTokens = (size: ChatSize, model: string): number => {
  const family = familyOf(model);
  const { led, messages, tools } = size;
  const since = firstShown(
    messages.map(({ isSpoken }) => isSpoken),
    family.thoughts,
  );
  const texts = added([
    led.texts,
    ...messages.map((message) => message.texts),
    ...messages.slice(since).map((message) => message.thoughts),
  ]);
  const { media, steps } = together([led, ...messages]);
  const shape = { ...size, steps, messages: messages.length, ...readBy(family, texts, tools) };
  return unlearned(shape, family, media, model);
};

/** The same of a request whose texts have been counted. */
export const unlearned = (shape: InputShape, { weights }: Family, media: readonly MediaSize[], model: string): number =>
  Math.max(1, weighed(shape, weights) + sum(media.map((one) => mediaTokens(one, model))));

const readBy = ({ encoding }: Family, texts: TextSize, tools: TextSize) => ({
  textTokens: texts[encoding],
  characters: texts.characters,
  toolTokens: tools[encoding],
});

const piecesSize = ({ texts, thoughts, media, steps }: Pieces): PiecesSize => ({
  texts: textSize(texts),
  thoughts: textSize(thoughts),
  media: media.flatMap((block) => mediaSizeOf(block) ?? []),
  steps,
});

const textSize = (texts: readonly string[]): TextSize =>
  added(texts.map((text) => ({ characters: text.length, ...measureInAll(text) })));

const together = (sizes: readonly PiecesSize[]): PiecesSize => ({
  texts: added(sizes.map(({ texts }) => texts)),
  thoughts: added(sizes.map(({ thoughts }) => thoughts)),
  media: sizes.flatMap(({ media }) => media),
  steps: sum(sizes.map(({ steps }) => steps)),
});

const added = (sizes: readonly TextSize[]): TextSize => {
  const all = { characters: 0, o200k_base: 0, cl100k_base: 0 };
  for (const size of sizes) {
    all.characters += size.characters;
    all.o200k_base += size.o200k_base;
    all.cl100k_base += size.cl100k_base;
  }
  return all;
};

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
