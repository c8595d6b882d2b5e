import { type AdaptServices, adapt } from "./adapt.ts";
import { allowed } from "./allowed.ts";
import { type AttemptServices, attempt } from "./attempt.ts";
import { type BudgetServices, budget } from "./budget.ts";
import { type CacheServices, cache } from "./cache.ts";
import { type CheckServices, check } from "./check.ts";
import { type CountTokensServices, countTokens } from "./count-tokens.ts";
import { type InjectUsageServices, injectUsage } from "./inject-usage.ts";
import { type KeepServices, keep } from "./keep.ts";
import { type KeysServices, keys } from "./keys.ts";
import { type LimitsServices, limits } from "./limits.ts";
import { type ListModelsServices, listModels } from "./list-models.ts";
import { type LoopServices, loops } from "./loops.ts";
import { type MemoryServices, memory } from "./memory.ts";
import { type NativeServices, native } from "./native.ts";
import { type OwnServices, own } from "./own.ts";
import { type PinServices, pin } from "./pin.ts";
import { type PlanServices, plan } from "./plan.ts";
import { type PrinterServices, printer } from "./printer.ts";
import { type SavedHeaderServices, savedHeader } from "./saved-header.ts";
import { type SendServices, send } from "./send.ts";
import { type SessionServices, session } from "./session.ts";
import { type StayServices, stay } from "./stay.ts";
import { type ThoughtsServices, thoughts } from "./thoughts.ts";
import { type TraceServices, trace } from "./trace.ts";

/** Everything that the middleware need, together. */
export type Services = SavedHeaderServices &
  CheckServices &
  PlanServices &
  PinServices &
  SessionServices &
  TraceServices &
  KeepServices &
  PrinterServices &
  OwnServices &
  CountTokensServices &
  LimitsServices &
  BudgetServices &
  LoopServices &
  CacheServices &
  MemoryServices &
  NativeServices &
  ListModelsServices &
  KeysServices &
  AdaptServices &
  InjectUsageServices &
  ThoughtsServices &
  StayServices &
  SendServices &
  AttemptServices;

/** The running order, outermost first. */
export const middleware = [
  savedHeader, // outermost: tells what all the others have learned by the head of the answer
  keep, // before all that may refuse: people look at what was refused
  check, // before the plan: what is no request goes nowhere, and what it says of where it goes has a say in it
  pin, // before plan, which it tells where the conversation goes
  plan, // first: everything after it needs to know the upstream and the model
  stay, // beside plan, which asks it; remembers where a conversation went instead
  session, // sees all that goes somewhere, and waits until it has gone out
  trace, // before all that answers by itself: sees what the client sent and got
  printer, // beside trace, for the same reason
  own, // the user's: after trace and printer, which shall see what it refuses, before all that costs
  allowed, // after trace and printer, which see what it refuses; before all that answers
  listModels, // answers by itself what no vendor alone could; after the user's own, which may refuse it
  countTokens, // asks the vendor nothing where the vendor could not answer; needs to know which one it is
  cache, // after what answers by itself; before all that counts costs: a hit costs nothing, and takes nobody's place
  budget, // after what answers by itself, which costs nothing; before limits, so that who waits for a person takes nobody's place
  loops, // beside budget, which is asked first: it costs less to know
  limits, // after what answers by itself and costs nobody anything; before what works for a request that may have to wait
  memory, // after what answers by itself; before the vendor's ways are looked at, which leave alone what it has changed
  keys, // just before attempt, which tries them in this order
  attempt, // after all that is so wherever it goes: what follows is of one target, and is run for each that is tried
  thoughts, // first of these: of what memory has changed a vendor may want to hear
  native, // beside memory, which leaves to the vendor what the vendor clears
  adapt, // needs to know the vendor; after all that reads what the client itself has sent
  injectUsage, // needs to know the vendor; after all that reads what the client itself has sent
  send, // innermost: by now it is settled what goes out
] as const;

/** The running order of what the daemon itself asks: no feature has a part in it. */
export const bareMiddleware = [attempt, send] as const;
