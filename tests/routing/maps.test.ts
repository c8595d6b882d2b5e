import { expect, test } from "bun:test";
import { isPattern, mapsFrom } from "../../src/routing/maps.ts";
import { mappingFor } from "../../src/routing/model.ts";

const maps = mapsFrom({
  cn: { "*": "glm-4.7", "claude-haiku-*": "glm-4.5-flash", "claude-opus-5-5": "glm-5.3" },
  "*": { fast: "gpt-5.4-nano", "{haiku,mini}": "small" },
});

const meant = (model: string, upstream: string) => mappingFor(model, upstream, maps)?.mapping.model ?? null;

test("a name itself comes before patterns, and these come in the order of the file", () => {
  expect(meant("claude-opus-5-5", "cn")).toBe("glm-5.3");
  expect(meant("claude-haiku-4-5", "cn")).toBe("glm-4.7");
  expect(meant("Claude-Opus-5-5", "cn")).toBe("glm-5.3");
});

test("what is said of an upstream comes before what is said of all", () => {
  expect(meant("fast", "cn")).toBe("glm-4.7");
  expect(meant("fast", "openai")).toBe("gpt-5.4-nano");
  expect(meant("mini", "openai")).toBe("small");
  expect(meant("gpt-4o", "openai")).toBeNull();
});

test("nothing said is no map", () => {
  expect(mapsFrom({}).size).toBe(0);
});

test("a name with *, ? or braces stands for more than itself", () => {
  expect(["*", "gpt-?", "{a,b}", "gpt-4o", "claude-sonnet-4-5[1m]"].map(isPattern)).toEqual([
    ...[true, true, true, false, false],
  ]);
});
