import type { Step } from "../step.ts";
import { withoutAttribution } from "./attribution.ts";
import { callIdsTaken } from "./call-ids.ts";
import { callsSealed } from "./call-seals.ts";
import { withoutCitations } from "./citations.ts";
import { failuresInWords } from "./failed-results.ts";
import { inputsTaken } from "./inputs.ts";
import { instructionsInPlace } from "./instructions.ts";
import { joined } from "./joined.ts";
import { mediaTaken } from "./media.ts";
import { namesTaken } from "./names.ts";
import { paired } from "./pairs.ts";
import { prefilled } from "./prefill.ts";
import { mediaBehindResults } from "./result-media.ts";
import { ownThoughts } from "./seals.ts";
import { withoutStrangers } from "./strangers.ts";
import { textsInOne } from "./texts.ts";
import { inTurn } from "./turns.ts";

/** What becomes of messages and blocks, in order. */
export const messageSteps: readonly Step[] = [
  withoutAttribution, // before anything else looks at the instructions
  namesTaken, // before messages of several speakers are put together
  withoutCitations, // while texts still are as they came
  withoutStrangers, // before pairs are looked for: a hosted call is nobody's to answer
  instructionsInPlace, // before turns are put together: who speaks decides
  joined, // a thought and the call that came of it may be entries of their own
  ownThoughts, // wants each turn whole; before pairs, as a call may get its seal here
  paired, // wants each turn whole
  mediaTaken, // before media leave results: what stands there of the tool's is never refused
  mediaBehindResults, // wants results in messages of their own
  failuresInWords,
  inputsTaken,
  callIdsTaken, // once calls and results have the same ids
  inTurn, // sees all that the others have put in or taken out
  prefilled, // looks at the last message
  callsSealed, // wants each turn whole, after all that may drop a call
  textsInOne, // last: what is one text by then stays so
];
