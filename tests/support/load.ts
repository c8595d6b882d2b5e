/** What a load came to. */
export type LoadResult = {
  readonly answered: number;
  /** What went wrong for a client, in words: nothing that a restart may do. */
  readonly lost: readonly string[];
};

/** Requests that go on until they are told to stop. */
export type Load = {
  readonly answered: () => number;
  readonly stop: () => Promise<LoadResult>;
};

type Options = {
  readonly clients: number;
  /** All clients together send no more than this; as fast as they can where it is missing. */
  readonly perSecond?: number;
};

/**
 * Clients of the simulator behind this proxy. Every other one keeps its connection, as SDKs do, the others open one for
 * each request; nobody tries again.
 */
export const startLoad = (url: string, { clients, perSecond }: Options): Load => {
  const lost: string[] = [];
  let [answered, sent, isOver] = [0, 0, false];
  const beganAt = performance.now();
  const isDue = (): boolean => perSecond === undefined || (sent * 1000) / perSecond <= performance.now() - beganAt;
  const client = async (_: unknown, index: number): Promise<void> => {
    while (!isOver) {
      if (!isDue()) {
        await Bun.sleep(1); // this is the pace of the load, nothing is waited for
        continue;
      }
      sent++;
      const trouble = await request(url, index % 2 === 0);
      if (trouble === null) answered++;
      else lost.push(trouble);
    }
  };
  const running = Array.from({ length: clients }, client);
  return {
    answered: () => answered,
    stop: async () => {
      isOver = true;
      await Promise.all(running);
      return { answered, lost };
    },
  };
};

const body = JSON.stringify({ model: "claude-sonnet-4-5", max_tokens: 9, messages: [{ role: "user", content: "hi" }] });

const headers = {
  "content-type": "application/json",
  "x-api-key": "sk-any",
  "anthropic-version": "2023-06-01",
  "x-proxy-upstream": "simulator",
};

/** What is wrong with the answer; null when nothing is. */
const request = async (url: string, keepalive: boolean): Promise<string | null> => {
  try {
    const response = await fetch(`${url}/v1/messages`, { method: "POST", headers, body, keepalive });
    const text = await response.text();
    return response.status === 200 && text.endsWith("}") ? null : `${response.status} ${text.slice(0, 200)}`;
  } catch (thrown) {
    return String(thrown);
  }
};
