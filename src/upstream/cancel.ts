import { ProxyError } from "../core/errors.ts";
import type { UnderWay } from "./relay.ts";

/** Ends the call of this request because a person wants it; false where there is none. The client is told in its own format. */
export const cancelIn = (underWay: Iterable<UnderWay>, id: string): boolean => {
  for (const one of underWay) {
    if (one.id !== id) continue;
    one.breakOff(cancelled());
    return true;
  }
  return false;
};

const cancelled = (): ProxyError =>
  new ProxyError("request_cancelled", "This request was cancelled in the proxy.", {
    hint: "Send it again if that was a mistake.",
  });
