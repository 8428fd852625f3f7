// Everything beside the phone and the diagram: answers, the CRM, findings, all screens.
import { bubble, keyboardRows } from "./chat.js";
import { make } from "./dom.js";
import { t } from "./words.js";

const $ = (id) => document.getElementById(id);
const looks = new Map();
let closed;
let found = 0;
let hiding;
let arrived;

/** Run `draw` only when what it draws from has changed: open details and selections survive. */
function once(name, value, draw) {
  const look = JSON.stringify([value, document.documentElement.lang]);
  if (looks.get(name) === look) return;
  looks.set(name, look);
  draw();
}

$("request-box").querySelector("summary").addEventListener("click", () => { $("request-box").dataset.touched = "yes"; });

export function drawAnswers(rows) {
  once("answers", rows, () => $("answers").replaceChildren(...(rows.length
    ? rows.flatMap((row) => [make("dt", {}, row.label), make("dd", { "data-answer": row.id }, row.value ?? make("span.muted", {}, t("skipped")))])
    : [make("p.empty", {}, t("no_answers"))])));
}

export function drawCrm(crm) {
  $("draft-card").hidden = !crm.draft && crm.leads.length > 0;
  once("draft", [crm.draft, crm.request], () => {
    const open = $("draft").querySelector("details")?.open ?? !crm.leads.length;
    $("draft").replaceChildren(crm.draft ? lead(crm.draft, true, open) : make("p.empty", {}, t("no_draft")));
    $("request-box").hidden = !crm.request;
    $("request-calls").textContent = crm.request ? crm.request.map((call) => `${call.method} ${call.path.split("/").at(-1)}`).join(" · ") : "";
    $("request").textContent = crm.request ? crm.request.map((call) => `${call.method} ${call.path}\n${JSON.stringify(call.body, null, 2)}`).join("\n\n") : "";
  });
  // Until there is a lead to look at, there is room for what would be sent.
  if (!$("request-box").dataset.touched) $("request-box").open = !crm.leads.length;
  once("leads", crm.leads, () => {
    $("leads").replaceChildren(...(crm.leads.length ? crm.leads.map((one, index) => lead(one, false, index === 0)) : [make("p.empty", {}, t("no_leads"))]));
    if (arrived !== undefined && crm.leads.length > arrived) bring($("leads").firstElementChild);
    arrived = crm.leads.length;
  });
}

/** A new lead is what everybody waits for: scroll its column, and nothing else, to it. */
function bring(node) {
  const side = document.querySelector(".side");
  const hidden = node.getBoundingClientRect().bottom - side.getBoundingClientRect().bottom;
  if (hidden > 0) side.scrollTo({ top: side.scrollTop + hidden + 16, behavior: "smooth" });
}

function lead(one, draft, open) {
  const price = one.price ? `${one.price.toLocaleString("ru")} ₽` : null;
  const who = [one.contact?.name, one.contact?.phone].filter(Boolean).join(", ");
  return make(draft ? "div.lead.draft" : "div.lead", draft ? {} : { "data-lead": one.id },
    make("h3", {}, one.name),
    make("p", {}, [draft ? null : `№ ${one.id}`, who, price].filter(Boolean).join(" · ")),
    make("div.tags", {}, ...one.tags.map((tag) => make("span", {}, tag))),
    make("details", { open }, make("summary", {}, `${t("fields")}: ${one.fields.length}`),
      make("dl.pairs", {}, ...one.fields.flatMap((field) => [make("dt", {}, field.name), make("dd", {}, field.value)])),
      one.note ? make("details", {}, make("summary", {}, t("note")), make("pre", { tabindex: 0 }, one.note)) : null));
}

/** Findings of a broken save, over the last good flow; mere warnings wait behind their button. */
export function drawFindings(findings, revision) {
  const broken = findings.some((finding) => finding.severity === "error");
  once("findings", [findings, revision], () => {
    found = findings.length;
    $("findings-list").replaceChildren(...findings.map((finding) => make(`pre.${finding.severity}`, {}, finding.frame)));
    if (closed !== revision) $("findings").hidden = !broken;
  });
  $("findings").classList.toggle("warnings", !broken);
  document.body.classList.toggle("broken", broken);
  $("findings-title").textContent = t(broken ? "broken" : "warnings");
  $("findings-hint").textContent = t(broken ? "broken_hint" : "warnings_hint");
  $("findings-open").hidden = !found;
  $("findings-open").className = `chip ${broken ? "bad" : "warn"}`;
  $("findings-open").textContent = `${broken ? "✖" : "⚠"} ${found}`;
  $("findings-open").title = t(broken ? "broken" : "warnings");
}

export function toggleFindings(open = $("findings").hidden) {
  $("findings").hidden = !open || !found;
  if (!open) closed = Number(document.body.dataset.revision);
}

export function drawPlaces(flows, act) {
  const select = $("restart");
  once("places", flows, () => select.replaceChildren(make("option", { value: "" }, `${t("restart")}…`), ...flows.map((flow) => {
    const group = make("optgroup", { label: flow.title });
    group.append(...flow.items.map((item) => make("option", { value: `${flow.id}/${item.id}` }, item.name)));
    return group;
  })));
  select.onchange = () => {
    const [flow, item] = select.value.split("/");
    if (flow) act({ do: "restart", flow, item });
    select.value = "";
  };
}

export function drawScreens(screens, act) {
  let flow = null;
  const go = (screen) => { $("screens").close(); act({ do: "restart", flow: screen.flow, item: screen.item }); };
  $("hint").hidden = true;
  $("screens-list").replaceChildren(...screens.flatMap((screen) => {
    const heading = screen.flow === flow ? [] : [make("h3.group", {}, screen.title)];
    flow = screen.flow;
    const name = screen.item.startsWith("@") ? t(`place_${screen.item.slice(1)}`) : screen.name;
    const title = screen.flow && screen.item !== "@done"
      ? make("button.link", { type: "button", title: t("start_here"), onclick: () => go(screen) }, name)
      : make("span", {}, name);
    return [...heading, make("article", { "data-screen": `${screen.flow}/${screen.item}` },
      make("h3", {}, title, screen.item === screen.name || screen.item.startsWith("@") ? null : make("code", {}, screen.item)),
      inert(bubble([screen.message], true, () => {}, false)),
      screen.keyboard ? make("div.keyboard", { inert: true }, ...keyboardRows(screen.keyboard, () => {})) : null)];
  }));
  if (!$("screens").open) $("screens").showModal();
}

function inert(node) {
  node.inert = true;
  return node;
}

/** The page's own word, apart from what the bot says. */
export function hint(message) {
  const words = t(`notice_${message.key}`);
  $("hint").textContent = message.text && !["restarted", "later"].includes(message.key) ? `${words}: ${message.text}` : words;
  $("hint").hidden = false;
  clearTimeout(hiding);
  hiding = setTimeout(() => { $("hint").hidden = true; }, 4000);
}
