import { expect, test } from "bun:test";
import type { Exchange } from "../../src/core/exchange.ts";
import { compose, featuresFor, type Middleware } from "../../src/core/middleware.ts";

const exchange = {} as Exchange; // no middleware of these tests looks into it

test("the first is the outermost, and each sees the answer of those within", async () => {
  const seen: string[] = [];
  const named =
    (name: string): Middleware =>
    async (_, next) => {
      seen.push(`${name} in`);
      const response = await next();
      seen.push(`${name} out`);
      return response;
    };
  const answer: Middleware = async () => new Response("hi");

  const response = await compose([named("a"), named("b"), answer])(exchange);

  expect(await response.text()).toBe("hi");
  expect(seen).toEqual(["a in", "b in", "b out", "a out"]);
});

test("one that does not call next has answered", async () => {
  const never: Middleware = () => Promise.reject(new Error("not reached"));

  const response = await compose([async () => new Response("early"), never])(exchange);

  expect(await response.text()).toBe("early");
});

test("a last one that calls next is a mistake, not a hanging request", async () => {
  await expect(compose([(_, next) => next()])(exchange)).rejects.toThrow("next()");
});

test("in safe mode what traffic passes without is left out, the order stays", () => {
  const features = [
    { name: "plan", isOptional: false },
    { name: "cache", isOptional: true },
    { name: "attempt", isOptional: false },
  ];

  expect(featuresFor(features, true).map(({ name }) => name)).toEqual(["plan", "attempt"]);
  expect(featuresFor(features, false)).toBe(features);
});
