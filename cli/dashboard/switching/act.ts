import type { Switched } from "../../../src/control/contract.ts";
import { asProxyError } from "../../../src/core/errors.ts";
import { counted } from "../../output/units.ts";
import { keyOf } from "../data/answers.ts";
import type { Data } from "../data/data.ts";
import { told } from "../data/told.ts";
import type { Change, Effect, State, Step } from "../state.ts";
import { doing, to, toasted } from "../step.ts";
import { type Check, freshSwitch, type Refusal, type SwitchOverlay } from "./overlay.ts";
import { currentIn, liveData, targetOf, targetsIn } from "./targets.ts";

/** Opens the dialog; without a name one is chosen in it. */
export const openSwitch =
  (name: string | null): Change =>
  (state) => {
    const overlay = freshSwitch(name, sessionAt(state));
    const { status } = liveData(state);
    const isTold = status !== null && targetsIn(liveData(state)).length > 0;
    return isTold ? checked(state, overlay) : doing({ ...state, overlay }, lookUp);
  };

/** The conversation that somebody looks at; null = none. */
const sessionAt = ({ path }: State): string | null => {
  const place = path.at(-1);
  return place?.kind === "session" ? place.id : null;
};

/** The other way round: this conversation alone, or all of them. What was found out counts for one of the two. */
export const alone = (state: State, overlay: SwitchOverlay): Step =>
  overlay.session === null ? to(state) : checked(state, { ...overlay, isAlone: !overlay.isAlone, checks: {} });

/** The dashboard has just been opened and nobody has told yet which upstreams there are, and which was before. */
const lookUp: Effect = {
  type: "ask",
  with: async (client) => {
    const [upstreams, status] = await Promise.all([client.upstreams({}), client.status({})]);
    return (state, now) => {
      const put = (data: Data): Data =>
        told(
          told(data, keyOf({ name: "upstreams", ask: {} }), upstreams, now),
          keyOf({ name: "status", ask: {} }),
          status,
          now,
        );
      const known: State =
        state.held === null ? { ...state, data: put(state.data) } : { ...state, held: put(state.held) };
      return known.overlay?.kind === "switch" ? checked(known, known.overlay) : to(known);
    };
  },
};

/** The state with this overlay, and its target looked at unless that has happened already. */
export const checked = (state: State, overlay: SwitchOverlay): Step => {
  const target = targetOf(overlay, state);
  const shown: State = { ...state, overlay };
  const isThere = !overlay.isAlone && target === currentIn(liveData(state));
  if (target === null || isThere || target in overlay.checks) return to(shown);
  return doing(withCheck(shown, target, { kind: "checking" }), check(target, sessionOf(overlay)));
};

/** What the daemon is asked besides. */
const sessionOf = ({ session, isAlone }: SwitchOverlay): Alone => (isAlone ? { session } : {});

type Alone = { readonly session?: string | null };

const check = (name: string, session: Alone): Effect => ({
  type: "ask",
  with: async ({ switchUpstream }) => {
    const found = await switchUpstream({ name, force: false, dryRun: true, ...session }).then(
      (would): Check => ({ kind: "possible", would }),
      (thrown: unknown): Check => ({ kind: "refused", ...refusalOf(thrown) }),
    );
    return (state) => to(withCheck(state, name, found));
  },
});

/** What came back counts for the dialog that is open now, whenever it was opened. */
const withCheck = (state: State, name: string, found: Check): State => {
  const { overlay } = state;
  if (overlay?.kind !== "switch") return state;
  return { ...state, overlay: { ...overlay, checks: { ...overlay.checks, [name]: found } } };
};

/** Switches. What is shown changes when the daemon says that it has happened; a refusal is shown in the dialog. */
export const switching =
  (name: string, force: boolean): Change =>
  (state) => {
    const { overlay } = state;
    const session = overlay?.kind === "switch" ? sessionOf(overlay) : {};
    const busy: State = overlay?.kind === "switch" ? { ...state, overlay: { ...overlay, isSwitching: true } } : state;
    return doing(busy, {
      type: "ask",
      with: ({ switchUpstream }) =>
        switchUpstream({ name, force, dryRun: false, ...session }).then(
          (switched): Change =>
            (later, now) =>
              to(toasted(withoutDialog(later), now, switchedWords(switched, name), switched.changed ? "ok" : "muted")),
          (thrown: unknown): Change => refused(name, refusalOf(thrown)),
        ),
    });
  };

/** Back to the upstream before. */
export const switchBack: Change = switching("-", false);

const withoutDialog = (state: State): State => (state.overlay?.kind === "switch" ? { ...state, overlay: null } : state);

/** A refusal is told where it can be answered: in the dialog of that one target. */
const refused =
  (name: string, refusal: Refusal): Change =>
  (state, now) => {
    const target = name === "-" ? (liveData(state).status?.previousUpstream ?? null) : name;
    const isFree = state.overlay === null || state.overlay.kind === "switch";
    if (target === null || !isFree) return to(toasted(state, now, refusal.problem, "error"));
    const checks = { [target]: { kind: "refused", ...refusal } as const };
    return to({ ...state, overlay: { ...freshSwitch(target), checks } });
  };

/** The daemon names the way to do it all the same where there is one. */
const refusalOf = (thrown: unknown): Refusal => {
  const { message, hint } = asProxyError(thrown);
  return { problem: message, canForce: hint?.includes("--force") === true };
};

/** `ok anthropic -> cn, 3 streams stay; - goes back` */
const switchedWords = ({ from, to: target, changed, staying, session }: Switched, asked: string): string => {
  if (session !== null)
    return changed ? `ok ${session} alone: ${from} -> ${target}` : `${session} goes to ${target} already`;
  if (!changed)
    return asked === "-" ? `there is no upstream to go back to; it stays ${target}` : `already on ${target}`;
  const stay = staying === 0 ? "" : `, ${counted(staying, "stream")} ${staying === 1 ? "stays" : "stay"}`;
  return `ok ${from} -> ${target}${stay}; - goes back`;
};
