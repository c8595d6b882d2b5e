import { isObject, type JsonObject, listIn, numberIn, objectIn, textIn } from "../json-view.ts";
import { Refusal } from "../refusal.ts";

/** How an answer is made (docs, `GenerationConfig`). */
const configFields: ReadonlySet<string> = new Set([
  ...["stopSequences", "responseMimeType", "responseSchema", "responseJsonSchema", "_responseJsonSchema"],
  ...["responseModalities", "candidateCount", "maxOutputTokens", "temperature", "topP", "topK", "seed"],
  ...["presencePenalty", "frequencyPenalty", "responseLogprobs", "logprobs", "enableEnhancedCivicAnswers"],
  ...["speechConfig", "thinkingConfig", "imageConfig", "mediaResolution", "audioTimestamp", "routingConfig"],
]);

/** The part of OpenAPI that describes arguments and answers (docs, `Schema`). */
const schemaFields: ReadonlySet<string> = new Set([
  ...["type", "format", "title", "description", "nullable", "enum", "maxItems", "minItems", "properties", "required"],
  ...["minProperties", "maxProperties", "minLength", "maxLength", "pattern", "example", "anyOf", "propertyOrdering"],
  ...["default", "items", "minimum", "maximum"],
]);

/** Refuses settings and tools that Google has no name for or does not take. */
export const checkSettings = (json: JsonObject): void => {
  const config = objectIn(json.generationConfig ?? json.generation_config);
  for (const name of Object.keys(config))
    if (!configFields.has(inCamelCase(name)) && !configFields.has(name)) throw unknown(name, "generation_config");
  if (listIn(config.stopSequences).length > 5)
    throw new Refusal(400, "generation_config.stop_sequences: at most 5 are supported");
  const temperature = numberIn(config.temperature);
  if (temperature !== null && (temperature < 0 || temperature > 2))
    throw new Refusal(400, "* GenerateContentRequest.generation_config.temperature: must be in the range [0.0, 2.0]");
  if (isObject(config.responseSchema)) checkSchema(config.responseSchema, "generation_config.response_schema");
  const thinking = objectIn(config.thinkingConfig);
  if (thinking.thinkingLevel !== undefined && thinking.thinkingBudget !== undefined)
    throw new Refusal(400, "You can only set only one of thinking budget and thinking level.");
  for (const [at, tool] of listIn(json.tools).map(objectIn).entries())
    for (const [index, declared] of listIn(tool.functionDeclarations ?? tool.function_declarations)
      .map(objectIn)
      .entries())
      checkDeclaration(declared, `tools[${at}].function_declarations[${index}]`);
};

const checkDeclaration = (declared: JsonObject, where: string): void => {
  if (!/^[a-zA-Z_][a-zA-Z0-9_.:-]{0,63}$/.test(textIn(declared.name)))
    throw new Refusal(
      400,
      `* GenerateContentRequest.${where}.name: Invalid function name. Must start with a letter or an underscore. Must be alphanumeric, with underscores, dots, colons or dashes, with a maximum length of 64.`,
    );
  if (declared.parameters !== undefined && declared.parametersJsonSchema !== undefined)
    throw new Refusal(400, `${where}: only one of parameters and parameters_json_schema may be set`);
  if (isObject(declared.parameters)) checkSchema(declared.parameters, `${where}.parameters`);
};

const checkSchema = (schema: JsonObject, where: string): void => {
  for (const name of Object.keys(schema)) if (!schemaFields.has(inCamelCase(name))) throw unknown(name, where);
  if (schema.type !== undefined && typeof schema.type !== "string")
    throw new Refusal(
      400,
      `Invalid value at '${where}.type' (type.googleapis.com/google.ai.generativelanguage.v1beta.Type)`,
    );
  for (const [name, inner] of Object.entries(objectIn(schema.properties)))
    if (isObject(inner)) checkSchema(inner, `${where}.properties[${name}]`);
  if (isObject(schema.items)) checkSchema(schema.items, `${where}.items`);
  for (const inner of listIn(schema.anyOf)) if (isObject(inner)) checkSchema(inner, `${where}.any_of`);
};

const unknown = (name: string, where: string): Refusal =>
  new Refusal(400, `Invalid JSON payload received. Unknown name "${name}" at '${where}': Cannot find field.`);

const inCamelCase = (name: string): string => name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
