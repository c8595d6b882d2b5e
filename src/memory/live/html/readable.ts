import { unescaped } from "./entities.ts";

/** What is within these is not for readers. */
const hidden = new Set(["script", "style", "svg", "noscript", "template", "iframe", "canvas"]);

/** These begin a line of their own, some with a sign. */
const lineStarts: Readonly<Record<string, string>> = {
  ...{ h1: "# ", h2: "## ", h3: "### ", h4: "#### ", h5: "##### ", h6: "###### ", li: "- ", title: "# " },
  ...{ p: "", div: "", section: "", article: "", header: "", footer: "", main: "", nav: "", ul: "", ol: "", dl: "" },
  ...{ dt: "", dd: "", tr: "", table: "", thead: "", tbody: "", form: "", pre: "", blockquote: "", br: "", hr: "" },
  ...{ figure: "", figcaption: "", aside: "", option: "", body: "", head: "", html: "", button: "", label: "" },
};

/** The text of HTML as its reader sees it. Goes over the text once. */
export const readable = (html: string): string => {
  const page = new Page();
  let at = 0;
  while (at < html.length) {
    const open = html.indexOf("<", at);
    if (open < 0) break;
    page.text(html.slice(at, open));
    const end = endOfTag(html, open);
    const tag = tagOf(html.slice(open, end));
    if (tag === null) {
      // A bare sign, or a comment.
      if (!html.startsWith("<!", open)) page.text(html.slice(open, end));
    } else page.tag(tag);
    at = tag !== null && !tag.isEnd && hidden.has(tag.name) ? endOfHidden(html, end, tag.name) : end;
  }
  page.text(html.slice(at));
  return page.written();
};

type Tag = { readonly name: string; readonly isEnd: boolean; readonly attributes: string };

const tagOf = (source: string): Tag | null => {
  const [whole, slash, name] = /^<(\/?)([a-zA-Z][a-zA-Z0-9-]*)/.exec(source) ?? [];
  if (whole === undefined || name === undefined || !source.endsWith(">")) return null;
  return { name: name.toLowerCase(), isEnd: slash === "/", attributes: source.slice(whole.length, -1) };
};

const endOfTag = (html: string, open: number): number => {
  if (html.startsWith("<!--", open)) return after(html, "-->", open);
  if (!/[a-zA-Z/!?]/.test(html.charAt(open + 1))) return open + 1;
  return after(html, ">", open);
};

const after = (html: string, what: string, from: number): number => {
  const found = html.indexOf(what, from);
  return found < 0 ? html.length : found + what.length;
};

/** Where something hidden ends; right behind its tag where it never does. */
const endOfHidden = (html: string, from: number, name: string): number => {
  const closing = new RegExp(`</${name}\\s*>`, "gi");
  closing.lastIndex = from;
  const found = closing.exec(html);
  return found === null ? html.length : found.index + found[0].length;
};

/** A page as it is written: lines of text, links with their addresses. */
class Page {
  private readonly lines: string[] = [];
  private line = "";
  private start = "";
  private link: { readonly url: string; readonly from: number } | null = null;
  private readonly urls = new Set<string>();

  text(source: string): void {
    if (source === "") return;
    const words = unescaped(source).replaceAll(/\s+/g, " ");
    this.line += this.line === "" || this.line.endsWith(" ") ? words.trimStart() : words;
  }

  tag({ name, isEnd, attributes }: Tag): void {
    const start = lineStarts[name];
    if (start !== undefined) {
      this.endLink();
      this.endLine();
      if (!isEnd) this.start = start || this.start;
      else this.start = "";
    } else if (name === "td" || name === "th") this.line += isEnd ? " | " : "";
    else if (name === "a" && isEnd) this.endLink();
    else if (name === "a") this.beginLink(attributes);
    else if (name === "img") this.text(attribute(attributes, "alt"));
  }

  written(): string {
    this.endLink();
    this.endLine();
    return this.lines.join("\n");
  }

  private beginLink(attributes: string): void {
    this.endLink();
    const url = unescaped(attribute(attributes, "href")).trim();
    const isTold = url !== "" && !url.startsWith("#") && !/^(?:javascript|data):/i.test(url) && !this.urls.has(url);
    this.link = isTold ? { url, from: this.line.length } : null;
  }

  private endLink(): void {
    if (this.link === null) return;
    const { url, from } = this.link;
    this.link = null;
    const words = this.line.slice(from).trim();
    const lead = this.line.slice(0, from);
    this.urls.add(url);
    this.line = `${lead}${lead === "" || lead.endsWith(" ") ? "" : " "}[${words}](${url})`;
  }

  private endLine(): void {
    const line = this.line.trim();
    this.line = "";
    if (line !== "") {
      this.lines.push(this.start + line);
      this.start = "";
    }
  }
}

const attribute = (attributes: string, name: string): string => {
  const found = new RegExp(`(?:^|\\s)${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)'|([^\\s"'>]+))`, "i").exec(attributes);
  return found?.[1] ?? found?.[2] ?? found?.[3] ?? "";
};
