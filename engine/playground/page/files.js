// Files a client sends: picked, dropped or pasted. Pictures are made as small as Telegram's own client makes them.

const LONGEST_SIDE = 1280;
// What the server takes; it would cut the line in the middle of more.
const MOST_BYTES = 49 * 1024 * 1024;
const $ = (id) => document.getElementById(id);

export function attach(receive) {
  const phone = document.querySelector(".phone");
  $("attach").onclick = () => $("files").click();
  $("files").addEventListener("change", () => {
    send([...$("files").files], receive);
    $("files").value = "";
  });
  phone.addEventListener("dragover", (event) => { event.preventDefault(); phone.classList.add("dropping"); });
  phone.addEventListener("dragleave", () => phone.classList.remove("dropping"));
  phone.addEventListener("drop", (event) => {
    event.preventDefault();
    phone.classList.remove("dropping");
    send([...event.dataTransfer.files], receive);
  });
  $("text").addEventListener("paste", (event) => {
    if (!event.clipboardData.files.length) return;
    event.preventDefault();
    send([...event.clipboardData.files], receive);
  });
}

async function send(files, receive) {
  if (!files.length) return;
  $("attach").setAttribute("aria-busy", "true");
  const form = new FormData();
  let bytes = 0;
  for (const file of files) {
    const smaller = await shrunk(file);
    bytes += smaller.size;
    form.append("file", smaller, file.name);
  }
  try {
    if (bytes > MOST_BYTES) return receive({ type: "notice", key: "too_big" });
    const answer = await fetch("files", { method: "POST", body: form });
    receive(answer.ok ? await answer.json() : { type: "notice", key: answer.status === 413 ? "too_big" : "failed" });
  } catch {
    receive({ type: "notice", key: "failed" });
  } finally {
    $("attach").removeAttribute("aria-busy");
  }
}

/** A picture as JPEG of at most 1280 points; anything the browser cannot read stays a file. */
async function shrunk(file) {
  if (!file.type.startsWith("image/")) return file;
  try {
    const picture = await createImageBitmap(file);
    const scale = Math.min(1, LONGEST_SIDE / Math.max(picture.width, picture.height));
    const canvas = new OffscreenCanvas(Math.round(picture.width * scale), Math.round(picture.height * scale));
    const paper = canvas.getContext("2d");
    paper.fillStyle = "#fff";
    paper.fillRect(0, 0, canvas.width, canvas.height);
    paper.drawImage(picture, 0, 0, canvas.width, canvas.height);
    return await canvas.convertToBlob({ type: "image/jpeg", quality: 0.87 });
  } catch {
    return new Blob([file], { type: "application/octet-stream" });
  }
}
