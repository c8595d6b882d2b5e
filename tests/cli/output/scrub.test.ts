import { expect, test } from "bun:test";
import { scrubbed } from "../../../cli/output/scrub.ts";
import { canaries, leaksIn } from "../../support/canary.ts";

const open = { secrets: [], home: "/home/me", hosts: [], hostAs: null };

test("S-55 keys go by their shape and by what they are, in values and in names", () => {
  const odd = "correct-horse-battery";
  const report = scrubbed(
    { [canaries.openai]: [`x ${canaries.anthropic}`], a: { b: `Bearer ${odd}`, c: odd } },
    {
      ...open,
      secrets: [odd, "short"],
    },
  );

  expect(leaksIn({ report: JSON.stringify(report) }, [...Object.values(canaries), odd])).toEqual([]);
  expect(scrubbed("a short word", { ...open, secrets: ["short"] })).toBe("a short word");
});

test("the home folder is ~, also alone, and numbers stay numbers", () => {
  expect(scrubbed({ a: "/home/me/.proxy-cli/x", b: "/home/me", n: 5, no: null }, open)).toEqual({
    a: "~/.proxy-cli/x",
    b: "~",
    n: 5,
    no: null,
  });
});

test("passwords in URLs go, and hosts get other names where that is wished; this machine is no secret", () => {
  const text = "https://me:pw@llm.corp.example/v1 and http://127.0.0.1:8080 on build-7";

  expect(scrubbed(text, open)).toBe("https://llm.corp.example/v1 and http://127.0.0.1:8080 on build-7");
  expect(scrubbed(text, { ...open, hosts: ["build-7"], hostAs: (host) => `h${host.length}` })).toBe(
    "https://h16/v1 and http://127.0.0.1:8080 on h7",
  );
  expect(scrubbed("another host (x.example:3128)", { ...open, hostAs: () => "h" })).toBe("another host (h:3128)");
});
