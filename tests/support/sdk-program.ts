import Anthropic from "@anthropic-ai/sdk";
import { GoogleGenAI } from "@google/genai";
import OpenAI from "openai";

/** A program as people write it: each SDK with nothing but what it finds in the environment. Prints what was said. */
const asks: Readonly<Record<string, () => Promise<string>>> = {
  anthropic: async () => {
    const messages = [{ role: "user" as const, content: "echo: from anthropic" }];
    const answer = await new Anthropic().messages.create({ model: "claude-sonnet-4-6", max_tokens: 50, messages });
    return answer.content.map((block) => (block.type === "text" ? block.text : "")).join("");
  },
  openai: async () => {
    const messages = [{ role: "user" as const, content: "echo: from openai" }];
    const answer = await new OpenAI().chat.completions.create({ model: "gpt-4o", messages });
    return answer.choices[0]?.message.content ?? "";
  },
  google: async () => {
    const answer = await new GoogleGenAI({}).models.generateContent({
      model: "gemini-2.5-flash",
      contents: "echo: from google",
    });
    return answer.text ?? "";
  },
};

console.log(await asks[process.argv[2] ?? ""]?.());
