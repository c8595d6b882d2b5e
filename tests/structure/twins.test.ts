import { expect, test } from "bun:test";
import { existsSync } from "node:fs";
import { readSources } from "../../scripts/source.ts";
import { twinProblems } from "../../scripts/structure.ts";

/** Files that are tested elsewhere, with where. A folder ends with a slash. */
const exceptions = [
  "src/state/shared/", // tests/contract/shared.test.ts, alone and on a real Redis, and tests/faults/redis.test.ts
  "src/main.ts", // tests/journeys starts the real thing
  "src/lifecycle/process.ts", // the same
  "src/lifecycle/opening.ts", // tests/faults/starting.test.ts and tests/security/home.test.ts
  "src/lifecycle/closing.ts", // tests/faults/shutdown.test.ts
  "src/lifecycle/doors.ts", // tests/daemon.test.ts
  "src/lifecycle/hand-over.ts", // tests/faults/restart.test.ts
  "src/lifecycle/take-over.ts", // the same
  "src/core/hand-over.ts", // words
  "src/lifecycle/settings-files.ts", // tests/live.test.ts and tests/faults/reload.test.ts
  "src/surroundings.ts", // tests/daemon.test.ts starts with it
  "src/state/ledger/elsewhere.ts", // tests/faults/ledger-elsewhere.test.ts, with a real PostgreSQL
  "src/state/ledger/postgres/connection.ts", // the same
  "src/state/ledger/postgres/trouble.ts", // the same, with everything that can be wrong with one
  "src/state/ledger/postgres/write.ts", // tests/state/ledger/postgres/answer.test.ts, which asks for what was written
  "src/control/everywhere.ts", // tests/control/contract.test.ts, and the same faults
  "cli/stats/everywhere.ts", // the same, with the real command
  "src/availability/cooldowns.ts", // tests/availability/index.test.ts, over a clock that it moves
  "src/availability/knocking.ts", // tests/availability/circuits.test.ts
  "src/availability/latency.ts", // tests/availability/index.test.ts
  "src/availability/on-board.ts", // the same, with two daemons
  "src/availability/places.ts", // the same, with several keys
  "src/wiring/availability-rules.ts", // three settings; tests/faults/flapping.test.ts sets them
  "src/web/", // tests/security/web-dashboard.test.ts, with a real daemon; its door and its bundle have tests of their own
  "src/core/web-view.ts", // types
  "cli/web/browser/", // runs in a browser: tests/journeys/web-browser.test.ts, where there is one
  "cli/web/action.ts", // types
  "cli/web/asked.ts", // names; tests/web/calls.test.ts has the daemon's side beside them
  "cli/web/state.ts", // names and first values
  "cli/web/questions.ts", // tests/cli/web/page.test.ts answers every one of them
  "cli/web/view/element.ts", // tests/cli/web/page.test.ts, all of it
  "cli/web/parts/", // the same
  "cli/web/screens/", // the same
  "src/own-middleware/worker.ts", // tests/own-middleware/runner.test.ts runs it as a thread
  "src/engine/facts.ts", // tests/control and the tests of the commands ask for every one of them
  "src/engine/index.ts", // the same
  "src/engine/figures.ts", // every daemon of the tests compares them each second, and its test fails where they do not fit
  "src/upstream/delivery.ts", // tests/upstream/call.test.ts, with whole answers, streams and translations
  "src/wiring/trying.ts", // tests/journeys/fallbacks.test.ts and tests/faults/retries.test.ts
  "src/upstream/head-watch.ts", // tests/upstream/call.test.ts, with vendors that are late
  "cli/asking/place.ts", // tests/cli/commands/{test-context,benchmark}.test.ts, with every wrong word
  "src/version.ts", // one value, read from package.json
  "src/server/websocket.ts", // tests/journeys/websocket.test.ts, with a real client and a real vendor
  "src/config/settings/", // data; tests/config/schema.test.ts goes through every setting
  "src/memory/shrinkers/shrinker.ts", // words
  "src/memory/policy/moment.ts", // a record
  "src/memory/shrinkers/index.ts", // a list; tests/memory/live/index.test.ts goes through all of them
  "src/memory/shrinkers/steps.ts", // tests/memory/engine/index.test.ts, which does again what it has once done
  "src/memory/engine/edits.ts", // the same, with bytes
  "src/memory/engine/forwarded.ts", // the same, with its figures
  "src/memory/engine/originals.ts", // the same, with what was kept
  "src/memory/engine/plan.ts", // the same
  "src/memory/engine/shrink.ts", // the same
  "src/memory/live/json/short.ts", // tests/memory/live/json/scan.test.ts
  "src/memory/live/json/table.ts", // tests/memory/live/json/index.test.ts, which reads every table back
  "src/memory/batch/question.ts", // words; all of tests/memory/batch goes through it
  "src/memory/batch/candidates/candidate.ts", // words
  "src/memory/live/html/entities.ts", // tests/memory/live/html/readable.test.ts
  "src/memory/lines/abridged.ts", // tests/memory/live/{logs,tests,diff,search,source,digest}.test.ts, which all keep lines
  "src/memory/lines/by-lines.ts", // the same
  "src/memory/lines/marks.ts", // the same
  "src/memory/transcript/hash.ts", // one line
  "src/memory/transcript/places.ts", // tests/memory/transcript/entry.test.ts, with every format
  "src/memory/transcript/call.ts", // the same
  "src/state/sessions/transcript.ts", // the same
  "src/state/sessions/outbox.ts", // tests/state/sessions/index.test.ts
  "src/state/memory/index.ts", // tests/state/memory/replay.test.ts
  "src/memory/recall/block.ts", // names
  "src/state/memory/learnt-text.ts", // tests/state/memory/learning.test.ts, with files that are damaged
  "src/state/memory/rows.ts", // tests/state/memory/originals.test.ts
  "src/state/memory/upkeep.ts", // the same
  "src/core/own-call.ts", // words
  "src/state/cache/open.ts", // the daemon
  "src/state/memory/open.ts", // the same
  "src/state/ledger/open.ts", // the same
  "src/state/options.ts", // words
  "src/state/cache/outbox.ts", // tests/state/cache/layers.test.ts
  "src/core/availability.ts", // words
  "src/core/judge.ts", // words
  "src/core/tries.ts", // words
  "src/memory/engine/ahead.ts", // words
  "src/memory/condense/strategies/", // data; tests/memory/condense/index.test.ts goes through all of them
  "src/own-calls.ts", // tests/journeys/own-calls.test.ts, with a real daemon
  "src/wiring/asking-ahead.ts", // the same
  "src/wiring/memory-modes.ts", // tests/journeys/memory-modes.test.ts, with every one who may say something
  "src/wiring/stopping.ts", // tests/journeys/budgets.test.ts and loops.test.ts, with a real daemon
  "src/core/budget.ts", // words
  "src/budgets/amounts.ts", // tests/state/budgets/index.test.ts, which counts with them
  "src/budgets/budget.ts", // tests/budgets/sums.test.ts
  "src/budgets/spender.ts", // the same
  "src/budgets/spender-of.ts", // tests/state/budgets/index.test.ts, with exchanges
  "src/state/budgets/standing.ts", // the same
  "src/state/budgets/open.ts", // the same
  "src/wiring/shortening.ts", // tests/middleware/memory.test.ts and the daemon
  "src/providers/", // data; tests/providers/index.test.ts goes through all of them
  "src/dialects/index.ts", // a list; tests/structure/registries.test.ts
  "src/routing/traits.ts", // names
  "src/routing/table.ts", // names
  "src/routing/step.ts", // two records
  "src/routing/format.ts", // tests/routing/decide.test.ts, a line for each way to a format
  "src/routing/model.ts", // and for models
  "src/routing/suffix.ts", // and for their endings
  "src/routing/route.ts", // tests/routing/conditions.test.ts
  "src/middleware/index.ts", // a list; tests/structure/registries.test.ts
  "src/dialects/anthropic/index.ts", // these five put the parts of a dialect together
  "src/dialects/openai-chat/index.ts",
  "src/dialects/openai-responses/index.ts",
  "src/dialects/gemini/index.ts",
  "src/dialects/unified/index.ts",
  "src/state/logs/journal.ts", // tests/state/logs/log.test.ts and audit.test.ts
  "src/state/logs/rotation.ts", // two records; tests/journeys/logs.test.ts changes the settings behind them
  "src/state/logs/shown-text.ts", // tests/state/logs/log.test.ts
  "src/rehearsal/in-daemon.ts", // tests/journeys/config-test.test.ts, with a real daemon
  "src/offline/rehearsal.ts", // the same, without one
  "src/offline/logs.ts", // tests/journeys/audit.test.ts
  "src/dialects/openai-chat/candidate-writer.ts", // tests/dialects/openai-chat/event-writer.test.ts
  "src/dialects/openai-chat/chunk-fields.ts", // names
  "src/dialects/openai-chat/candidate.ts", // tests/dialects/openai-chat/events.test.ts, from the stream on
  "src/dialects/openai-chat/usage-details.ts", // tests/dialects/openai-chat/usage.test.ts and openai-responses/usage.test.ts
  "src/dialects/openai-responses/block-numbers.ts", // tests/dialects/openai-responses/events.test.ts, from the stream on
  "src/dialects/openai-responses/item-blocks.ts",
  "src/dialects/openai-responses/item-writer.ts", // tests/dialects/openai-responses/event-writer.test.ts
  "src/dialects/openai-responses/item-reader.ts",
  "src/dialects/openai-responses/whole-item.ts",
  "src/offline/traces.ts", // tests/journeys/trace.test.ts
  "cli/dashboard/main.ts", // tests/journeys/dashboard-*.test.ts, in a real terminal with a real daemon
  "cli/dashboard/draw/suspend.ts", // tests/journeys/dashboard-terminal.test.ts, with a shell's jobs
  "cli/dashboard/state.ts", // names and first values
  "cli/dashboard/data/data.ts", // the same
  "cli/dashboard/requests/list-state.ts", // the same
  "cli/dashboard/request/view-state.ts", // the same
  "cli/dashboard/switching/overlay.ts", // the same
  "cli/dashboard/dialog.ts", // one line; tests/cli/dashboard/dialogs/index.test.ts closes every one
  "cli/dashboard/help/legends.ts", // texts; tests/cli/dashboard/dialogs/help.test.ts reads the filter in them
  "cli/dashboard/filter/filter.ts", // tests/cli/dashboard/filter/read.test.ts reads again whatever it writes
  "cli/dashboard/switching/act.ts", // tests/cli/dashboard/dialogs/switch.test.ts, with a daemon's answers
  "cli/dashboard/sessions/compress.ts", // tests/cli/dashboard/screens/session.test.ts, with a daemon's answers
  "cli/dashboard/sessions/end.ts", // tests/cli/dashboard/screens/sessions.test.ts, the same
  "cli/dashboard/request/content.ts", // tests/cli/dashboard/screens/request.test.ts, every tab in every size
  "cli/dashboard/request/headers.ts", // the same
  "cli/dashboard/request/keys.ts", // the same
  "cli/dashboard/panels/sessions.ts", // tests/cli/dashboard/screens/sessions.test.ts, in every size
  "cli/dashboard/panels/session-brief.ts", // the same
  "cli/dashboard/panels/session-chart.ts", // tests/cli/dashboard/screens/session.test.ts, in every size
  "cli/dashboard/panels/session-head.ts", // the same
  "cli/dashboard/panels/session-turn.ts", // the same
  "cli/dashboard/panels/session-turns.ts", // the same
  "cli/dashboard/panels/settings.ts", // tests/cli/dashboard/screens/config.test.ts, in every size
  "cli/dashboard/panels/log-lines.ts", // tests/cli/dashboard/screens/logs.test.ts, in every size
  "cli/dashboard/panels/stats-charts.ts", // tests/cli/dashboard/screens/stats.test.ts, in every size
  "cli/dashboard/panels/stats-story.ts", // the same
  "cli/dashboard/panels/stats-table.ts", // the same
  "cli/dashboard/panels/upstream.ts", // tests/cli/dashboard/screens/upstreams.test.ts, every state in every size
  "cli/dashboard/panels/upstreams.ts", // the same
  "cli/why/find.ts", // tests/cli/commands/why.test.ts, with and without a daemon
  "src/offline/requests.ts", // the same
  "cli/trace/", // tests/journeys/trace.test.ts goes through every one of them
  "cli/commands/trace.ts", // tests/journeys/trace.test.ts
  "src/state/ledger/worker.ts", // tests/state/ledger/index.test.ts runs it as a worker
  "src/config/layers/layer.ts", // types, and a place that says nothing
  "src/core/read-chat.ts", // tests/contract reads every recorded body through it
  "src/meter/index.ts", // tests/journeys, where the figures must agree
  "src/meter/tokens/worker.ts", // tests/meter/tokens/thread.test.ts runs it as a worker
  "src/meter/cache-truth/difference.ts", // tests/meter/cache-truth/index.test.ts, sentence by sentence
  "src/meter/cache-truth/prompt.ts", // the same
  "src/meter/cache-truth/segments.ts", // the same
  "src/state/sessions/", // tests/state/sessions/index.test.ts goes through all of them; tests/contract/sessions.test.ts replays recordings
  "src/state/detail/", // tests/state/detail/index.test.ts, and tests/journeys/looking.test.ts with a real daemon
  "src/state/series/", // tests/state/series/index.test.ts goes through all of them
  "src/translation/table/row.ts", // types, and the names of the formats
  "src/translation/table/messages.ts", // rows; tests/translation/table/index.test.ts and tests/structure/translations.test.ts
  "src/translation/table/settings.ts", // the same
  "src/translation/table/tools.ts", // the same
  "src/translation/table/whole.ts", // the same
  "src/lib/clock.ts", // two calls of the system
  "src/core/listed-model.ts", // names; tests/translation/model-list.test.ts reads and writes every shape
  "cli/bare.ts", // tests/cli/commands/status.test.ts runs proxy-cli without a command
  "cli/context.ts", // every test of a command runs through it
  "cli/daemon/ephemeral.ts", // tests/faults/no-home.test.ts
  "cli/daemon/launch.ts", // tests/cli/commands/start.test.ts
  "cli/daemon/started.ts", // tests/cli/commands/start.test.ts
  "cli/daemon/stopping.ts", // tests/cli/commands/stop.test.ts
  "cli/logs/shown.ts", // tests/cli/commands/logs.test.ts and start.test.ts
  "cli/config/", // tests/cli/commands/config.test.ts and tests/journeys/config.test.ts go through every one of them
  "cli/models/", // tests/cli/commands/models.test.ts, with and without a daemon
  "cli/prices/", // tests/cli/commands/prices.test.ts
  "cli/memory/", // tests/cli/commands/memory.test.ts, and tests/journeys/memory-originals.test.ts with a daemon
  "src/offline/memory.ts", // tests/cli/commands/memory.test.ts
  "cli/cache/", // tests/cli/commands/cache.test.ts, with and without a daemon
  "src/offline/answer-cache.ts", // the same
  "src/core/memory-view.ts", // types
  "src/control/memory.ts", // tests/control/contract.test.ts and tests/cli/commands/memory.test.ts
  "cli/sessions/", // tests/cli/commands/sessions.test.ts, with and without a daemon
  "src/offline/sessions.ts", // the same
  "src/offline/simulate/blocks.ts", // tests/offline/simulate/simulate.test.ts plays whole conversations
  "src/offline/simulate/body-stream.ts", // the same
  "src/offline/simulate/contender.ts", // names
  "src/offline/simulate/index.ts", // tests/journeys/memory-simulate.test.ts
  "src/offline/simulate/vendor.ts", // the same

  "src/offline/simulate/modes.ts", // tests/offline/simulate/simulate.test.ts
  "src/state/ledger/of-session.ts", // the same
  "cli/upstreams/", // tests/cli/commands/upstreams.test.ts and tests/security/upstreams.slow.test.ts
  "cli/daemon/in-force.ts", // tests/cli/commands/upstreams.test.ts and config.test.ts, with and without a daemon
  "cli/terminal/edited-copy.ts", // tests/cli/commands/config.test.ts and upstreams.test.ts, with editors of their own
  "cli/terminal/hold.ts", // tests/journeys/live-terminal.test.ts, every way out of a real terminal
  "cli/terminal/live-block.ts", // the same
  "cli/daemon/summary.ts", // the same
  "cli/daemon/face.ts", // the same
  "cli/interactive/menu.ts", // tests/cli/commands/interactive.test.ts, in a real terminal
  "cli/interactive/screen.ts", // the same
  "cli/status/lines.ts", // tests/cli/commands/status.test.ts
  "cli/status/stopped.ts", // tests/cli/commands/status.test.ts
  "cli/terminal/key-input.ts", // tests/cli/commands/keys.test.ts, with a real terminal
  "cli/programs/child.ts", // tests/journeys/run.test.ts
  "cli/programs/plan.ts", // the same
  "cli/programs/chain.ts", // tests/journeys/run-chain.test.ts, with a gateway
  "cli/commands/run.ts", // tests/journeys/run.test.ts, with real programs
  "cli/commands/env.ts", // tests/journeys/env.test.ts, with a real shell
  "cli/commands/demo.ts", // tests/journeys/demo.test.ts
  "cli/completions/bash.ts", // tests/cli/commands/completions.test.ts runs every script in its shell
  "cli/completions/zsh.ts",
  "cli/completions/fish.ts",
  "cli/completions/pwsh.ts",
  "cli/completions/taking.ts",
  "cli/completions/index.ts",
  "cli/completions/values.ts",
  "cli/demo/place.ts", // tests/journeys/demo.test.ts
  "cli/demo/background.ts", // the same
  "cli/demo/show/show.ts", // tests/journeys/demo.test.ts
  "cli/demo/plain.ts", // the same
  "cli/demo/live.ts", // tests/journeys/demo-live.slow.test.ts, in a real terminal
  "cli/demo/player/main.ts", // the same
  "cli/demo/player/process.ts", // the same
  "cli/doctor/index.ts", // a list; tests/cli/commands/doctor.test.ts
  "cli/doctor/scene.ts", // tests/cli/commands/doctor.test.ts
  "cli/commands/index.ts", // a list; tests/structure/registries.test.ts
];

test("every source file has a test of the same path", () => {
  const tests = new Set(new Bun.Glob("tests/**/*.test.ts").scanSync("."));

  expect(twinProblems(readSources(".", ["src", "cli"]), tests, exceptions).map(({ path }) => path)).toEqual([]);
}, 30_000); // it reads every file; a busy machine takes its time

test("no exception outlives its file", () => {
  expect(exceptions.filter((path) => !existsSync(path))).toEqual([]);
});
