// The phone: bubbles, buttons, albums, the docked keyboard, toasts.
import { formatted, make } from "./dom.js";
import { t } from "./words.js";

const $ = (id) => document.getElementById(id);
const log = $("log");
let drawn = new Map();
let keys = "";
let pinned = true;
let hiding;
let waiting;

log.addEventListener("scroll", () => { pinned = log.scrollHeight - log.scrollTop - log.clientHeight < 60; });
new ResizeObserver(() => { if (pinned) log.scrollTop = log.scrollHeight; }).observe(log);

/** Draw the chat; unchanged bubbles keep their node, so focus and scroll survive. */
export function draw(chat, act) {
  const groups = grouped(chat.messages);
  const next = new Map();
  const last = groups.findLast((group) => group[0].buttons.length)?.[0].id;
  for (const group of groups) {
    const key = String(group[0].id);
    const look = JSON.stringify([group, key === String(last)]);
    const old = drawn.get(key);
    next.set(key, old?.look === look ? old : { look, node: bubble(group, group[0].id === last, act, !old && drawn.size > 0) });
  }
  const nodes = [...next.values()].map((entry) => entry.node);
  if (nodes.length !== log.children.length || nodes.some((node, index) => node !== log.children[index])) {
    const focused = log.contains(document.activeElement) && document.activeElement !== log;
    const appended = nodes.length > log.children.length;
    log.replaceChildren(...nodes);
    if (pinned || appended) log.scrollTop = log.scrollHeight;
    // The tapped button is gone: the keyboard's user goes on at the new ones.
    if (focused && !log.contains(document.activeElement)) (log.querySelector(".latest button") ?? $("text")).focus({ preventScroll: true });
  }
  drawn = next;
  drawKeyboard(chat.keyboard, act);
}

/** «печатает…» and what else a client or the person at the desk should know of the bot now. */
export function drawStatus(state) {
  const { chat, troubles = [], busy, offline, moved } = state;
  const status = $("status");
  const say = (key, kind = "") => { status.textContent = t(key); status.className = kind; };
  if (offline) say("offline", "bad");
  else if (moved) say("moved", "bad");
  else if (chat.blocked) say("blocked", "bad");
  else if (troubles.includes("network")) say("no_network", "bad");
  else if (chat.typing) say("typing", "typing");
  else if (!busy) say("online");
  clearTimeout(waiting);
  if (busy && !chat.typing && !chat.blocked && !troubles.includes("network")) waiting = setTimeout(() => say("waiting", "typing"), 700);
  $("troubles").replaceChildren(...troubles.map((name) => make("span.chip.warn", { "data-chip": name, title: t(`trouble_${name}`) }, t(`chip_${name}`))));
}

function grouped(messages) {
  const groups = [];
  for (const message of messages) {
    const last = groups.at(-1);
    if (message.album && last?.[0].album === message.album) last.push(message);
    else groups.push([message]);
  }
  return groups;
}

export function bubble(group, latest, act, fresh) {
  const first = group[0];
  const photos = group.filter((message) => message.photo);
  const body = make("div.body");
  if (photos.length) body.append(make(photos.length > 1 ? "div.album" : "div", {}, ...photos.map((message) => make("img", { src: message.photo, alt: t("photo"), loading: "lazy" }))));
  if (first.document) body.append(make("div.attachment", {}, make("i.icon-file"), first.document));
  if (first.sticker) body.append(make("div.attachment.sticker", {}, first.sticker));
  if (first.contact) body.append(make("div.attachment", {}, make("i.icon-person"), make("span", {}, make("b", {}, first.contact.name), make("br"), `+${first.contact.phone.replace(/^\+/, "")}`)));
  if (first.text) body.append(...formatted(first.text, first.entities));
  if (first.time) body.append(make("time", {}, first.time));
  const rows = first.buttons.map((row, r) => make("div", {}, ...row.map((button, c) => (button.url
    ? make("a.button", { href: /^https?:/.test(button.url) ? button.url : undefined, rel: "noreferrer noopener", target: "_blank", title: button.text }, button.text, " ↗")
    : make("button", {
      type: "button", title: button.text, "data-row": r, "data-column": c, onclick: () => act({ do: "tap", message: first.id, row: r, column: c }),
    }, button.text)))));
  return make(`div.bubble${first.bot ? "" : ".mine"}${latest ? ".latest" : ""}${fresh ? ".fresh" : ""}`, { "data-message": first.id }, body, rows.length ? make("div.inline", {}, ...rows) : null);
}

function drawKeyboard(rows, act) {
  const look = JSON.stringify(rows);
  if (look === keys) return;
  keys = look;
  $("keyboard").hidden = !rows;
  $("keyboard").replaceChildren(...keyboardRows(rows, act));
}

export function keyboardRows(rows, act) {
  return (rows ?? []).map((row) => make("div", {}, ...row.map((button) => make("button", {
    type: "button", "data-contact": button.contact, onclick: () => act({ do: "press", text: button.text }),
  }, button.text))));
}

/** What answerCallbackQuery shows: a toast, or a dialog that must be closed. */
export function notice(text, alert) {
  if (alert) {
    $("alert-text").textContent = text;
    if (!$("alert").open) $("alert").showModal();
    return;
  }
  $("toast").textContent = text;
  $("toast").hidden = false;
  clearTimeout(hiding);
  hiding = setTimeout(() => { $("toast").hidden = true; }, 3500);
}
