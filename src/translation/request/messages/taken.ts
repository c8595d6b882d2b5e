import type { Block } from "../../../core/chat.ts";
import type { DialectName } from "../../../core/dialect-name.ts";
import type { MediaTaken } from "../../../core/quirks.ts";
import type { Destination } from "../../../core/translation.ts";
import { isMessages } from "../../formats.ts";
import { takesOf } from "../../takes.ts";

/** What a format takes of messages, and demands of them. */
type Format = {
  /** Instructions stand before the first message, and nowhere else. */
  readonly instructionsFirst: boolean;
  /** The user begins, and the user and the model take turns; results of tools are the user's. */
  readonly takesTurns: boolean;
  /** Texts of nothing but white space are taken. */
  readonly blankTexts: boolean;
  /** The arguments of a call are an object, and not a text. */
  readonly objectInput: boolean;
  /** A result names the tool that it is of. */
  readonly namedResults: boolean;
  /** A result can say that it is an error. */
  readonly errorFlag: boolean;
  /** What the id of a call looks like, and how long one is that is made here. */
  readonly callIds: { readonly shape: RegExp; readonly length: number };
  /**
   * How thoughts go back: as `blocks` with their seal, as `items` that are nothing without one, with the `part` that came of
   * them, as a `field` of the message or among its `parts`; null = they have no place.
   */
  readonly thoughts: "blocks" | "items" | "part" | "field" | "parts" | null;
  readonly media: MediaTaken;
  readonly mediaInResults: MediaTaken;
  /** Documents that are taken as bytes. */
  readonly documentTypes: RegExp;
  /** Addresses that the vendor can read. */
  readonly addresses: RegExp;
  /** A message can say who of several speakers has spoken. */
  readonly speakers: boolean;
  /** A message without an answer yet is gone on with, and not answered. */
  readonly prefill: boolean;
};

/** The same for a destination, with what its vendor and its model make of it. */
export type Taken = Format & {
  readonly noDeveloper: boolean;
  readonly answersResults: boolean;
  readonly prefillMark: string | null;
  /** The model must not have the last word. */
  readonly noPrefill: boolean;
  readonly plainTools: boolean;
  readonly documentForm: string | null;
  /** What stands on the first call of a turn that has no seal; null = none is wanted. */
  readonly callSeal: string | null;
};

/** What this destination takes. */
export const takenBy = ({ dialect, provider: { quirks }, model }: Destination): Taken => {
  const format = formats[dialect];
  const isChat = dialect === "openai-chat" || dialect === "unified";
  const { callIdLength: length, callSeal } = quirks;
  const { messageFields } = takesOf({ quirks }, dialect, model);
  const isSealed = dialect === "gemini" && callSeal?.models.test(model ?? "") === true;
  const isModern = dialect === "gemini" && quirks.mediaInResults?.test(model ?? "") === true;
  return {
    ...format,
    instructionsFirst: format.instructionsFirst || (quirks.instructionsFirst?.includes(dialect) ?? false),
    callIds: length === undefined ? format.callIds : { shape: new RegExp(`^[a-zA-Z0-9]{${length}}$`), length },
    thoughts: isChat ? (quirks.thoughts ?? null) : format.thoughts,
    media: isChat ? (quirks.media ?? format.media) : format.media,
    mediaInResults: isModern ? { image: ["base64"], document: ["base64"] } : format.mediaInResults,
    noDeveloper: quirks.noDeveloper ?? false,
    answersResults: quirks.answersResults ?? false,
    speakers: format.speakers && (messageFields === null || messageFields["user"]?.includes("name") === true),
    noPrefill: isMessages(dialect) && quirks.noPrefill?.test(model ?? "") === true,
    prefillMark: isChat ? (quirks.prefillMark ?? null) : null,
    plainTools: dialect === "openai-responses" || (isChat && (quirks.plainTools ?? false)),
    documentForm: quirks.documentForm ?? null,
    callSeal: isSealed ? callSeal.standIn : null,
  };
};

/** Whether a medium is taken as it is. */
export const takes = (taken: MediaTaken, { kind, source }: Block & { readonly type: "media" }): boolean =>
  taken[kind]?.includes(source.type) ?? false;

const openaiChat: Format = {
  instructionsFirst: false,
  takesTurns: false,
  blankTexts: true,
  objectInput: false,
  namedResults: false,
  errorFlag: false,
  callIds: { shape: /^.{1,64}$/s, length: 24 },
  thoughts: null,
  media: { image: ["base64", "url"], document: ["base64"], audio: ["base64"] },
  mediaInResults: {},
  documentTypes: /^application\/pdf$/,
  addresses: /^https?:/,
  speakers: true,
  prefill: false,
};

const formats: Readonly<Record<DialectName, Format>> = {
  "openai-chat": openaiChat,
  unified: openaiChat,
  "openai-responses": {
    ...openaiChat,
    thoughts: "items",
    media: { image: ["base64", "url"], document: ["base64", "url"], audio: ["base64"] },
    mediaInResults: { image: ["base64", "url"], document: ["base64", "url"] },
    documentTypes: /./,
    speakers: false,
  },
  anthropic: {
    instructionsFirst: true,
    takesTurns: true,
    blankTexts: false,
    objectInput: true,
    namedResults: false,
    errorFlag: true,
    callIds: { shape: /^[a-zA-Z0-9_-]+$/, length: 24 },
    thoughts: "blocks",
    media: { image: ["base64", "url"], document: ["base64", "url", "text"] },
    mediaInResults: { image: ["base64", "url"], document: ["base64", "url", "text"] },
    documentTypes: /^application\/pdf$/,
    addresses: /^https?:/,
    speakers: false,
    prefill: true,
  },
  gemini: {
    instructionsFirst: true,
    takesTurns: true,
    blankTexts: true,
    objectInput: true,
    namedResults: true,
    errorFlag: true,
    callIds: { shape: /./s, length: 24 },
    thoughts: "part",
    media: {
      image: ["base64", "url"],
      document: ["base64", "url"],
      audio: ["base64", "url"],
      video: ["base64", "url"],
    },
    mediaInResults: {},
    documentTypes: /^(application\/pdf|text\/.*)$/,
    addresses: /^(https?|gs):/,
    speakers: false,
    prefill: false,
  },
};
