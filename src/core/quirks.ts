import type { MediaBlock, MediaSource } from "./chat.ts";
import type { DialectName } from "./dialect-name.ts";
import type { TakesHere } from "./takes.ts";

/** Which kinds of media are taken, and from where. */
export type MediaTaken = Readonly<Partial<Record<MediaBlock["kind"], readonly MediaSource["type"][]>>>;

/** What a vendor demands, or takes, otherwise than the wire formats that it speaks; a field that is missing = as the format has it. */
export type Quirks = {
  /** It counts tokens by a rule of its own, which imitates nobody's and is known here: that of the simulator. */
  readonly ownCount?: true;
  /** Ids of calls have exactly so many letters and digits, and nothing else. */
  readonly callIdLength?: number;
  /** The formats in which instructions stand before the first message, or are refused. */
  readonly instructionsFirst?: readonly DialectName[];
  /** Knows no messages of a `developer`. */
  readonly noDeveloper?: true;
  /** After the results of tools the model has to speak before the user may. */
  readonly answersResults?: true;
  /** The field of the last message that says that the answer is to go on with it. */
  readonly prefillMark?: string;
  /** Models that refuse a conversation whose last word is the model's. */
  readonly noPrefill?: RegExp;
  /** Takes tools without a schema, and calls of them, in chat completions. */
  readonly plainTools?: true;
  /** How chat completions give thoughts of its own models back: as a field of the message, or among its parts. */
  readonly thoughts?: "field" | "parts";
  /** What it takes besides text in chat completions. */
  readonly media?: MediaTaken;
  /** The form of a document in chat completions: what its writer goes by. */
  readonly documentForm?: "document_url";
  /** While a budget of thoughts is asked for, a turn under way has to begin with a thought. */
  readonly thoughtBegins?: true;
  /** Models that take a sealed thought back only behind what it was thought after, to the letter; in this format. */
  readonly bindsThoughts?: { readonly dialect: DialectName; readonly models: RegExp };
  /** How long a prompt has to be for the vendor to keep it in its cache, in tokens: the first that fits a model. */
  readonly cachesFrom?: readonly { readonly models: RegExp; readonly tokens: number }[];
  /** Clears old results of tools itself where it is asked to: in this format, by an edit of this type, with this beta. */
  readonly clearsToolUses?: { readonly dialect: DialectName; readonly type: string; readonly beta: string };
  /** Models that want a seal on the first call of each turn, and what stands there when it was another model's call. */
  readonly callSeal?: { readonly models: RegExp; readonly standIn: string };
  /** Models that take media inside of what a tool gave, in a format where older ones do not. */
  readonly mediaInResults?: RegExp;
  /** The settings that it takes, or some of its models, where they are others than those of the format. */
  readonly takes?: readonly TakesHere[];
};
