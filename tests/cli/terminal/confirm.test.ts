import { expect, test } from "bun:test";
import { confirm } from "../../../cli/terminal/confirm.ts";

const ask = (typed: string | null, person: { saysYes?: boolean; isThere?: boolean } = {}) => {
  const written: string[] = [];
  const answer = confirm(
    "Remove it?",
    {
      saysYes: false,
      isThere: true,
      write: (text) => written.push(text),
      readLine: async () => typed,
      ...person,
    },
    "proxy-cli doctor --fix",
  );
  return { answer, written };
};

test("only a yes is a yes", async () => {
  for (const yes of ["y", "Yes", " y "]) expect(await ask(yes).answer).toBe(true);
  for (const no of ["", "n", "yep, but no", null]) expect(await ask(no).answer).toBe(false);
});

test("--yes is an answer that needs no question", async () => {
  const { answer, written } = ask(null, { saysYes: true, isThere: false });

  expect(await answer).toBe(true);
  expect(written).toEqual([]);
});

test("what it is about is shown once, and before the question", async () => {
  const written: string[] = [];
  const person = { saysYes: false, isThere: true, write: (text: string) => void written.push(text) };

  await confirm("Remove it?", { ...person, readLine: async () => "y" }, "proxy-cli doctor --fix", "this file");

  expect(written).toEqual(["this file", "Remove it? [y/N]"]);
});

test("where nobody can be asked it is an error with the way out, not a wait", async () => {
  expect(ask("y", { isThere: false }).answer).rejects.toMatchObject({
    code: "usage",
    hint: "Try: proxy-cli doctor --fix --yes",
  });
});

test("what it is about is shown once, before the question", async () => {
  const written: string[] = [];
  const person = {
    saysYes: false,
    isThere: true,
    write: (text: string) => written.push(text),
    readLine: async () => "y",
  };

  await confirm("Remove it?", person, "proxy-cli doctor --fix", "a.yaml");

  expect(written).toEqual(["a.yaml", "Remove it? [y/N]"]);
});
