import { asProxyError } from "../../../src/core/errors.ts";
import type { Stage } from "../../../src/core/examined.ts";
import type { Meaning } from "../../output/colour.ts";
import { waited } from "../../output/units.ts";
import { closed, type Dialog } from "../dialog.ts";
import { fit } from "../frame/cells.ts";
import { type Line, line, lineOf, type Span, span } from "../frame/line.ts";
import { inMiddle } from "../frame/rect.ts";
import { wrapped } from "../frame/wrap.ts";
import type { Finding, TestOverlay } from "../overlay.ts";
import type { Change, Effect, State } from "../state.ts";
import { doing, to } from "../step.ts";
import { auto, liveData, targetsIn } from "../switching/targets.ts";

/** Tests an upstream; `auto` is no place of its own, so there all of them are. */
export const testUpstream =
  (name: string): Change =>
  (state) => {
    const all = targetsIn(liveData(state)).flatMap(({ upstream }) => (upstream === null ? [] : [upstream.name]));
    return tested(state, name === auto ? all : [name]);
  };

const tested = (state: State, names: readonly string[]) =>
  doing({ ...state, overlay: { kind: "test", names, findings: {} } }, ...names.map(asked));

const asked = (name: string): Effect => ({
  type: "ask",
  with: async ({ testUpstreams }) => {
    const finding = await testUpstreams({ name }).then(
      ([test]): Finding => (test === undefined ? { kind: "asked" } : { kind: "tested", test }),
      (thrown: unknown): Finding => ({ kind: "untold", problem: asProxyError(thrown).message }),
    );
    return (state) => {
      const { overlay } = state;
      if (overlay?.kind !== "test") return to(state); // closed meanwhile
      return to({ ...state, overlay: { ...overlay, findings: { ...overlay.findings, [name]: finding } } });
    };
  },
});

/** The way to one upstream step by step; of several a line each. */
export const testDialog: Dialog<TestOverlay> = {
  view: ({ names, findings }, _state, _now, area) => {
    const columns = Math.min(66, area.columns - 2);
    const isOne = names.length === 1;
    const inner = columns - 4;
    const body = names.flatMap((name) => {
      const finding = findings[name] ?? { kind: "asked" as const };
      return isOne ? stageLines(finding, inner) : shortLines(name, finding, inner);
    });
    const button: Span = { ...span("< Close >", "heading"), click: { key: "esc" } };
    const whole = [[], ...body, [], lineOf("  ", button)];
    const rect = inMiddle(area, { columns, rows: whole.length + 2 });
    const lines = whole.length <= rect.rows - 2 ? whole : body;
    return { rect, title: isOne ? `Test of ${names[0] ?? ""}` : "Test of every upstream", lines };
  },
  press: (overlay, { name }, state) => {
    if (["enter", "q", "n", "left"].includes(name)) return to(closed(state));
    return name === "t" && state.link.kind === "live" ? tested(state, overlay.names) : to(state);
  },
  footer: () => [
    ["t", "again"],
    ["esc", "close"],
  ],
};

const looks: Readonly<Record<Stage["verdict"], readonly [sign: string, tone: Meaning]>> = {
  ok: ["[ok]", "ok"],
  failed: ["[x] ", "error"],
  unknown: ["[ ] ", "muted"],
};

const stageNames: Readonly<Record<Stage["stage"], string>> = {
  dns: "name",
  tcp: "connection",
  tls: "certificate",
  auth: "key",
};

const stageLines = (finding: Finding, columns: number): readonly Line[] => {
  if (finding.kind === "untold") return hanging("  ", span("[x] ", "error"), finding.problem, columns);
  if (finding.kind === "asked")
    return Object.values(stageNames).map((name) =>
      lineOf("  ", span("[ ] ", "muted"), ` ${fit(name, 12)} `, span("…", "muted")),
    );
  const { stages, latencyMs, reason } = finding.test;
  const total = latencyMs === null ? [] : [lineOf(`  answers a handshake in ${waited(latencyMs)}`)];
  return [
    ...stages.map(({ stage, verdict, detail }): Line => {
      const [sign, tone] = looks[verdict];
      return lineOf(
        "  ",
        span(sign, tone),
        ` ${fit(stageNames[stage], 12)} ${detail ?? (verdict === "unknown" ? "not tried" : "")}`,
      );
    }),
    ...(total.length === 0 ? [] : [[], ...total]),
    ...(reason === null ? [] : [[], ...hanging("  ", span("why ", "muted"), reason, columns)]),
  ];
};

const hanging = (before: string, sign: Span, text: string, columns: number): readonly Line[] =>
  wrapped(text, Math.max(10, columns - before.length - sign.text.length - 1)).map((part, at) =>
    at === 0 ? lineOf(before, sign, ` ${part}`) : line(`${" ".repeat(before.length + sign.text.length)} ${part}`),
  );

const shortLines = (name: string, finding: Finding, columns: number): readonly Line[] => {
  const head = ` ${fit(name, 14)} `;
  if (finding.kind === "asked") return [lineOf("  ", span("[ ] ", "muted"), head, span("…", "muted"))];
  if (finding.kind === "untold")
    return [lineOf("  ", span("[x] ", "error"), fit(`${head}${finding.problem}`, columns - 6))];
  const { reachable, latencyMs, reason, stages } = finding.test;
  const refused = stages.find(({ stage, verdict }) => stage === "auth" && verdict === "failed");
  const isGood = reachable && refused === undefined;
  const why = reason ?? refused?.detail ?? "";
  const [sign, tone] = looks[isGood ? "ok" : "failed"];
  return [
    lineOf("  ", span(sign, tone), fit(`${head}${waited(latencyMs).padStart(8)}  ${isGood ? "" : why}`, columns - 6)),
  ];
};
