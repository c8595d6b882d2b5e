import type { DialectName } from "../core/dialect-name.ts";

const messages: DialectName = "anthropic";

/** Whether a format is that of messages: it bears the name of the vendor that made it, but others speak it, too. */
export const isMessages = (dialect: DialectName | null | undefined): boolean => dialect === messages;
