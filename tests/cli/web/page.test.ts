import { describe, expect, test } from "bun:test";
import { pageOf } from "../../../cli/web/page.ts";
import { at, screens } from "../../../cli/web/route.ts";
import { update } from "../../../cli/web/update.ts";
import { summary } from "../../support/summary.ts";
import { elementsIn, nowOnPage as now, pageState, readIn } from "../../support/web-state.ts";

const markup = `<img src=x onerror="alert(1)">`;

const withRequests = (state = pageState(at("requests"))) =>
  Array.from({ length: 300 }, (_, at) =>
    summary({
      id: `r_${1000 + at}`,
      startedAt: now - at * 1000,
      model: at % 2 === 0 ? "glm-4.6" : markup,
      status: at % 3 === 0 ? 502 : 200,
    }),
  ).reduce(
    (before, request) => update(before, { type: "heard", message: { type: "request-ended", request } }, now).state,
    state,
  );

describe.each(screens)("%s", (screen) => {
  test("is drawn before anything is known, and says nothing that it does not know", () => {
    expect(readIn(pageOf(pageState(at(screen))))).not.toMatch(/undefined|NaN|null|\[object/);
  });
});

test("S-18 what somebody has written is text of the picture, never an element or an attribute that acts", () => {
  const elements = elementsIn(pageOf(withRequests()));

  expect(elements.some(({ children }) => children.includes(markup))).toBe(true);
  for (const { tag, attributes } of elements) {
    expect(tag).toMatch(/^[a-z][a-z0-9]*$/);
    for (const [name, value] of Object.entries(attributes)) {
      expect(name).not.toMatch(/^(on|style|src)/i);
      if (name === "href") expect(String(value)).toStartWith("#/");
    }
  }
});

test("of a long list only the rows that are seen are drawn, wherever it is scrolled to", () => {
  const rows = (state = withRequests()) =>
    elementsIn(pageOf(state)).filter(({ tag, key }) => tag === "a" && (key ?? "").startsWith("r_"));
  expect(rows().length).toBeLessThan(40);
  expect(rows()[0]?.key).toBe("r_1000");

  const far = update(withRequests(), { type: "scrolled", top: 34 * 200, height: 340 }, now).state;
  const keys = rows(far).map(({ key }) => key);
  expect(keys).toContain("r_1200");
  expect(keys).not.toContain("r_1000");
});

test("the filter of the terminal narrows the list, stands in the address and says what is wrong with it", () => {
  const at1280 = (filter: string) => readIn(pageOf({ ...withRequests(), route: at("requests", null, { filter }) }));

  expect(at1280("st:5xx")).toContain("100 of 300 match");
  expect(at1280("model:glm !st:5xx")).toContain("100 of 300 match");
  expect(at1280("modle:glm")).toContain("did you mean model");
  expect(at1280("cost:>9")).toContain("Nothing matches this filter.");
});

test("a page without its daemon keeps what it had, and says that it is from before", () => {
  const gone = { ...withRequests(), link: { kind: "gone", nextTryAt: now + 4000, why: "" } } as const;
  expect(readIn(pageOf(gone))).toContain("tried again in 4s");
  expect(readIn(pageOf(gone))).toContain("300 requests");
  expect(readIn(pageOf({ ...withRequests(), link: { kind: "closed" } }))).toContain("proxy-cli web --open");
});
