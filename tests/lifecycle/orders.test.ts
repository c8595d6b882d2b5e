import { expect, test } from "bun:test";
import { noOrders, orders } from "../../src/lifecycle/orders.ts";

test("a daemon that nobody gives orders to has none", () => {
  expect(orders.parse(noOrders)).toEqual(noOrders);
});

test("orders that are not understood are refused, not half obeyed", () => {
  expect(orders.safeParse({ ...noOrders, more: 1 }).success).toBe(false);
  expect(orders.safeParse({ ...noOrders, flags: { "server.port": 1 } }).success).toBe(false);
  expect(orders.safeParse({}).success).toBe(false);
});
