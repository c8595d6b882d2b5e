import { anyGlob, globOf } from "../lib/glob.ts";
import { redacted } from "../lib/redact.ts";
import { type Condition, type FormatWord, formatWords } from "./route.ts";
import type { Known, Traits } from "./traits.ts";

/** One or several. */
type Some<T> = T | readonly T[];

/** What a rule of `routes:` asks, as it is written. */
export type When = {
  readonly dialect?: Some<FormatWord | "unified"> | undefined;
  readonly model?: Some<string> | undefined;
  readonly path?: Some<string> | undefined;
  readonly client?: Some<string> | undefined;
  readonly session?: Some<string> | undefined;
  readonly stream?: boolean | undefined;
  readonly background?: boolean | undefined;
  readonly thinking?: boolean | undefined;
  readonly tools?: boolean | readonly string[] | undefined;
  readonly images?: boolean | undefined;
  readonly input_tokens?: { readonly above?: number | undefined; readonly below?: number | undefined } | undefined;
};

/** The conditions of a rule, those first that cost nothing and that of the tokens last. */
export const conditionsOf = (when: When): readonly Condition[] =>
  [
    when.dialect === undefined ? null : dialectIs(listOf(when.dialect)),
    named("model", when.model, ({ model }) => model),
    when.background === undefined ? null : backgroundIs(when.background),
    named("path", when.path, ({ path }) => path),
    named("client", when.client, ({ client }) => client),
    when.stream === undefined ? null : streamIs(when.stream),
    named("session", when.session, ({ session }) => session()),
    when.thinking === undefined ? null : thinkingIs(when.thinking),
    when.tools === undefined ? null : toolsAre(when.tools),
    when.images === undefined ? null : imagesAre(when.images),
    when.input_tokens === undefined ? null : tokensAre(when.input_tokens),
  ].filter((condition) => condition !== null);

const listOf = <T>(some: Some<T>): readonly T[] => (Array.isArray(some) ? some : [some as T]);

const dialectIs = (words: readonly (FormatWord | "unified")[]): Condition => {
  const wanted: ReadonlySet<string> = new Set(
    words.flatMap((word) => (word === "unified" ? [word] : formatWords[word])),
  );
  return ({ dialect, manner }) => {
    const spoken = dialect ?? manner;
    return wanted.has(spoken)
      ? { fits: true, why: `speaks ${spoken}` }
      : { fits: false, why: `speaks ${spoken}, not ${words.join(" or ")}` };
  };
};

const named = (
  what: "model" | "path" | "client" | "session",
  written: Some<string> | undefined,
  nameIn: (traits: Traits) => string | null,
): Condition | null => {
  if (written === undefined) return null;
  const globs = listOf(written).flatMap((text) => globOf(text) ?? []);
  const wanted = globs.map(({ text }) => text).join(" or ");
  return (traits) => {
    const name = nameIn(traits);
    if (name === null) return { fits: false, why: `no ${what} is known` };
    const found = globs.find(({ fits }) => fits(name));
    return found === undefined
      ? { fits: false, why: `${what} ${shown(name)} is not ${wanted}` }
      : { fits: true, why: found.text === name ? `${what} ${name}` : `${what} ${shown(name)} is ${found.text}` };
  };
};

/** A name as a reason may quote it: it is a client's own word, and reasons are kept. */
const shown = (name: string): string => {
  const told = redacted(name);
  return told.length > 60 ? `${told.slice(0, 57)}...` : told;
};

const streamIs =
  (wanted: boolean): Condition =>
  ({ stream }) => ({ fits: stream === wanted, why: stream ? "wants a stream" : "wants no stream" });

/** Small models that clients pick by themselves for titles, summaries and the like: haiku, nano, flash-lite. */
const smallModel = /haiku|-nano\b|flash-lite|flash-8b/i;

const backgroundIs =
  (wanted: boolean): Condition =>
  ({ model }) => {
    const isSmall = model !== null && smallModel.test(model);
    const why = isSmall
      ? `${shown(model)} is a small model of the client's choice`
      : `${shown(model ?? "no model")} is no small model`;
    return { fits: isSmall === wanted, why };
  };

/** A condition on what is in the body; one that nobody knows the answer to is not met. */
const known =
  (condition: (content: Known) => { readonly fits: boolean; readonly why: string }): Condition =>
  (traits) => {
    const content = traits.content();
    return content.unknown === null ? condition(content) : { fits: false, why: content.unknown };
  };

const thinkingIs = (wanted: boolean): Condition =>
  known(({ isThinking }) => ({
    fits: isThinking === wanted,
    why: isThinking ? "asks for thoughts" : "asks for no thoughts",
  }));

const toolsAre = (wanted: boolean | readonly string[]): Condition =>
  known(({ tools }) => {
    if (typeof wanted === "boolean")
      return {
        fits: tools.length > 0 === wanted,
        why: tools.length === 0 ? "has no tools" : tools.length === 1 ? "has a tool" : `has ${tools.length} tools`,
      };
    const { text, fits } = anyGlob(wanted);
    const tool = tools.find(fits);
    return tool === undefined
      ? { fits: false, why: `has no tool ${text}` }
      : { fits: true, why: `has the tool ${shown(tool)}` };
  });

const imagesAre = (wanted: boolean): Condition =>
  known(({ images }) => ({
    fits: images > 0 === wanted,
    why: images === 0 ? "has no image" : images === 1 ? "has an image" : `has ${images} images`,
  }));

const tokensAre = ({ above, below }: NonNullable<When["input_tokens"]>): Condition =>
  known(({ inputTokens }) => {
    const tokens = inputTokens();
    const told = `${grouped(tokens)} input tokens`;
    if (above !== undefined && tokens <= above) return { fits: false, why: `${told} <= ${grouped(above)}` };
    if (below !== undefined && tokens >= below) return { fits: false, why: `${told} >= ${grouped(below)}` };
    const bounds = [
      above === undefined ? "" : ` > ${grouped(above)}`,
      below === undefined ? "" : ` < ${grouped(below)}`,
    ];
    return { fits: true, why: told + bounds.filter((bound) => bound !== "").join(" and") };
  });

const grouped = (count: number): string => String(Math.round(count)).replaceAll(/\B(?=(\d{3})+$)/g, ",");
