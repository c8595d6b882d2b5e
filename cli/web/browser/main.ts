import { keyOf } from "../../dashboard/data/answers.ts";
import type { Action } from "../action.ts";
import { pressed } from "../keys.ts";
import { pageOf } from "../page.ts";
import { questionsOf } from "../questions.ts";
import { addressOf, routeOf } from "../route.ts";
import { firstState, liveData, type State } from "../state.ts";
import { type Effect, update } from "../update.ts";
import { call, Refused, watch } from "./calls.ts";
import { type PageElement, page } from "./dom.ts";
import { drawInto } from "./draw.ts";
import { save } from "./save.ts";

let state: State = firstState(Date.now(), page.innerWidth);
let isPaintDue = false;

/** Whatever happens to the page goes through here. */
const send = (action: Action): void => {
  const step = update(state, action, Date.now());
  state = step.state;
  if (step.effect !== null) void perform(step.effect);
  if (isPaintDue) return;
  isPaintDue = true;
  page.requestAnimationFrame(paint);
};

const draw = drawInto(page.document.getElementById("app") ?? page.document.body, send);

let lastOver: PageElement | null = null;

const paint = (): void => {
  isPaintDue = false;
  draw(pageOf(state));
  const over = page.document.querySelector(".dialog");
  if (over !== null && over !== lastOver) over.focus(); // the keyboard goes where the eye is
  lastOver = over;
};

const perform = async (effect: Effect): Promise<void> => {
  if (effect.type === "save") return save(effect.name, effect.text);
  if (effect.type === "go") {
    const address = addressOf(effect.to);
    if (effect.isSame) page.history.replaceState(null, "", address);
    else page.history.pushState(null, "", address);
    return send({ type: "arrived", route: effect.to });
  }
  const follow = (actions: readonly Action[]): void => {
    for (const action of actions) send(action);
  };
  await call(effect.ask).then(
    (answer) => follow(effect.done(answer)),
    (thrown: unknown) => follow(effect.failed(...wordsOf(thrown))),
  );
};

const wordsOf = (thrown: unknown): readonly [message: string, hint: string] =>
  thrown instanceof Refused ? [thrown.message, thrown.hint] : ["The proxy does not answer.", ""];

/** Between two tries to reach a daemon that is gone: longer each time, up to half a minute. */
const firstWaitMs = 1000;
const longestWaitMs = 30_000;

/** Without a word for so long, not even a heartbeat, the connection is none. */
const silentMs = 40_000;

const watchOn = async (): Promise<void> => {
  let waitMs = firstWaitMs;
  for (;;) {
    const silence = new AbortController();
    let timer = setTimeout(() => silence.abort(), silentMs);
    const onBytes = (): void => {
      clearTimeout(timer);
      timer = setTimeout(() => silence.abort(), silentMs);
    };
    try {
      for await (const message of watch(silence.signal, onBytes)) {
        if (message.type === "snapshot") send({ type: "link", link: { kind: "live" } });
        waitMs = firstWaitMs;
        send({ type: "heard", message });
      }
    } catch (thrown) {
      if (thrown instanceof Refused && thrown.status < 500) return send({ type: "link", link: { kind: "closed" } });
    }
    clearTimeout(timer);
    send({ type: "link", link: { kind: "gone", nextTryAt: Date.now() + waitMs, why: "the proxy does not answer" } });
    await new Promise((resolve) => setTimeout(resolve, waitMs * (0.75 + Math.random() / 2)));
    waitMs = Math.min(longestWaitMs, waitMs * 2);
  }
};

const open = new Set<string>();

/** Asks what the page needs and has not, or has only an old answer to. A page that nobody sees asks nothing. */
const ask = (): void => {
  if (state.link.kind !== "live" || page.document.hidden) return;
  for (const { freshMs, ...question } of questionsOf(state)) {
    const key = keyOf(question);
    const known = liveData(state).answers[key];
    if (open.has(key) || (known !== undefined && Date.now() - known.at < freshMs)) continue;
    open.add(key);
    void call(question)
      .then(
        (value) => send({ type: "answered", key, value }),
        (thrown: unknown) => send({ type: "unanswered", key, problem: wordsOf(thrown)[0] }),
      )
      .finally(() => open.delete(key));
  }
};

page.addEventListener("hashchange", () => send({ type: "arrived", route: routeOf(page.location.hash) }));
page.addEventListener("popstate", () => send({ type: "arrived", route: routeOf(page.location.hash) }));
page.addEventListener("resize", () => send({ type: "resized", width: page.innerWidth }));
page.addEventListener("keydown", (event) => {
  const isTyping = ["INPUT", "SELECT"].includes(event.target?.tagName ?? "");
  if (event.metaKey || event.ctrlKey || event.altKey) return;
  const what = pressed(state, event.key, isTyping);
  if (what === null) return;
  event.preventDefault();
  if (what.type === "focus") focusOn(what.where);
  else send(what);
});

/** Puts the keyboard on the filter, or on the next row of the list. */
const focusOn = (where: "filter" | "next" | "previous"): void => {
  if (where === "filter") return page.document.querySelector("input.filter")?.focus();
  const rows = [...page.document.querySelectorAll("a.row")];
  const at = page.document.activeElement === null ? -1 : rows.indexOf(page.document.activeElement);
  rows[Math.max(0, Math.min(rows.length - 1, at + (where === "next" ? 1 : -1)))]?.focus();
};

send({ type: "arrived", route: routeOf(page.location.hash) });
setInterval(() => {
  ask();
  if (!page.document.hidden) send({ type: "time" });
}, 500);
void watchOn();
