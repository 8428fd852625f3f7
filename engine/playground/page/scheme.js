// The diagram: the server draws it once per version, the page lights it and says why an item is dark.
import { make } from "./dom.js";
import { t } from "./words.js";

const $ = (id) => document.getElementById(id);
let shown = "";
let current = "";
let items = {};

export function drawFlow(flow, flows, act) {
  $("flow-title").textContent = flow ? flow.title : t("no_flow");
  $("legend").hidden = !flow;
  items = flow?.items ?? {};
  const look = flow ? flow.id + flow.svg : JSON.stringify([flows, t("no_flow")]);
  if (look !== shown) {
    shown = look;
    current = "";
    $("tip").hidden = true;
    $("diagram").replaceChildren(flow ? spine(flow, act) : menu(flows, act));
  }
  if (flow) light(flow);
}

function menu(flows, act) {
  return make("div.flows", {}, ...flows.map((flow) => make("button.flow-card", { type: "button", "data-flow": flow.id, onclick: () => act({ do: "begin", flow: flow.id }) },
    make("b", {}, flow.title), make("span.muted", {}, `${flow.id}.flow.yaml · ${t("questions")}: ${flow.questions}`))));
}

function spine(flow, act) {
  const svg = document.importNode(new DOMParser().parseFromString(flow.svg, "image/svg+xml").documentElement, true);
  for (const node of svg.querySelectorAll("[data-item]")) {
    node.querySelector("title")?.remove();
    for (const [event, open] of [["pointerenter", true], ["focus", true], ["pointerleave", false], ["blur", false]]) {
      node.addEventListener(event, () => (open ? tip(node) : hide()));
    }
    if (node.classList.contains("compute") || node.dataset.item === "@done") continue;
    const go = () => act({ do: "restart", flow: flow.id, item: node.dataset.item });
    node.setAttribute("role", "button");
    node.addEventListener("click", go);
    node.addEventListener("keydown", (event) => {
      if (event.key === "Enter" || event.key === " ") { event.preventDefault(); go(); }
    });
  }
  return svg;
}

function light(flow) {
  for (const node of $("diagram").querySelectorAll("[data-item]")) {
    const item = flow.items[node.dataset.item];
    if (!item) continue;
    node.classList.remove("is-current", "is-answered", "is-skipped", "is-hidden");
    if (item.state !== "open") node.classList.add(`is-${item.state}`);
    node.setAttribute("aria-label", [node.querySelector(".name").textContent, t(`k_${item.state}`), ...lines(item)].join(". "));
    if (item.state === "current" && current !== node.dataset.item) {
      current = node.dataset.item;
      into(node);
    }
  }
}

/** Scroll the diagram alone: scrollIntoView would move the page too. */
function into(node) {
  const box = $("diagram").getBoundingClientRect();
  const own = node.getBoundingClientRect();
  if (own.top < box.top + 60 || own.bottom > box.bottom - 60) $("diagram").scrollTop += own.top - box.top - box.height / 2;
}

function lines(item) {
  const now = item.now.map((one) => `${one.label} — ${one.value ?? t("no_answer")}`).join("; ");
  switch (item.reason) {
    case "condition": return [`${t("hidden_until")}: ${item.when}`, `${t("now")}: ${now}`];
    case "stopped": return [`${t("hidden_stopped")}: «${item.now.map((one) => one.label).join("»")}»`];
    case "incomplete": return [`${t("hidden_incomplete")}: ${item.now.map((one) => one.label).join(", ")}`];
    default: return item.when ? [`${t("shown_because")}: ${item.when}`] : [];
  }
}

function tip(node) {
  const item = items[node.dataset.item];
  if (!item) return;
  const said = lines(item);
  if (!said.length && item.when === "" && !node.dataset.item.startsWith("@")) said.push(t("always"));
  $("tip").replaceChildren(...said.map((line) => make("p", {}, line)), ...(node.getAttribute("role") === "button" ? [make("p.muted", {}, t("start_here"))] : []));
  if (!$("tip").childElementCount) return;
  $("tip").hidden = false;
  const own = node.querySelector("rect").getBoundingClientRect();
  const box = $("tip").getBoundingClientRect();
  const below = own.bottom + 6 + box.height < innerHeight;
  $("tip").style.left = `${Math.max(8, Math.min(own.left, innerWidth - box.width - 8))}px`;
  $("tip").style.top = `${below ? own.bottom + 6 : own.top - box.height - 6}px`;
}

function hide() {
  $("tip").hidden = true;
}
