// Building nodes without innerHTML: what a client or an author wrote can never become markup.

/** make("p.big", {title: "…"}, "text", child…) → an element. */
export function make(kind, attributes = {}, ...children) {
  const [tag, ...classes] = kind.split(".");
  const node = document.createElement(tag);
  if (classes.length) node.className = classes.join(" ");
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (value !== undefined && value !== null && value !== false) node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
}

const TAGS = { bold: "b", italic: "i", underline: "u", strikethrough: "s", code: "code", pre: "pre", blockquote: "blockquote", spoiler: "span" };

/** Telegram's text + entities (offsets in UTF-16 units, which are JavaScript's own) → nodes. */
export function formatted(text, entities = []) {
  const inside = (from, to, list) => {
    const nodes = [];
    let at = from;
    while (list.length) {
      const outer = list[0];
      const end = outer.offset + outer.length;
      const within = list.slice(1).filter((entity) => entity.offset < end);
      list = list.slice(1 + within.length);
      if (outer.offset > at) nodes.push(text.slice(at, outer.offset));
      const children = inside(outer.offset, end, within);
      if (outer.type === "text_link") nodes.push(make("a", { href: /^https?:/.test(outer.url) ? outer.url : undefined, rel: "noreferrer noopener", target: "_blank" }, ...children));
      else if (TAGS[outer.type]) nodes.push(make(TAGS[outer.type], {}, ...children));
      else nodes.push(...children);
      at = end;
    }
    if (at < to) nodes.push(text.slice(at, to));
    return nodes;
  };
  const sorted = [...entities].sort((a, b) => a.offset - b.offset || b.length - a.length);
  return inside(0, text.length, sorted);
}
