/** As much of a browser as the page uses. The types of all of it would be there for the daemon's code too, which has no window. */
export type PageNode = {
  readonly parentNode: PageElement | null;
  readonly firstChild: PageNode | null;
  readonly childNodes: Iterable<PageNode> & { readonly [at: number]: PageNode | undefined };
  nodeValue: string | null;
  readonly remove: () => void;
};

/** An element of the page. */
export type PageElement = PageNode & {
  readonly tagName: string;
  readonly style: { height: string };
  readonly scrollTop: number;
  readonly clientHeight: number;
  value?: string;
  textContent: string;
  readonly append: (...nodes: readonly PageNode[]) => void;
  readonly replaceChildren: (...nodes: readonly PageNode[]) => void;
  readonly replaceChild: (node: PageNode, old: PageNode) => void;
  readonly insertBefore: (node: PageNode, before: PageNode | null) => void;
  readonly setAttribute: (name: string, value: string) => void;
  readonly removeAttribute: (name: string) => void;
  readonly addEventListener: (name: string, hear: (event: PageEvent) => void) => void;
  readonly focus: () => void;
};

/** Something that happened. */
export type PageEvent = {
  readonly target: Partial<PageElement> | null;
  readonly key: string;
  readonly metaKey: boolean;
  readonly ctrlKey: boolean;
  readonly altKey: boolean;
  readonly preventDefault: () => void;
  readonly stopPropagation: () => void;
};

type Link = PageElement & { href: string; download: string; readonly click: () => void };

/** The window that the page is in. */
type Page = {
  readonly document: {
    readonly hidden: boolean;
    readonly activeElement: PageElement | null;
    readonly body: PageElement;
    readonly createTextNode: (text: string) => PageNode;
    readonly createElement: (tag: string) => Link;
    readonly createElementNS: (names: string, tag: string) => PageElement;
    readonly getElementById: (id: string) => PageElement | null;
    readonly querySelector: (selector: string) => PageElement | null;
    readonly querySelectorAll: (selector: string) => Iterable<PageElement>;
  };
  readonly location: { readonly hash: string; readonly replace: (address: string) => void };
  readonly history: {
    readonly pushState: (data: null, title: string, address: string) => void;
    readonly replaceState: (data: null, title: string, address: string) => void;
  };
  readonly localStorage: {
    readonly getItem: (name: string) => string | null;
    readonly setItem: (name: string, value: string) => void;
    readonly removeItem: (name: string) => void;
  };
  readonly innerWidth: number;
  readonly addEventListener: (name: string, hear: (event: PageEvent) => void) => void;
  readonly requestAnimationFrame: (paint: () => void) => void;
};

/** What only a browser has. */
export const page = globalThis as unknown as Page;
