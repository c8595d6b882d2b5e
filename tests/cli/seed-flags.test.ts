import { expect, test } from "bun:test";
import { asCommand } from "../../cli/seed-flags.ts";

test("C8 the flags of older proxies are commands", () => {
  expect(asCommand(["--generate-config", "a.yaml"])).toEqual(["config", "init", "a.yaml", "--full"]);
  expect(asCommand(["--validate-config=a=b.yaml"])).toEqual(["config", "validate", "a=b.yaml"]);
  expect(asCommand(["--json", "--validate-config", "a.yaml"])).toEqual(["--json", "config", "validate", "a.yaml"]);
});

test("what belongs to a command or to another program stays as it is", () => {
  for (const argv of [["status"], ["run", "--validate-config"], ["--", "--validate-config"], []])
    expect(asCommand(argv)).toEqual(argv);
});

test("a word that every object has is no such flag", () => {
  for (const word of ["toString", "constructor", "__proto__"]) expect(asCommand([word])).toEqual([word]);
});
