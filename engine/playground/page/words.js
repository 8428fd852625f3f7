// The page's own words; everything the client reads comes from the bot.
const WORDS = {
  ru: {
    title: "CarQuery — площадка", new_client: "Новый клиент", restart: "Начать с места", restart_hint: "Начать заново с выбранного вопроса",
    simulate: "Проверить сбой", screens: "Все экраны", chat: "Чат с ботом", scheme: "Схема анкеты", attach: "Прикрепить фото",
    message: "Сообщение", send: "Отправить", answers: "Ответы", crm: "CRM", request: "Запрос в CRM", language: "Язык страницы",
    theme: "Светлая или тёмная тема", close: "Закрыть", tab_chat: "Чат", tab_scheme: "Схема", tab_data: "Ответы и CRM",
    k_current: "сейчас", k_answered: "отвечено", k_hidden: "скрыто", findings_hint: "Чат идёт по последней исправной версии. Исправьте файл и сохраните.",
    fault_429: "Telegram просит подождать (429)", fault_network: "Обрыв сети", fault_restart: "Перезапуск бота",
    fault_double: "Двойные нажатия", fault_later: "Прошло 30 минут", fault_blocked: "Клиент заблокировал бота",
    typing: "печатает…", online: "бот", offline: "нет связи с площадкой, подключаемся…", blocked: "бот заблокирован",
    no_answers: "Пока пусто: ответы появятся здесь.", no_leads: "Заявок ещё нет.", preview: "ещё не отправлен", sent: "эмулятор AmoCRM",
    no_flow: "Анкета не открыта", skipped: "пропущено", note: "Примечание", fields: "поля", photo: "Фото", share: "поделиться номером",
    broken: "Файл не читается: последняя исправная версия работает", always: "Всегда", hidden_because: "Скрыто: нужно", start_here: "Нажмите, чтобы начать отсюда", delivering: "отправляется",
  },
  en: {
    title: "CarQuery playground", new_client: "New client", restart: "Restart from", restart_hint: "Start again at the chosen question",
    simulate: "Simulate", screens: "All screens", chat: "Chat with the bot", scheme: "The flow", attach: "Attach photos",
    message: "Message", send: "Send", answers: "Answers", crm: "CRM", request: "CRM request", language: "Page language",
    theme: "Light or dark", close: "Close", tab_chat: "Chat", tab_scheme: "Flow", tab_data: "Answers and CRM",
    k_current: "current", k_answered: "answered", k_hidden: "hidden", findings_hint: "The chat goes on with the last good version. Mend the file and save it.",
    fault_429: "Telegram asks to wait (429)", fault_network: "Network loss", fault_restart: "Restart of the bot",
    fault_double: "Double taps", fault_later: "30 minutes pass", fault_blocked: "Client blocked the bot",
    typing: "typing…", online: "bot", offline: "connection to the playground lost, reconnecting…", blocked: "bot is blocked",
    no_answers: "Nothing yet: answers appear here.", no_leads: "No leads yet.", preview: "not sent yet", sent: "AmoCRM emulator",
    no_flow: "No flow is open", skipped: "skipped", note: "Note", fields: "fields", photo: "Photo", share: "share phone",
    broken: "The file cannot be read: the last good version is running", always: "Always", hidden_because: "Hidden: needs", start_here: "Click to start here", delivering: "on its way",
  },
};

let language = localStorage.getItem("language") || (navigator.language.startsWith("ru") ? "ru" : "en");

export const t = (key) => WORDS[language][key] ?? key;
export const current = () => language;

/** Put the words of the chosen language into everything marked with data-t (text), data-a (label), data-p (placeholder). */
export function translate(next = language) {
  language = next;
  localStorage.setItem("language", language);
  document.documentElement.lang = language;
  document.title = t("title");
  for (const node of document.querySelectorAll("[data-t]")) node.textContent = t(node.dataset.t);
  for (const node of document.querySelectorAll("[data-a]")) { node.setAttribute("aria-label", t(node.dataset.a)); node.title = t(node.dataset.a); }
  for (const node of document.querySelectorAll("[data-p]")) node.placeholder = t(node.dataset.p);
  document.getElementById("language").textContent = language === "ru" ? "EN" : "RU";
}
