import { expect, test } from "bun:test";
import type { Seen } from "../../../cli/demo/programs/http.ts";
import { createDesk, type Played } from "../../../cli/demo/stage.ts";
import type { RequestSummary } from "../../../src/core/notice.ts";

const row = (id: string) => ({ id }) as RequestSummary; // the desk looks at nothing else
const ask = { path: "/", headers: {}, body: {} };
const seen = (id: string | null): Seen => ({
  number: 1,
  id,
  status: 200,
  headers: new Headers(),
  sent: new Uint8Array(),
  received: new Uint8Array(),
  events: [],
  ended: "whole",
});

test("a request is told once, when its row and its program have both come, in whichever order", async () => {
  const told: Played[] = [];
  const ids = ["r_1", "r_2"];
  const desk = createDesk(
    async () => seen(ids.shift() ?? null),
    (played) => told.push(played),
  );

  desk.hear(row("r_1"));
  await desk.play(ask, () => "first");
  await desk.play(ask, () => "second");
  expect(desk.waiting()).toEqual(["r_2"]);
  for (const id of ["r_2", "r_2", "r_1"]) desk.hear(row(id));

  expect(told.map(({ did }) => did)).toEqual(["first", "second"]);
  expect(desk.waiting()).toEqual([]);
});

test("a request without an answer is seen, but waits for no row", async () => {
  const desk = createDesk(
    async () => seen(null),
    () => undefined,
  );

  await desk.play(ask, () => "nothing");

  expect([desk.seen().length, desk.waiting().length, desk.played().length]).toEqual([1, 0, 0]);
});
