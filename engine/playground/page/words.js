// The page's own words; everything the client reads comes from the bot.
const WORDS = {
  ru: {
    title: "CarQuery — площадка", new_client: "Новый клиент", restart: "Начать с места", restart_hint: "Продолжить с выбранного вопроса",
    simulate: "Проверить сбой", screens: "Все экраны", chat: "Чат с ботом", scheme: "Схема анкеты", attach: "Прикрепить фото или файл",
    message: "Сообщение", send: "Отправить", answers: "Ответы", language: "Язык страницы: русский", more: "Инструменты",
    theme: "Светлая или тёмная тема", close: "Закрыть", tab_chat: "Чат", tab_scheme: "Схема", tab_data: "Ответы и CRM",
    draft: "Уйдёт в CRM", no_draft: "Ответьте на первый вопрос анкеты: здесь будет видно, что получит CRM.", request: "Запросы к CRM",
    crm: "В CRM", crm_hint: "эмулятор amoCRM", no_leads: "Заявок ещё нет.", fields: "Поля", note: "Примечание",
    k_current: "сейчас", k_answered: "отвечено", k_skipped: "пропущено", k_hidden: "скрыто", k_open: "впереди",
    trouble_429: "Telegram просит подождать (429)", trouble_slow: "Медленный ответ", trouble_network: "Обрыв сети", trouble_restart: "Перезапуск бота",
    trouble_double: "Двойные нажатия", trouble_later: "Прошло 30 минут", trouble_blocked: "Клиент заблокировал бота",
    chip_429: "429 на очереди", chip_slow: "пауза на очереди", chip_network: "нет сети", chip_double: "двойные нажатия",
    typing: "печатает…", waiting: "бот занят…", online: "бот", offline: "нет связи с площадкой, подключаемся…", moved: "площадка запущена заново: откройте её новый адрес", blocked: "клиент заблокировал бота",
    no_network: "обрыв сети: бот ничего не слышит", unblock: "Разблокировать", saved: "✓ Файлы перечитаны",
    no_answers: "Пока пусто: ответы появятся здесь.", no_answer: "ответа ещё нет", no_flow: "Анкеты", questions: "вопросов", skipped: "пропущено", photo: "Фото",
    broken: "В файлах ошибки: работает последняя исправная версия", broken_hint: "Разговор продолжается. Исправьте файл и сохраните — страница обновится сама.",
    warnings: "Замечания к файлам", warnings_hint: "Анкеты работают, но это стоит поправить.",
    always: "Показывается всегда", shown_because: "Показано, потому что", hidden_until: "Скрыто. Появится, если", now: "Сейчас",
    hidden_stopped: "Скрыто: анкета закончилась раньше", hidden_incomplete: "Скрыто: в тексте не хватает ответа", start_here: "Нажмите, чтобы продолжить отсюда",
    place_review: "Проверка ответов", place_done: "Заявка отправлена",
    notice_restarted: "Бот перезапущен: то, что он держал в памяти, забыто.", notice_later: "Прошло 30 минут: разговор в памяти бота забыт.",
    notice_unreachable: "До этого места ответами не дойти", notice_blocked: "Клиент заблокировал бота и ничего не может отправить.",
    notice_refused: "Telegram не даст этого сделать", notice_unknown: "Площадка не знает такого действия", notice_failed: "Не получилось. Подробности — в окне, где запущена площадка.",
    notice_too_big: "Файлы больше 50 МБ не отправить.", notice_drawing: "Рисуем все экраны…",
  },
  en: {
    title: "CarQuery playground", new_client: "New client", restart: "Restart from", restart_hint: "Go on at the chosen question",
    simulate: "Simulate", screens: "All screens", chat: "Chat with the bot", scheme: "The flow", attach: "Attach photos or files",
    message: "Message", send: "Send", answers: "Answers", language: "Page language: English", more: "Tools",
    theme: "Light or dark", close: "Close", tab_chat: "Chat", tab_scheme: "Flow", tab_data: "Answers, CRM",
    draft: "Would go to the CRM", no_draft: "Answer a flow’s first question to see what the CRM would get.", request: "CRM requests",
    crm: "In the CRM", crm_hint: "amoCRM emulator", no_leads: "No leads yet.", fields: "Fields", note: "Note",
    k_current: "current", k_answered: "answered", k_skipped: "skipped", k_hidden: "hidden", k_open: "ahead",
    trouble_429: "Telegram asks to wait (429)", trouble_slow: "Slow answer", trouble_network: "Network loss", trouble_restart: "Restart of the bot",
    trouble_double: "Double taps", trouble_later: "30 minutes pass", trouble_blocked: "Client blocked the bot",
    chip_429: "429 ahead", chip_slow: "delay ahead", chip_network: "no network", chip_double: "double taps",
    typing: "typing…", waiting: "bot is busy…", online: "bot", offline: "connection to the playground lost, reconnecting…", moved: "the playground has started anew: open its new address", blocked: "the client blocked the bot",
    no_network: "network lost: the bot hears nothing", unblock: "Unblock", saved: "✓ Files reloaded",
    no_answers: "Nothing yet: answers appear here.", no_answer: "no answer yet", no_flow: "Flows", questions: "questions", skipped: "skipped", photo: "Photo",
    broken: "The files have errors: the last good version is running", broken_hint: "The conversation goes on. Mend the file and save it: the page updates itself.",
    warnings: "Warnings about the files", warnings_hint: "The flows work, but this is worth mending.",
    always: "Always shown", shown_because: "Shown because", hidden_until: "Hidden. Comes when", now: "Now",
    hidden_stopped: "Hidden: the flow ended before", hidden_incomplete: "Hidden: its text lacks the answer", start_here: "Click to go on from here",
    place_review: "Check your answers", place_done: "Lead sent",
    notice_restarted: "The bot has restarted: what it held in memory is gone.", notice_later: "30 minutes have passed: the bot has forgotten the conversation in memory.",
    notice_unreachable: "No answers lead there", notice_blocked: "The client blocked the bot and cannot send anything.",
    notice_refused: "Telegram would not allow that", notice_unknown: "The playground knows no such action", notice_failed: "That failed. See the terminal where the playground runs.",
    notice_too_big: "Files over 50 MB cannot be sent.", notice_drawing: "Drawing all screens…",
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
  for (const node of document.querySelectorAll("[data-a]")) { node.setAttribute("aria-label", t(node.dataset.a)); if (node.matches("button, select")) node.title = t(node.dataset.a); }
  for (const node of document.querySelectorAll("[data-p]")) node.placeholder = t(node.dataset.p);
  document.getElementById("language").textContent = language === "ru" ? "EN" : "RU";
}
