// Everything beside the phone: the diagram, the answers, the CRM, findings, all screens.
import { bubble } from "./chat.js";
import { make } from "./dom.js";
import { t } from "./words.js";

const $ = (id) => document.getElementById(id);
let shownSvg = "";

/** The diagram: the server draws it once per version, the page only lights it. */
export function drawFlow(flow, act) {
  $("flow-title").textContent = flow ? flow.title : t("no_flow");
  if (!flow) { $("diagram").replaceChildren(); shownSvg = ""; return; }
  if (flow.svg !== shownSvg) {
    const svg = new DOMParser().parseFromString(flow.svg, "image/svg+xml").documentElement;
    $("diagram").replaceChildren(document.importNode(svg, true));
    shownSvg = flow.svg;
    for (const node of $("diagram").querySelectorAll("[data-item]")) {
      if (node.dataset.item.startsWith("@")) continue;
      const go = () => act({ do: "restart", flow: flow.id, item: node.dataset.item });
      node.addEventListener("click", go);
      node.addEventListener("keydown", (event) => { if (event.key === "Enter") go(); });
    }
  }
  for (const node of $("diagram").querySelectorAll("[data-item]")) {
    const state = flow.items[node.dataset.item];
    node.classList.remove("is-current", "is-answered", "is-skipped", "is-hidden");
    if (!state) continue;
    if (state.state !== "open") node.classList.add(`is-${state.state}`);
    if (state.state === "current") node.scrollIntoView({ block: "nearest" });
    title(node, state);
  }
}

function title(node, state) {
  let title = node.querySelector("title");
  if (!title) { title = document.createElementNS("http://www.w3.org/2000/svg", "title"); node.prepend(title); }
  const why = state.why || t("always");
  title.textContent = state.state === "hidden" ? `${t("hidden_because")}: ${why}` : `${why}\n${t("start_here")}`;
}

export function drawAnswers(rows) {
  $("answers").replaceChildren(...(rows.length ? rows.flatMap((row) => [make("dt", {}, row.label), make("dd", {}, row.value ?? make("span.muted", {}, t("skipped")))]) : [make("p.empty", {}, t("no_answers"))]));
}

export function drawCrm(crm) {
  $("crm-note").textContent = crm.leads.length ? t("sent") : "";
  $("leads").replaceChildren(...(crm.leads.length ? crm.leads.map(lead) : [make("p.empty", {}, t("no_leads"))]));
  $("request-box").hidden = !crm.request;
  $("request").textContent = crm.request ? crm.request.map((call) => `${call.method} ${call.path}\n${JSON.stringify(call.body, null, 2)}`).join("\n\n") : "";
}

function lead(found) {
  const price = found.price ? ` · ${found.price.toLocaleString("ru")} ₽` : "";
  return make("div.lead", { "data-lead": found.id }, make("h3", {}, found.name), make("p", {}, `#${found.id}${price} · ${found.contact?.name ?? ""} ${found.contact?.phone ?? ""}`),
    make("div.tags", {}, ...found.tags.map((tag) => make("span", {}, tag))),
    make("dl.pairs", {}, ...found.fields.flatMap((field) => [make("dt", {}, field.name), make("dd", {}, field.value)])),
    found.note ? make("details", {}, make("summary", {}, t("note")), make("pre", {}, found.note)) : null);
}

/** Findings of a broken save, over the last good flow. */
export function drawFindings(findings) {
  $("findings").hidden = !findings.some((finding) => finding.severity === "error");
  $("findings-title").textContent = t("broken");
  $("findings-list").replaceChildren(...findings.map((finding) => make(`pre.${finding.severity}`, {}, finding.frame)));
}

export function drawPlaces(flows, act) {
  const select = $("restart");
  select.replaceChildren(make("option", { value: "" }, `${t("restart")}…`), ...flows.map((flow) => {
    const group = make("optgroup", { label: flow.title });
    group.append(...flow.items.map((item) => make("option", { value: `${flow.id}/${item.id}` }, item.name)));
    return group;
  }));
  select.onchange = () => {
    const [flow, item] = select.value.split("/");
    if (flow) act({ do: "restart", flow, item });
    select.value = "";
  };
}

export function drawScreens(screens) {
  let flow = "";
  $("screens-list").replaceChildren(...screens.flatMap((screen) => {
    const heading = screen.title === flow ? [] : [make("h3.group", {}, screen.title)];
    flow = screen.title;
    return [...heading, make("article", { "data-screen": `${screen.flow}/${screen.item}` }, make("h3", {}, screen.item), bubble([screen.message], true, () => {}, false))];
  }));
  $("screens").showModal();
}
