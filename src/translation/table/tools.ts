import type { Row } from "./row.ts";

/** Tools, and which of them may be called. */
export const toolRows = [
  {
    ...{
      rule: "tools.namespace",
      from: "openai-responses",
      to: ["anthropic", "openai-chat", "gemini"],
      does: "changed",
    },
    field: { "openai-responses": "tools: namespace" },
    why: "the tools inside stand by themselves, under a name with the namespace in it; calls come back with both",
  },
  {
    ...{ rule: "tools.hosted", from: "any", to: "any", does: "dropped" },
    field: {
      anthropic: "tools: code_execution, web_fetch, tool_search, computer, memory, mcp",
      "openai-chat": "tools: those of a vendor",
      "openai-responses": "tools: code_interpreter, file_search, image_generation, computer, mcp, tool_search, shell",
      gemini: "tools: codeExecution, urlContext, googleMaps, fileSearch, computerUse",
    },
    why: "tools that another vendor runs",
  },
  {
    ...{ rule: "tools.web-search", from: ["anthropic", "openai-responses", "gemini"], does: "changed" },
    to: ["anthropic", "openai-responses", "gemini"],
    field: { anthropic: "tools: web_search", "openai-responses": "tools: web_search", gemini: "tools: googleSearch" },
    why: "the other vendor searches the web, in its own way",
    at: ({ webSearch }) => webSearch,
  },
  {
    ...{ rule: "tools.web-search-gone", from: ["anthropic", "openai-responses", "gemini"], to: "any", does: "dropped" },
    field: { anthropic: "tools: web_search", "openai-responses": "tools: web_search", gemini: "tools: googleSearch" },
    why: "nobody searches the web there, or not beside other tools",
    at: ({ webSearch, mixedTools }) => !webSearch || !mixedTools,
  },
  {
    ...{ rule: "tools.web-search-limits", from: ["anthropic", "openai-responses"], to: "any", does: "dropped" },
    field: { anthropic: "max_uses, blocked_domains", "openai-responses": "search_context_size, filters" },
    why: "limits of a search that the other vendor has no words for",
    at: ({ webSearch }) => webSearch,
  },
  {
    ...{
      rule: "tools.client-run",
      from: "anthropic",
      to: ["openai-chat", "openai-responses", "gemini"],
      does: "changed",
    },
    field: { anthropic: "tools: bash, text_editor" },
    why: "tools that Anthropic's models know are described in full",
  },
  {
    ...{ rule: "tools.plain", from: ["openai-chat", "openai-responses"], to: ["anthropic", "openai-chat", "gemini"] },
    ...{ field: "tools: custom", does: "changed" },
    why: "a tool that takes plain text takes it as `input`; a grammar is only told",
  },
  {
    ...{ rule: "tools.name", from: "any", to: "any", field: "names of tools", does: "changed" },
    why: "a name that is too long there, or has letters that are not taken; calls come back under the client's name",
  },
  {
    ...{ rule: "tools.schema-words", from: "gemini", to: ["anthropic", "openai-chat", "openai-responses"] },
    ...{ field: { gemini: "parameters, responseSchema" }, does: "carried" },
    why: "Google's words for types become those of JSON Schema",
  },
  {
    ...{ rule: "tools.schema-top", from: "any", to: "any", does: "changed" },
    field: "arguments with alternatives at the top",
    why: "arguments have to be one object: it has the properties of all alternatives",
  },
  {
    ...{ rule: "tools.schema-limits", from: "any", to: ["anthropic", "gemini"], does: "changed" },
    field: "limits in a schema",
    why: "words that are not taken there stand in the description",
  },
  {
    ...{ rule: "tools.strict", from: ["anthropic", "openai-chat", "openai-responses"], to: "any", does: "dropped" },
    field: "strict",
    why: "the other vendor does not hold tools to such a schema",
  },
  {
    ...{ rule: "tools.extras", from: "any", to: "any", does: "dropped" },
    field: {
      anthropic: "defer_loading, eager_input_streaming, allowed_callers, input_examples",
      "openai-responses": "defer_loading",
      gemini: "behavior, response",
    },
    why: "what is said of a tool besides what it is",
  },
  {
    ...{ rule: "choice.mode", from: "any", to: "any", field: "a tool that must be called", does: "changed" },
    why: "the model decides by itself: it cannot be made to call a tool",
    at: ({ choices }) => !choices.includes("required"),
  },
  {
    ...{ rule: "choice.none", from: "any", to: "any", field: "no tool may be called", does: "changed" },
    why: "the tools are left out: they cannot be forbidden",
    at: ({ choices }) => !choices.includes("none"),
  },
  {
    ...{ rule: "choice.some", from: ["openai-chat", "openai-responses", "gemini"], to: "any", does: "changed" },
    field: { "openai-chat": "allowed_tools", "openai-responses": "allowed_tools", gemini: "allowedFunctionNames" },
    why: "only the tools that may be called are there",
  },
  {
    ...{
      rule: "choice.gone",
      from: "any",
      to: "any",
      field: "a choice among tools that are left out",
      does: "changed",
    },
    why: "the tool that was to be called is not there: the model decides by itself",
  },
  {
    ...{ rule: "choice.parallel", from: ["anthropic", "openai-chat", "openai-responses"], to: "any", does: "dropped" },
    field: {
      anthropic: "disable_parallel_tool_use",
      "openai-chat": "parallel_tool_calls",
      "openai-responses": "parallel_tool_calls",
    },
    why: "several calls at once cannot be forbidden",
    at: ({ parallelFlag }) => !parallelFlag,
  },
  {
    ...{ rule: "choice.thinking", from: "any", to: "anthropic", field: "a tool that must be called", does: "changed" },
    why: "a model that always thinks cannot be made to call a tool: it decides by itself",
    at: ({ reasoning }) => reasoning?.canBeOff === false,
  },
] as const satisfies readonly Row[];
