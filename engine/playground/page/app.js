// Wiring: one WebSocket carries what the person does to the bot, and everything that follows from it back.
import { draw, drawStatus, notice } from "./chat.js";
import { drawAnswers, drawCrm, drawFindings, drawPlaces, drawScreens, hint, toggleFindings } from "./facts.js";
import { attach } from "./files.js";
import { drawFlow } from "./scheme.js";
import { current, t, translate } from "./words.js";

const $ = (id) => document.getElementById(id);
const typed = [];
let socket;
let state;
let recalled = -1;
let revision;
let hidingSaved;

function connect() {
  socket = new WebSocket(new URL("socket", location.href.replace(/^http/, "ws")));
  socket.onopen = () => act({ do: "language", language: current() });
  socket.onmessage = (event) => receive(JSON.parse(event.data));
  socket.onclose = async () => {
    drawStatus({ offline: true });
    const answer = await fetch(".").catch(() => null);
    // Every start has a token of its own: this page will not be let in any more.
    if (answer?.status === 403) drawStatus({ moved: true });
    else setTimeout(connect, 700);
  };
}

function act(action) {
  if (socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify(action));
}

function receive(message) {
  if (!message) return;
  if (message.type === "notice" && message.key) return hint(message);
  if (message.type === "notice") return notice(message.text, message.alert);
  if (message.type === "screens") return drawScreens(message.screens, act);
  state = message;
  $("client").textContent = `${message.client.name} · ${message.client.id}`;
  draw(message.chat, act);
  drawStatus(message);
  drawFlow(message.flow, message.flows, act);
  drawAnswers(message.answers);
  drawCrm(message.crm);
  drawFindings(message.findings, message.revision);
  drawPlaces(message.flows, act);
  for (const button of document.querySelectorAll("[data-trouble][aria-pressed]")) {
    button.setAttribute("aria-pressed", message.troubles.includes(button.dataset.trouble) || (button.dataset.trouble === "blocked" && message.chat.blocked));
  }
  $("composer").hidden = message.chat.blocked;
  $("unblock").hidden = !message.chat.blocked;
  $("text").placeholder = message.chat.placeholder || t("message");
  if (revision !== undefined && revision !== message.revision && !message.findings.some((found) => found.severity === "error")) saved();
  revision = message.revision;
  document.body.dataset.revision = revision;
}

function saved() {
  $("saved").textContent = t("saved");
  $("saved").hidden = false;
  clearTimeout(hidingSaved);
  hidingSaved = setTimeout(() => { $("saved").hidden = true; }, 4000);
}

$("composer").addEventListener("submit", (event) => {
  event.preventDefault();
  const text = $("text").value;
  if (!text.trim()) return;
  if (typed.at(-1) !== text) typed.push(text);
  recalled = -1;
  $("text").value = "";
  act({ do: "text", text });
});
$("text").addEventListener("keydown", (event) => {
  const step = { ArrowUp: 1, ArrowDown: -1 }[event.key];
  if (!step || ($("text").value && recalled < 0)) return;
  recalled = Math.max(-1, Math.min(typed.length - 1, recalled + step));
  $("text").value = recalled < 0 ? "" : typed.at(-1 - recalled);
  event.preventDefault();
});
$("text").addEventListener("input", () => { recalled = -1; });
attach(receive);

$("new-client").onclick = () => act({ do: "new_client" });
$("unblock").onclick = () => act({ do: "trouble", kind: "blocked" });
$("screens-open").onclick = () => { hint({ key: "drawing" }); act({ do: "screens" }); };
$("screens-close").onclick = () => $("screens").close();
$("findings-close").onclick = () => toggleFindings(false);
$("findings-open").onclick = () => toggleFindings();
for (const button of document.querySelectorAll("[data-trouble]")) {
  button.onclick = () => { act({ do: "trouble", kind: button.dataset.trouble }); fold(); };
}
for (const button of document.querySelectorAll(".tabs button")) {
  button.onclick = () => { document.body.dataset.tab = button.dataset.tab; };
}

/** Close what hangs from the bar. */
function fold() {
  document.querySelector(".menu").open = false;
  document.body.classList.remove("more");
  $("more").setAttribute("aria-expanded", "false");
}
$("more").onclick = () => {
  const open = document.body.classList.toggle("more");
  $("more").setAttribute("aria-expanded", open);
};
for (const id of ["new-client", "screens-open"]) $(id).addEventListener("click", fold);
$("restart").addEventListener("change", fold);
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const menu = document.querySelector(".menu");
  if (menu.open) { fold(); menu.querySelector("summary").focus(); } else { fold(); toggleFindings(false); }
});
document.addEventListener("pointerdown", (event) => { if (!event.target.closest(".bar")) fold(); });

$("language").onclick = () => {
  translate(current() === "ru" ? "en" : "ru");
  act({ do: "language", language: current() });
  if (state) receive(state);
};
function theme(next) {
  document.documentElement.dataset.theme = next;
  localStorage.setItem("theme", next);
}
$("theme").onclick = () => theme(document.documentElement.dataset.theme === "dark" ? "light" : "dark");
theme(localStorage.getItem("theme") || (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light"));
translate();
connect();
