import { expect, test } from "bun:test";
import { addressOf, at, home, routeOf } from "../../../cli/web/route.ts";

test("an address leads back to the place that it was made of, whatever is in it", () => {
  for (const route of [
    home,
    at("requests", null, { filter: 'st:5xx | model:"a b" !client:x&y=z#%' }),
    at("requests", "r_8f3k2q", { tab: "timeline", filter: "cost:>0.1" }),
    at("sessions", "a/b?c"),
  ])
    expect(routeOf(addressOf(route))).toEqual(route);
});

test("what is no place of ours is the first screen", () => {
  for (const hash of ["", "#", "#/", "#/nowhere/x", "#https://evil.example", "#/__proto__"])
    expect(routeOf(hash)).toEqual(home);
  expect(routeOf("#/requests/%E0%A4%A")).toEqual(at("requests", "%E0%A4%A"));
});
