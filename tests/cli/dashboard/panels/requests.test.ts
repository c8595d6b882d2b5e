import { expect, test } from "bun:test";
import fc from "fast-check";
import { plain } from "../../../../cli/dashboard/frame/cells.ts";
import type { Line } from "../../../../cli/dashboard/frame/line.ts";
import type { Size } from "../../../../cli/dashboard/frame/rect.ts";
import { requestsPanel } from "../../../../cli/dashboard/panels/requests.ts";
import type { State } from "../../../../cli/dashboard/state.ts";
import { after, stateOf } from "../../../support/dashboard.ts";
import { oneOfEach, oneRunning, pictureAt, withRequests } from "../../../support/dashboard-requests.ts";

const textOf = (line: Line): string => line.map(({ text }) => plain(text)).join("");

/** The panel alone in a place of some size, with its heading above it. */
const shown = (state: State, size: Size, now = pictureAt): string => {
  const { title, note = "", lines } = requestsPanel(state, now, size);
  return [`${title} | ${note}`, ...lines.map((line) => textOf(line).trimEnd())]
    .join("\n")
    .replaceAll(/\b\d\d:\d\d:\d\d\b/g, "hh:mm:ss");
};

test.each([38, 58, 78, 118, 198])("the list in %i columns", (columns) => {
  const size = { columns, rows: 12 };

  expect(shown(withRequests(size), size)).toMatchSnapshot();
});

test("no row is wider than its place, whatever the size, and no number is cut", () => {
  for (let columns = 36; columns <= 200; columns += 7) {
    const { lines } = requestsPanel(withRequests({ columns, rows: 20 }), pictureAt, { columns, rows: 20 });
    for (const line of lines) expect(textOf(line).length).toBeLessThanOrEqual(columns);
    for (const line of lines.slice(1)) expect(textOf(line)).not.toMatch(/\s[~$<]*[\d.,]+…/);
  }
});

test("a running request counts its seconds and its tokens grow", () => {
  const size = { columns: 78, rows: 4 };
  const state = withRequests(size, [], [oneRunning]);

  expect(shown(state, size)).toMatch(/>> .* 1,100\+ 12\.4 s/);
  expect(shown(state, size, pictureAt + 1000)).toMatch(/13\.4 s/);
});

test("a filter stands in the title, and one that finds nothing says of how many", () => {
  const size = { columns: 78, rows: 8 };
  const filtered = (filter: string) => ({ ...withRequests(size), filter });

  expect(shown(filtered("st:cut"), size)).toMatchSnapshot();
  expect(shown(filtered("st:5xx up:nobody"), size)).toMatchSnapshot();
});

test("of what is older than is kept here the list does not pretend to know", () => {
  const size = { columns: 78, rows: 4 };
  const many = Array.from({ length: 500 }, (_, at) => ({ ...oneOfEach[0], id: `r_${at}` }) as (typeof oneOfEach)[0]);
  const state = withRequests(size, many, []);

  expect(shown({ ...state, filter: "st:5xx" }, size)).toContain('0 of the latest 500 match "st:5xx"   esc clears');
});

test("nothing yet is said in words", () => {
  const [size, place] = [
    { columns: 80, rows: 24 },
    { columns: 78, rows: 8 },
  ];

  expect(shown(stateOf(size), place)).toContain("asking the proxy …");
  const told = after(stateOf(size), [{ type: "answered", key: 'recent {"limit":500}', value: [] }], 0).state;
  expect(shown(told, place)).toContain("No request has come in yet.");
});

test("S-33, X-08 hostile names cannot move a column", () => {
  const hostile = fc.oneof(
    fc.string({ unit: "binary", maxLength: 60 }),
    fc.constantFrom(
      "\u001b[2J",
      "\u001b]52;c;ZXZpbA==\u0007",
      "\u202egnp.exe",
      "👩‍👩‍👧‍👦",
      "漢字漢字漢字",
      "x".repeat(5000),
    ),
  );
  fc.assert(
    fc.property(hostile, fc.integer({ min: 38, max: 160 }), (text, columns) => {
      const request = { ...oneOfEach[0], id: "r_x", model: text, upstream: text, client: text, session: text };
      const size = { columns, rows: 3 };
      const { lines } = requestsPanel(withRequests(size, [request as (typeof oneOfEach)[0]], []), pictureAt, size);
      const [head = [], row = []] = lines;

      expect(textOf(row).trimEnd().length).toBeLessThanOrEqual(textOf(head).length);
      expect(textOf(row).trimEnd()).toMatch(/\$0\.006( +-2%)?$/);
      expect(textOf(row)).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e]/);
    }),
    { numRuns: 40 },
  );
});
