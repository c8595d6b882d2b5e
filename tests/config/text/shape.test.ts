import { expect, test } from "bun:test";
import { z } from "zod";
import { hasShape } from "../../../src/config/text/shape.ts";
import { readYaml } from "../../../src/config/text/yaml.ts";
import { complaintsOf } from "../../support/problems.ts";

const shape = z.strictObject({
  port: z.int().optional(),
  list: z.array(z.strictObject({ size: z.number() })).optional(),
  ways: z.record(z.string(), z.strictObject({ base_url: z.string() })).optional(),
});

const misfits = (text: string): readonly string[] =>
  complaintsOf((complain) => {
    const node = readYaml(text, "a.yaml", complain);
    return node !== null && hasShape(node, "x", shape, complain);
  })[1];

test("what fits is left alone", () => {
  expect(misfits("port: 1\nlist: [{size: 2}]\nways: {a: {base_url: b}}\n")).toEqual([]);
});

test("each thing that does not fit has its own place and name", () => {
  expect(misfits("prot: 1\nport: high\nlist:\n  - sise: 2\nways:\n  a: {bas_url: b}\n").toSorted()).toEqual([
    'x a.yaml:1:1  x.prot  unknown key, did you mean "port"?',
    'x a.yaml:2:7  x.port  must be a number, got "high"',
    'x a.yaml:4:5  x.list.0.sise  unknown key, did you mean "size"?',
    "x a.yaml:4:5  x.list.0.size  missing",
    "x a.yaml:6:3  x.ways.a.base_url  missing",
    'x a.yaml:6:7  x.ways.a.bas_url  unknown key, did you mean "base_url"?',
  ]);
});
