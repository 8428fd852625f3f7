// The phone: bubbles, buttons, albums, the docked keyboard, toasts.
import { formatted, make } from "./dom.js";
import { t } from "./words.js";

const log = document.getElementById("log");
const keyboard = document.getElementById("keyboard");
const toast = document.getElementById("toast");
let drawn = new Map();
let hiding;

/** Draw the chat; unchanged bubbles keep their node, so focus and scroll survive. */
export function draw(chat, act) {
  const groups = grouped(chat.messages);
  const next = new Map();
  const last = groups.findLast((group) => group[0].buttons.length)?.[0].id;
  const pinned = log.scrollHeight - log.scrollTop - log.clientHeight < 80;
  for (const group of groups) {
    const key = String(group[0].id);
    const look = JSON.stringify([group, key === String(last)]);
    const old = drawn.get(key);
    next.set(key, old?.look === look ? old : { look, node: bubble(group, group[0].id === last, act, !old) });
  }
  const nodes = [...next.values()].map((entry) => entry.node);
  const same = nodes.length === log.children.length && nodes.every((node, index) => node === log.children[index]);
  if (!same) log.replaceChildren(...nodes);
  drawn = next;
  if (pinned || !same) log.scrollTop = log.scrollHeight;
  const status = document.getElementById("status");
  status.textContent = chat.blocked ? t("blocked") : chat.typing ? t("typing") : t("online");
  status.classList.toggle("typing", chat.typing);
  drawKeyboard(chat.keyboard, act);
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
  if (first.document) body.append(make("div.attachment", {}, "📄 ", first.document));
  if (first.sticker) body.append(make("div.attachment", {}, first.sticker));
  if (first.contact) body.append(make("div.attachment", {}, "👤 ", make("span", {}, make("b", {}, first.contact.name), make("br"), first.contact.phone)));
  if (first.text) body.append(...formatted(first.text, first.entities));
  if (first.time) body.append(make("time", {}, first.time));
  const rows = first.buttons.map((row, r) => make("div", {}, ...row.map((button, c) => make("button", {
    type: "button", title: button.text, "data-row": r, "data-column": c, onclick: () => act({ do: "tap", message: first.id, row: r, column: c }),
  }, button.text))));
  return make(`div.bubble${first.bot ? "" : ".mine"}${latest ? ".latest" : ""}${fresh ? ".fresh" : ""}`, { "data-message": first.id }, body, rows.length ? make("div.inline", {}, ...rows) : null);
}

function drawKeyboard(rows, act) {
  keyboard.hidden = !rows;
  keyboard.replaceChildren(...(rows ?? []).map((row) => make("div", {}, ...row.map((button) => make("button", {
    type: "button", onclick: () => act(button.contact ? { do: "contact" } : { do: "text", text: button.text }),
  }, button.text)))));
}

/** What answerCallbackQuery shows: a toast, or a dialog that must be closed. */
export function notice(text, alert) {
  if (alert) {
    document.getElementById("alert-text").textContent = text;
    document.getElementById("alert").showModal();
    return;
  }
  toast.textContent = text;
  toast.hidden = false;
  clearTimeout(hiding);
  hiding = setTimeout(() => { toast.hidden = true; }, 3500);
}
