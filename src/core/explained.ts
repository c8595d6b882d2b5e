import type { ProxyError } from "./errors.ts";

/** What happened and what to do next, as one text for formats that have only a message. */
export const explained = (error: ProxyError): string =>
  error.hint === null ? error.message : `${error.message} ${error.hint}`;
