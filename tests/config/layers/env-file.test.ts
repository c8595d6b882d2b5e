import { describe, expect, test } from "bun:test";
import { readEnvFile } from "../../../src/config/layers/env-file.ts";
import { complaintsOf } from "../../support/problems.ts";

const read = (text: string): [Readonly<Record<string, string>>, readonly string[]] => {
  const [variables, complaints] = complaintsOf((complain) => readEnvFile(text, ".env", complain));
  return [Object.fromEntries([...variables].map(([name, { value }]) => [name, value])), complaints];
};

test("a line is NAME=value, as shells and other programs write it", () => {
  const text = [
    "# a comment",
    "PLAIN=value",
    "export EXPORTED = spaced value  # a comment",
    "HASH=a#b",
    "SINGLE='a # $b \\n'",
    'DOUBLE="a # b\\nc \\"d\\""  # a comment',
    "EMPTY=",
    "URL=https://x.example/?a=b",
    "",
  ].join("\r\n");

  expect(read(text)).toEqual([
    {
      PLAIN: "value",
      EXPORTED: "spaced value",
      HASH: "a#b",
      SINGLE: "a # $b \\n",
      DOUBLE: 'a # b\nc "d"',
      EMPTY: "",
      URL: "https://x.example/?a=b",
    },
    [],
  ]);
});

test("a variable that is only handed on says nothing by itself", () => {
  expect(read("SERVER_API_KEY=${SERVER_API_KEY}\nOTHER=${SERVER_API_KEY}\n")[0]).toEqual({
    OTHER: "${SERVER_API_KEY}",
  });
});

test("each variable knows its line", () => {
  const [variables] = complaintsOf((complain) => readEnvFile("\nPORT=1\n", "/home/me/.env", complain));

  expect(variables.get("PORT")?.source).toBe("env-file /home/me/.env:2");
});

describe("what is no assignment is told with its line, and without a value", () => {
  test("a line that is something else", () => {
    expect(read("PORT 80\n1X=2\n")[1]).toEqual([
      "x .env:1  must be NAME=value   in: PORT 80",
      "x .env:2  must be NAME=value   in: 1X=2",
    ]);
  });

  test("a quote that is not closed", () => {
    expect(read('API_KEY="secret-of-mine\n')[1]).toEqual([
      "x .env:1  API_KEY  the quote is not closed in this line   in: API_KEY= ...",
    ]);
  });

  test("a name that stands there twice", () => {
    expect(read("A=1\nA=2\n")).toEqual([{ A: "2" }, ["! .env:2  A  stands here twice; this one counts"]]);
  });
});
