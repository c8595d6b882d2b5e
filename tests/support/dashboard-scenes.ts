import { alwaysAsked } from "../../cli/dashboard/data/always.ts";
import { type Askable, keyOf } from "../../cli/dashboard/data/answers.ts";
import type { Event } from "../../cli/dashboard/event.ts";
import type { Size } from "../../cli/dashboard/frame/rect.ts";
import { screenOf } from "../../cli/dashboard/screens/index.ts";
import type { Look, State } from "../../cli/dashboard/state.ts";
import { update } from "../../cli/dashboard/update.ts";
import type { WatchMessage } from "../../src/control/contract.ts";
import { stateOf, testLook } from "./dashboard.ts";
import { detailOf, requestsOf, runningOf, summariesOf } from "./scenes/requests.ts";
import { seriesWith } from "./scenes/series.ts";
import { emptyStatus, sceneNow, statsWith, statusWith } from "./scenes/status.ts";
import { upstreamsOf } from "./scenes/upstreams.ts";

export { sceneNow } from "./scenes/status.ts";

/** What a daemon that does not exist would answer; a call that is missing is not answered. */
export type Answering = { readonly [Name in keyof Askable]?: (ask: Askable[Name]["ask"]) => Askable[Name]["answer"] };

/** A made-up situation: the same numbers, names and times whenever and wherever it is drawn. */
export type Scene = {
  readonly answers: Answering;
  /** What the daemon tells after its first answers. */
  readonly messages: readonly WatchMessage[];
  /** What happens to the connection in the end. */
  readonly isGone?: boolean;
};

/** `empty`: nothing yet. `calm`: as on any morning. `busy`: hundreds, with hostile texts. `trouble`: what can go wrong has. */
export const sceneNames = ["empty", "calm", "busy", "trouble", "gone"] as const;

/** One of the situations. */
export type SceneName = (typeof sceneNames)[number];

/** The situation of this name. */
export const sceneOf = (name: SceneName): Scene => {
  switch (name) {
    case "empty":
      return { answers: { ...answersOf("calm"), ...emptyAnswers }, messages: [] };
    case "gone":
      return { ...sceneOf("calm"), isGone: true };
    default:
      return { answers: answersOf(name), messages: messagesOf(name) };
  }
};

/** The state of a dashboard of this size in a situation, after these events too; every question has its answer. */
export const sceneState = (
  scene: Scene,
  size: Size,
  { look = testLook, events = [] }: { readonly look?: Look; readonly events?: readonly Event[] } = {},
): State => {
  const snapshot: WatchMessage = { type: "snapshot", status: scene.answers.status?.({}) ?? emptyStatus };
  const begun = eventsIn(stateOf(size, look), [
    { type: "link", link: { kind: "live" } },
    { type: "heard", message: snapshot },
  ]);
  const told = eventsIn(
    answered(answered(begun, scene.answers), scene.answers),
    scene.messages.map((message) => ({ type: "heard", message })),
  );
  // What a key opens asks for more, and the next key is pressed when that is there.
  const pressed = events.reduce((so, event) => answered(eventsIn(so, [event]), scene.answers), told);
  const after = answered(answered(pressed, scene.answers), scene.answers);
  const nextTryAt = sceneNow + 3000;
  const gone = { kind: "gone", since: sceneNow - 4000, nextTryAt, why: "the proxy has ended" } as const;
  return scene.isGone === true ? eventsIn(after, [{ type: "link", link: gone }]) : after;
};

const eventsIn = (state: State, events: readonly Event[]): State =>
  events.reduce((so, event) => update(so, event, sceneNow).state, state);

/** With an answer to all that is asked in this state. */
const answered = (state: State, answers: Answering): State =>
  [...alwaysAsked(state), ...screenOf(state).questions(state, sceneNow)].reduce((so, question) => {
    const answer = answers[question.name] as ((ask: unknown) => unknown) | undefined;
    if (answer === undefined) return so;
    return update(so, { type: "answered", key: keyOf(question), value: answer(question.ask) }, sceneNow).state;
  }, state);

const answersOf = (name: "calm" | "busy" | "trouble"): Answering => {
  const ended = summariesOf(name);
  return {
    status: () => statusWith(ended, name),
    upstreams: () => upstreamsOf(name),
    recent: () => ended.slice(0, 500),
    running: () => runningOf(name),
    request: ({ id }) => detailOf(id, name),
    series: (question) => seriesWith(question, name),
    stats: ({ by }) => statsWith(ended, by),
  };
};

const emptyAnswers: Answering = {
  status: () => emptyStatus,
  recent: () => [],
  running: () => [],
  request: () => null,
  series: (question) => seriesWith(question, "empty"),
  stats: ({ by }) => statsWith([], by),
};

const messagesOf = (name: "calm" | "busy" | "trouble"): readonly WatchMessage[] => {
  const [latest] = requestsOf(name);
  if (latest === undefined || name !== "trouble") return [];
  return [
    { type: "config-rejected", message: "config.yaml:14:13 upstreams.zai-cn.base_url: not a URL" },
    {
      type: "cache-broken",
      id: latest.id,
      session: "s_19ab",
      why: "the client changed the system prompt at byte 1,204",
      costMicros: 41_000,
    },
    { type: "upstream-switched", from: "anthropic", to: "zai-intl" },
    { type: "draining" },
  ];
};
