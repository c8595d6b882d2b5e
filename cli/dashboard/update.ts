import type { WatchMessage } from "../../src/control/contract.ts";
import type { Data } from "./data/data.ts";
import { hear } from "./data/hear.ts";
import { told, untold } from "./data/told.ts";
import { answeredFor, askingFor, askingNext } from "./dialogs/budget-ask.ts";
import { chooseInOverlay, pressInOverlay } from "./dialogs/index.ts";
import type { Event } from "./event.ts";
import type { Click } from "./frame/line.ts";
import { actOn, bindingFor } from "./keys/binding.ts";
import { groupsHere } from "./keys/here.ts";
import type { Key } from "./keys/key.ts";
import { choosing, chosenIn, moved } from "./lists.ts";
import { screenOf } from "./screens/index.ts";
import type { State, Step } from "./state.ts";
import { to } from "./step.ts";

/** What becomes of the state when something happens, and what is to be done about it. Pure. */
export const update = (state: State, event: Event, now: number): Step => {
  const step = stepOf(state, event, now);
  const asking = askingNext(step.state, now);
  return asking === step.state ? step : { ...step, state: asking };
};

const stepOf = (state: State, event: Event, now: number): Step => {
  switch (event.type) {
    case "heard":
      return to(
        withQuestion(
          toData(state, (data) => hear(data, event.message, now)),
          event.message,
          now,
        ),
      );
    case "link":
      return to({ ...state, link: event.link });
    case "answered":
      return to(toData(state, (data) => told(data, event.key, event.value, now)));
    case "unanswered":
      return to(toData(state, (data) => untold(data, event.key, event.problem, now)));
    case "key":
      return pressed(state, event.key, now);
    case "click":
      return clicked(state, event.click, now);
    case "wheel":
      return wheeled(state, event.rows, now);
    case "resize":
      return to({ ...state, size: event.size });
    case "changed":
      return event.change(state, now);
  }
};

/** A person is asked as soon as somebody waits; where nobody looked on just then, as soon as the daemon says how it is. */
const withQuestion = (state: State, message: WatchMessage, now: number): State => {
  if (message.type === "budget-asked") return askingFor(state, message.ask, now);
  return message.type === "budget-answered" ? answeredFor(state, message.id) : state;
};

/** New data go where they are shown, or while the picture is paused behind it. */
const toData = (state: State, change: (data: Data) => Data): State =>
  state.held === null ? { ...state, data: change(state.data) } : { ...state, held: change(state.held) };

/** What a terminal itself would have done with these holds over a dialog too. */
const always = ["C-c", "C-z"];

const pressed = (state: State, key: Key, now: number): Step => {
  if (state.overlay !== null && !always.includes(key.name)) return pressInOverlay(state.overlay, key, state, now);
  const binding = bindingFor(groupsHere(state), key);
  return binding === null ? to(state) : actOn(binding, state, now);
};

/** A click on a row chooses it; on the chosen one it goes in. */
const clicked = (state: State, click: Click, now: number): Step => {
  if ("key" in click) return pressed(state, { name: click.key, text: null }, now);
  if (state.overlay !== null) return chooseInOverlay(state.overlay, click.row, state, now);
  const { list } = screenOf(state);
  if (list === null) return to(state);
  if (chosenIn(list, state, now) === click.row) return list.open(click.row)(state, now);
  return to(choosing(list, state, now, click.row));
};

const wheeled = (state: State, rows: number, now: number): Step => {
  if (state.overlay !== null) return pressed(state, { name: rows > 0 ? "down" : "up", text: null }, now);
  const { list } = screenOf(state);
  if (list === null) return pressed(state, { name: rows > 0 ? "down" : "up", text: null }, now);
  return to(moved(list, state, now, rows));
};
