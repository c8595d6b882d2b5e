import { type Format, formats } from "../../tests/support/formats.ts";
import { requestText } from "../../tests/support/http-text.ts";
import { connectRaw, type RawClient } from "../../tests/support/raw-client.ts";

/** What a client does with its request. */
const habits = ["plain", "stream", "leaves in the middle", "reads slowly", "sends much", "asks the simulator"] as const;
type Habit = (typeof habits)[number];

/** What all clients together have seen. */
export type Seen = {
  /** Requests that were written whole. */
  readonly sent: number;
  readonly byHabit: Readonly<Record<string, number>>;
  /** Answers by their status, and what had none. */
  readonly answers: Readonly<Record<string, number>>;
  /** Of plain answers with 200, through the proxy and from the vendor itself, in milliseconds. */
  readonly throughMs: readonly number[];
  readonly directMs: readonly number[];
};

/** Clients that go on until they are told to stop. */
export type Clients = { readonly figures: () => Seen; readonly stop: () => Promise<Seen> };

/** So many measurements are enough for a percentile. */
const mostTimes = 50_000;

/** Starts so many, each with one request after the other, every habit in its turn. */
export const startClients = (port: number, vendorPort: number, count: number): Clients => {
  let [sent, isOver] = [0, false];
  const byHabit: Record<string, number> = {};
  const answers: Record<string, number> = {};
  const [throughMs, directMs]: [number[], number[]] = [[], []];
  const countIn = (counts: Record<string, number>, name: string): void => {
    counts[name] = (counts[name] ?? 0) + 1;
  };
  const one = async (habit: Habit): Promise<void> => {
    const format = formats[Math.floor(Math.random() * formats.length)] as Format;
    const client = await connectRaw(port);
    const beganAt = performance.now();
    sent++;
    countIn(byHabit, habit);
    await play(client, habit, format, port);
    const end = statusOf(client);
    countIn(answers, habit === "leaves in the middle" ? "left" : end);
    if (habit === "plain" && end === "200" && throughMs.length < mostTimes) throughMs.push(performance.now() - beganAt);
    client.leave();
  };
  /** The same without a proxy: what is more than this the proxy has added. */
  const direct = async (): Promise<void> => {
    while (!isOver) {
      const client = await connectRaw(vendorPort);
      const beganAt = performance.now();
      await play(client, "plain", formats[0] as Format, vendorPort);
      directMs.push(performance.now() - beganAt);
      client.leave();
      await Bun.sleep(100); // its pace
    }
  };
  const running = Array.from({ length: count }, async (_, index) => {
    for (let turn = index; !isOver; turn++) {
      await one(habits[turn % habits.length] as Habit).catch((thrown: unknown) => countIn(answers, String(thrown)));
      await Bun.sleep(Math.random() * 50); // people think
    }
  });
  running.push(direct());
  const figures = (): Seen => ({ sent, byHabit, answers, throughMs, directMs });
  return {
    figures,
    stop: async () => {
      isOver = true;
      await Promise.all(running);
      return figures();
    },
  };
};

const longestMs = 60_000;

const play = async (client: RawClient, habit: Habit, format: Format, port: number): Promise<void> => {
  const isStream = habit === "stream" || habit === "leaves in the middle" || habit === "reads slowly";
  const to = habit === "asks the simulator" ? "simulator" : format.upstream;
  const body = habit === "sends much" ? long(format) : format.body(isStream);
  client.write(requestText(format, isStream, port, { "x-proxy-upstream": to }, body));
  if (habit === "leaves in the middle") {
    await client.until("something comes", () => client.bytes().length > 0 || client.end() !== null, longestMs);
    return;
  }
  if (habit === "reads slowly") {
    client.pause();
    await Bun.sleep(300); // this is what the client does
    client.resume();
  }
  await client.until("the answer ends", () => client.end() !== null, longestMs);
};

/** The same question with half a megabyte before it. */
const long = (format: Format): string => format.body(false).replace("hé", `${"much ".repeat(100_000)}hé`);

const statusOf = (client: RawClient): string => {
  const [, status = "none"] = client.text().slice(0, 40).split(" ");
  return status;
};
