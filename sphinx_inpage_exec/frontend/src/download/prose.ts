/** The text of a page between its cells, as Markdown; what Markdown has nothing for is left as HTML. */

const SKIPPED =
  "script, style, template, nav, button, .headerlink, [hidden], [class^='inpage-exec-']:not(.inpage-exec-cell)";
const BLOCKS =
  /^(address|article|aside|blockquote|dd|details|div|dl|dt|fieldset|figure|footer|form|h[1-6]|header|hr|main|ol|p|pre|section|summary|table|ul)$/;

/** The Markdown before each of these elements, in the order of the document, and after the last. */
export function proseAround(root: Element, marks: readonly Element[]): string[] {
  const parts: string[][] = [[]];
  const visit = (node: Element): void => {
    if (marks.includes(node)) return void parts.push([]);
    if (marks.some((mark) => node.contains(mark))) return [...node.children].forEach(visit);
    parts.at(-1)?.push(block(node));
  };
  visit(root);
  return parts.map((blocks) => blocks.filter(Boolean).join("\n\n"));
}

function block(node: Element): string {
  if (node.matches(SKIPPED)) return "";
  if (node.matches(".math")) return formula(node);
  const name = node.localName;
  const heading = /^h([1-6])$/.exec(name);
  if (heading) return `${"#".repeat(Number(heading[1]))} ${inline(node)}`;
  if (name === "pre") return fence(node);
  if (name === "ul" || name === "ol") return list(node);
  if (name === "hr") return "---";
  if (name === "table") return node.outerHTML;
  if (name === "blockquote" || node.matches(".admonition")) return indent(blocks(node), "> ");
  if (name === "dd") return indent(blocks(node), "  ");
  if (name === "dt" || node.matches(".admonition-title, .rubric")) return `**${inline(node)}**`;
  return blocks(node);
}

/** The blocks inside an element, where it has some; else its text. */
function blocks(node: Element): string {
  const found: string[] = [];
  let run: Node[] = [];
  const flush = (): void => {
    found.push(run.map(inlineNode).join("").trim());
    run = [];
  };
  for (const child of node.childNodes) {
    if (!(child instanceof Element && BLOCKS.test(child.localName))) run.push(child);
    else {
      flush();
      found.push(block(child));
    }
  }
  flush();
  return found.filter(Boolean).join("\n\n");
}

function list(node: Element): string {
  const items = [...node.children].map((item, at) => {
    const bullet = node.localName === "ol" ? `${at + 1}. ` : "- ";
    return bullet + indent(blocks(item), " ".repeat(bullet.length)).trimStart();
  });
  return items.join("\n");
}

function fence(node: Element): string {
  const language = /highlight-(\w+)/.exec(node.closest("[class*='highlight-']")?.className ?? "")?.[1] ?? "";
  const ticks = "`".repeat(
    Math.max(3, ...[...(node.textContent ?? "").matchAll(/`+/g)].map(([run]) => run.length + 1)),
  );
  return `${ticks}${language === "default" ? "" : language}\n${(node.textContent ?? "").trimEnd()}\n${ticks}`;
}

function inline(node: Element): string {
  return [...node.childNodes].map(inlineNode).join("").trim();
}

function inlineNode(node: Node): string {
  if (node instanceof Text) return escape(node.data.replace(/\s+/g, " "));
  if (!(node instanceof Element) || node.matches(SKIPPED)) return "";
  if (node.matches(".math")) return formula(node);
  const content = [...node.childNodes].map(inlineNode).join("");
  switch (node.localName) {
    case "em":
    case "i":
      return `*${content}*`;
    case "strong":
    case "b":
      return `**${content}**`;
    case "code":
    case "tt":
    case "kbd":
      return `\`${node.textContent}\``;
    case "br":
      return "  \n";
    case "a":
      return node instanceof HTMLAnchorElement && node.href ? `[${content}](${node.href})` : content;
    case "img":
      return node instanceof HTMLImageElement ? `![${escape(node.alt)}](${node.src})` : "";
    default:
      return content;
  }
}

/** The formula as its author wrote it: MathJax keeps that beside what it has made of it. */
function formula(node: Element): string {
  const { MathJax } = window as { MathJax?: { startup?: { document?: MathDocument } } };
  const [item] = MathJax?.startup?.document?.getMathItemsWithin?.(node) ?? [];
  if (item) return item.display ? `$$${item.math}$$` : `$${item.math}$`;
  return (node.textContent ?? "")
    .trim()
    .replace(/^\\\(|\\\)$/g, "$")
    .replace(/^\\\[|\\\]$/g, "$$$$");
}

interface MathDocument {
  getMathItemsWithin?(node: Element): { math: string; display: boolean }[];
}

function escape(text: string): string {
  return text.replace(/[\\`*_[\]<>$]/g, "\\$&");
}

function indent(text: string, by: string): string {
  return text.replace(/^/gm, by).replace(/[ \t]+$/gm, "");
}
