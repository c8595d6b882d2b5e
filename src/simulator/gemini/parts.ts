import { isObject, type JsonObject, listIn, objectIn, textIn } from "../json-view.ts";
import { Refusal } from "../refusal.ts";

/** What a part may be, and what may stand beside that (docs, `Part`). */
const data = ["text", "inlineData", "fileData", "functionCall", "functionResponse", "executableCode"];
const partFields: ReadonlySet<string> = new Set([
  ...data,
  ...["codeExecutionResult", "toolCall", "toolResponse", "thought", "thoughtSignature", "videoMetadata"],
  ...["mediaResolution", "partMetadata"],
]);

/** Refuses parts that Google could not read, in its words. */
export const checkParts = (contents: readonly JsonObject[]): void => {
  for (const [at, content] of contents.entries()) {
    const parts = listIn(content.parts).map(objectIn);
    if (content.role !== "model" && parts.every((part) => part.text === "" && Object.keys(part).length === 1))
      throw new Refusal(400, `contents[${at}].parts: must not be empty`);
    for (const [index, part] of parts.entries()) checkPart(part, `contents[${at}].parts[${index}]`);
  }
};

const checkPart = (part: JsonObject, where: string): void => {
  const fields = Object.fromEntries(Object.entries(part).map(([name, value]) => [inCamelCase(name), value]));
  for (const name of Object.keys(fields))
    if (!partFields.has(name))
      throw new Refusal(400, `Invalid JSON payload received. Unknown name "${name}" at '${where}': Cannot find field.`);
  const said = data.filter((name) => name in fields);
  const isNothing =
    said.length === 0 && !("codeExecutionResult" in fields) && !("toolCall" in fields) && !("toolResponse" in fields);
  if (isNothing && fields.thoughtSignature === undefined)
    throw new Refusal(
      400,
      `* GenerateContentRequest.${where}.data: required oneof field 'data' must have one initialized field`,
    );
  if (said.length > 1) throw new Refusal(400, `${where}: oneof field 'data' is already set. Cannot set '${said[1]}'`);
  checkCall(fields, where);
  const inline = objectIn(fields.inlineData);
  if ("inlineData" in fields && textIn(inline.mimeType ?? inline.mime_type) === "")
    throw new Refusal(400, `${where}.inline_data.mime_type: must not be empty`);
};

const checkCall = ({ functionCall, functionResponse }: JsonObject, where: string): void => {
  if (isObject(functionCall) && functionCall.args !== undefined && !isObject(functionCall.args))
    throw new Refusal(
      400,
      `Invalid value at '${where}.function_call.args' (type.googleapis.com/google.protobuf.Struct)`,
    );
  if (!isObject(functionResponse)) return;
  if (textIn(functionResponse.name) === "")
    throw new Refusal(400, `* GenerateContentRequest.${where}.function_response.name: Name cannot be empty.`);
  if (!isObject(functionResponse.response))
    throw new Refusal(
      400,
      `Invalid value at '${where}.function_response.response' (type.googleapis.com/google.protobuf.Struct)`,
    );
};

/** Calls come right after what the user has said, or after the results of others (docs, function calling). */
export const checkTurns = (contents: readonly JsonObject[]): void => {
  for (const [at, content] of contents.entries()) {
    const calls = listIn(content.parts).some((part) =>
      isObject(objectIn(part).functionCall ?? objectIn(part).function_call),
    );
    if (!calls || content.role !== "model") continue;
    if (at === 0 || contents[at - 1]?.role === "model")
      throw new Refusal(
        400,
        "Please ensure that function call turn comes immediately after a user turn or after a function response turn.",
      );
  }
};

const inCamelCase = (name: string): string => name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
