/** No vendor has a longer name for a model. */
const longest = 256;

/** The name of a model; null for what is too long to be one, because names are kept in many places. */
export const modelName = (said: string | null): string | null => (said === null || said.length > longest ? null : said);
