import { z } from "zod";
import { globOf } from "../../lib/glob.ts";

const error = "must be a pattern such as claude-* ({a,b} and ? work too), or a list of them";

/** A pattern for names. */
export const pattern = z.string({ error }).refine((written) => globOf(written) !== null, { error });

/** One, or several of which one has to fit. */
export const patterns = z.union([pattern, z.array(pattern).min(1)], { error });

/** Whom a rule is for: the words are the same in all families of rules, and so is what they mean. */
export const whom = {
  client: patterns.optional().meta({ description: "The program, by the beginning of its user agent: claude-cli." }),
  token: patterns.optional().meta({ description: "The name of the token that is shown; see proxy-cli token list." }),
  key: patterns.optional().meta({ description: "The mark of the key that is sent, as proxy-cli limits shows it." }),
  upstream: patterns.optional().meta({ description: "The upstream that it goes to." }),
} as const;
