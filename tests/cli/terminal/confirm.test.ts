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

test("where nobody can be asked it is an error with the way out, not a wait", async () => {
  expect(ask("y", { isThere: false }).answer).rejects.toMatchObject({
    code: "usage",
    hint: "Try: proxy-cli doctor --fix --yes",
  });
});

test("what was to be asked is told as it is, without the words that only an answer follows", () => {
  const nobody = { saysYes: false, isThere: false, write: () => undefined, readLine: async () => null };

  expect(confirm("This sends it again: about $0.04. Go on?", nobody, "proxy-cli x")).rejects.toMatchObject({
    message: "There is nobody here who can be asked: This sends it again: about $0.04.",
  });
});

test("the way out says yes to us and not to the program that we run", () => {
  const nobody = { saysYes: false, isThere: false, write: () => undefined, readLine: async () => null };

  expect(confirm("Run it?", nobody, "proxy-cli run -- claude")).rejects.toMatchObject({
    hint: "Try: proxy-cli run --yes -- claude",
  });
});
