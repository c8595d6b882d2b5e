import OpenAI from "openai";
import { commandSchema, key, mostTurns, png, ran, type Said, type SdkClient, toUpstream } from "./client.ts";

type Response = OpenAI.Responses.Response;

/** OpenAI's SDK, responses: nothing is kept at the vendor, and sealed thoughts go back. */
export const openaiResponsesSdk: SdkClient = {
  name: "openai responses",
  home: "responses",
  stops: { call: "completed", end: "completed" },
  takesPicturesFromTools: true,
  work: async ({ url, upstream, model }, { text, stream, tools, thinks, schema, picture }) => {
    const defaultHeaders = toUpstream(upstream);
    const { responses } = new OpenAI({ apiKey: key, baseURL: `${url}/v1`, maxRetries: 0, defaultHeaders });
    const format = { type: "json_schema" as const, name: "answer", strict: true, schema: { ...schema } };
    const shell = { type: "function" as const, name: "Bash", strict: true, parameters: commandSchema };
    const setting = {
      ...{ model, store: false, instructions: "Be brief.", include: ["reasoning.encrypted_content" as const] },
      ...(tools && { tools: [shell] }),
      ...(thinks && { reasoning: { effort: "high" as const, summary: "auto" as const } }),
      ...(schema && { text: { format } }),
    };
    const input: OpenAI.Responses.ResponseInputItem[] = [
      { role: "user", content: picture === "asked" ? [image, { type: "input_text", text }] : text },
    ];
    const said: Said[] = [];
    while (said.length < mostTurns) {
      const asked = { ...setting, input };
      const answer: Response = stream
        ? await responses.stream(asked).finalResponse()
        : await responses.create({ ...asked, stream: false });
      said.push(saidIn(answer));
      const calls = answer.output.flatMap((item) => (item.type === "function_call" ? [item] : []));
      if (calls.length === 0) break;
      input.push(...(answer.output as OpenAI.Responses.ResponseInputItem[])); // as the documents do
      for (const { call_id, arguments: given } of calls) {
        const told = ran(JSON.parse(given));
        const output = picture === "given" ? [{ type: "input_text" as const, text: told }, image] : told;
        input.push({ type: "function_call_output", call_id, output });
      }
    }
    return said;
  },
};

const image = { type: "input_image", detail: "auto", image_url: `data:image/png;base64,${png}` } as const;

const saidIn = ({ output, output_text: text, status, usage }: Response): Said => ({
  text,
  thought: output.flatMap((item) => (item.type === "reasoning" ? item.summary.map((part) => part.text) : [])).join(""),
  calls: output.flatMap((item) =>
    item.type === "function_call" ? [{ id: item.call_id, name: item.name, input: JSON.parse(item.arguments) }] : [],
  ),
  stop: status,
  input: usage?.input_tokens ?? 0,
  output: usage?.output_tokens ?? 0,
  cached: usage?.input_tokens_details?.cached_tokens ?? 0,
});
