import { keyOf } from "../../cli/dashboard/data/answers.ts";
import type { Question } from "../../cli/web/asked.ts";
import { at, type Route } from "../../cli/web/route.ts";
import { firstState, type State } from "../../cli/web/state.ts";
import { update } from "../../cli/web/update.ts";
import { type Element, textOf, type View } from "../../cli/web/view/element.ts";
import { quietStatus } from "./control.ts";

/** When the pictures of the page are made. */
export const nowOnPage = 1_800_000_000_000;

/** The page at a place, connected, and with what the daemon has answered. */
export const pageState = (
  route: Route = at("overview"),
  answers: readonly (readonly [Pick<Question, "name" | "ask">, unknown])[] = [],
): State => {
  const live: State = { ...firstState(nowOnPage, 1280), route, link: { kind: "live" } };
  return [[{ name: "status", ask: {} }, quietStatus] as const, ...answers].reduce<State>(
    (state, [question, value]) =>
      update(state, { type: "answered", key: keyOf(question as never), value }, nowOnPage).state,
    live,
  );
};

/** Every element of a picture. */
export const elementsIn = (view: View): readonly Element[] =>
  view === null || typeof view === "string" ? [] : [view, ...view.children.flatMap(elementsIn)];

/** Its text as one line. */
export const readIn = (view: View): string => textOf(view).replaceAll(/\s+/g, " ").trim();
