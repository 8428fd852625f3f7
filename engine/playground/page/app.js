// Wiring: one WebSocket carries what the person does to the bot, and everything that follows from it back.
import { draw, notice } from "./chat.js";
import { drawAnswers, drawCrm, drawFindings, drawFlow, drawPlaces, drawScreens } from "./facts.js";
import { current, t, translate } from "./words.js";

const $ = (id) => document.getElementById(id);
let socket;
let state;
let lastTyped = "";

function connect() {
  socket = new WebSocket(new URL("socket", location.href.replace(/^http/, "ws")));
  socket.onopen = () => act({ do: "language", language: current() });
  socket.onmessage = (event) => receive(JSON.parse(event.data));
  socket.onclose = () => {
    $("status").textContent = t("offline");
    setTimeout(connect, 700);
  };
}

function act(action) {
  if (socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify(action));
}

function receive(message) {
  if (message.type === "notice") return notice(message.text, message.alert);
  if (message.type === "screens") return drawScreens(message.screens);
  state = message;
  $("client").textContent = message.client.name;
  draw(message.chat, act);
  drawFlow(message.flow, act);
  drawAnswers(message.answers);
  drawCrm(message.crm);
  drawFindings(message.findings);
  drawPlaces(message.flows, act);
  document.querySelector('[data-fault="blocked"]').setAttribute("aria-pressed", message.chat.blocked);
  document.querySelector('[data-fault="double"]').setAttribute("aria-pressed", message.double);
  document.body.dataset.revision = message.revision;
}

$("composer").addEventListener("submit", (event) => {
  event.preventDefault();
  const text = $("text").value;
  if (!text.trim()) return;
  lastTyped = text;
  $("text").value = "";
  act({ do: "text", text });
});
$("text").addEventListener("keydown", (event) => {
  if (event.key === "ArrowUp" && !$("text").value) { $("text").value = lastTyped; event.preventDefault(); }
});
document.querySelector(".clip").addEventListener("keydown", (event) => {
  if (event.key === "Enter" || event.key === " ") { event.preventDefault(); $("files").click(); }
});
$("files").addEventListener("change", async () => {
  const form = new FormData();
  for (const file of $("files").files) form.append("photo", file, file.name);
  $("files").value = "";
  await fetch("photos", { method: "POST", body: form });
});
$("new-client").onclick = () => act({ do: "new_client" });
$("screens-open").onclick = () => act({ do: "screens" });
$("screens-close").onclick = () => $("screens").close();
for (const button of document.querySelectorAll("[data-fault]")) {
  button.onclick = () => { act({ do: "fault", kind: button.dataset.fault }); button.closest("details").open = false; };
}
for (const button of document.querySelectorAll(".tabs button")) {
  button.onclick = () => { document.body.dataset.tab = button.dataset.tab; };
}
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
