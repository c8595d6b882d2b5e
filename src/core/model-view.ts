import type { ModelFacts, Rates } from "./price.ts";
import type { ModelTier } from "./provider.ts";

/** Who says that an upstream has a model: its own list, a file of the person's, or what ships about its vendor. */
export type Sayer = "list" | "config" | "vendor";

/** An upstream that has a model. */
export type Serving = ModelFacts & {
  readonly upstream: string;
  readonly by: Sayer;
  /** Dollars for a million tokens; null = nobody knows. */
  readonly rates: Rates | null;
};

/** A name in a map of `models:`, and what it means. */
export type ModelAlias = {
  /** The upstream for which it is so; `*` = each. */
  readonly upstream: string;
  /** As it is written; may have `*` in it. */
  readonly name: string;
  readonly model: string;
};

/** A model as people see it. */
export type ModelView = {
  readonly name: string;
  /** The vendor that makes it, by its name alone; null = nobody can tell. */
  readonly maker: string | null;
  readonly label: string | null;
  /** How large it is among its maker's; null = nobody knows, or it does not chat. */
  readonly tier: ModelTier | null;
  /** Empty = nobody has it, it is only a name in a map. */
  readonly upstreams: readonly Serving[];
  /** What is asked for in its place at the upstream in question; null = itself, or nothing is settled. */
  readonly becomes: { readonly model: string; readonly why: string } | null;
};

/** All models that somebody has a word for. */
export type ModelsView = {
  /** The upstream that `becomes` is about; `auto` = each request goes to a vendor of its own. */
  readonly upstream: string;
  readonly models: readonly ModelView[];
  readonly aliases: readonly ModelAlias[];
  /** Upstreams whose own list is not in it, and why. */
  readonly unlisted: readonly { readonly upstream: string; readonly why: string }[];
};
