// The practice room's page. It holds nothing but what the room says and what is being typed.
"use strict";

const byId = (id) => document.getElementById(id);
const phones = new Map(); // phone id -> { data, root, chat, box, nodes, reply }
let room = null;
let since = "";
let ahead = 0; // the room's clock minus this machine's
let active = "village";
let beside = "resident"; // the chat last looked at: stands beside the group where there is room for two
const front = new Map(); // of two chats on one telephone the one that is open, by either's id
const narrow = matchMedia("(max-width: 1179px)");
const pair = matchMedia("(min-width: 700px) and (max-width: 1179px)");
const still = matchMedia("(prefers-reduced-motion: reduce)");

// ---------------------------------------------------------------------------------------------- small helpers

function make(tag, className, text) {
  const node = document.createElement(tag);
  if (className) node.className = className;
  if (text !== undefined) node.textContent = text;
  return node;
}

/** A text with the phone's name after it, unseen, so that every button in the room has a name of its own. */
function named(node, text, phone) {
  node.replaceChildren(text, make("span", "unseen", ` – ${phone.tab}`));
  return node;
}

function toast(text) {
  byId("toast").textContent = text;
  clearTimeout(toast.timer);
  toast.timer = setTimeout(() => { byId("toast").textContent = ""; }, 4500);
}

async function post(path, body) {
  try {
    const answer = await fetch(path, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    const said = await answer.json().catch(() => ({}));
    if (answer.ok) return said;
    toast(said.error || "Chưa làm được việc này. Xin tải lại trang rồi thử lại.");
  } catch {
    byId("lost").hidden = false;
  }
  return null;
}

const format = (at, options) =>
  new Intl.DateTimeFormat("vi-VN", { timeZone: room?.zone ?? "Asia/Ho_Chi_Minh", ...options }).format(at);
const clockTime = (at) => format(at, { hour: "2-digit", minute: "2-digit", hour12: false });
const dayName = (at) => format(at, { weekday: "long", day: "2-digit", month: "2-digit", year: "numeric" });

// ---------------------------------------------------------------------------------------------- what was said

/** Text with the marks that the platform shows: bold, links, commands. Offsets count UTF-16 units, as strings do. */
function rich(text, entities, phone) {
  const cuts = new Set([0, text.length]);
  for (const e of entities) cuts.add(e.offset).add(e.offset + e.length);
  const marks = { bold: "b", italic: "i", underline: "u", strikethrough: "s", code: "code", pre: "code", blockquote: "q" };
  const out = document.createDocumentFragment();
  const points = [...cuts].filter((at) => at <= text.length).sort((a, b) => a - b);
  for (let i = 0; i + 1 < points.length; i++) {
    const [from, to] = [points[i], points[i + 1]];
    let node = document.createTextNode(text.slice(from, to));
    for (const e of entities.filter((e) => e.offset <= from && e.offset + e.length >= to)) {
      let around;
      if (marks[e.type]) {
        around = make(marks[e.type]);
      } else if (e.type === "bot_command") {
        around = make("button", "command");
        around.type = "button";
        const command = text.slice(e.offset, e.offset + e.length);
        around.addEventListener("click", () => draft(phone, command + " "));
      } else if (e.type === "opens") {
        // A link to the private chat with the bot: on the same telephone.
        around = make("button", "command");
        around.type = "button";
        around.addEventListener("click", () => { look(e.phone); phones.get(e.phone).text.focus({ preventScroll: true }); });
      } else if (e.type === "page") {
        around = make("a", "command");
        around.href = e.href;
        around.target = "_blank";
        around.rel = "noopener";
      } else if (e.type === "url" || e.type === "text_link") {
        // On the platform this is a link; in the room nothing leads outside.
        around = make("span", "link");
        around.title = "Phòng tập không mở trang bên ngoài";
      } else {
        continue;
      }
      around.append(node);
      node = around;
    }
    out.append(node);
  }
  return out;
}

function excerpt(line) {
  const kinds = { voice: "Tin thoại", photo: "Ảnh", document: line.file_name || "Tệp", audio: "Tệp tiếng", sticker: "Nhãn dán" };
  const words = line.text.replace(/\s+/g, " ").trim();
  const short = words.length > 80 ? words.slice(0, 80) + "…" : words;
  return kinds[line.kind] ? [kinds[line.kind], short].filter(Boolean).join(": ") : short;
}

function media(line, sender) {
  const source = `/file/${encodeURIComponent(line.file)}`;
  if (line.kind === "voice" || line.kind === "audio") {
    const sound = make("audio");
    sound.controls = true;
    sound.preload = "metadata";
    sound.src = source;
    sound.setAttribute("aria-label", `Tin thoại của ${sender}, ${clockTime(line.at)}`);
    return sound;
  }
  if (line.kind === "photo") {
    const picture = make("img");
    picture.src = source;
    picture.alt = line.text || `Ảnh của ${sender}`;
    return picture;
  }
  const link = make("a", "document", line.file_name || "Tệp đính kèm");
  link.href = source;
  link.download = line.file_name || "";
  return link;
}

function message(phone, line) {
  if (line.kind === "service") return make("p", "service", line.text);
  const { data } = phone;
  const mine = line.from === speaker(phone);
  const node = make("div", `line ${line.from === "bot" ? "bot" : mine ? "mine" : "theirs"}`);
  const bubble = make("div", "bubble");
  const from = make("p", "from", line.name);
  if (line.from === "bot") from.append(make("span", "machine", "máy"));
  if (mine && data.chat === "private") from.classList.add("unseen");
  bubble.append(from);
  const original = line.reply_to && data.messages.find((m) => m.id === line.reply_to);
  if (original) {
    const quote = make("p", "quote");
    quote.append(make("b", "", original.name), " ", excerpt(original));
    bubble.append(quote);
  }
  if (line.file) bubble.append(media(line, line.name));
  if (line.text) {
    const words = make("p", "text");
    words.append(rich(line.text, line.entities, phone));
    bubble.append(words);
  }
  const foot = make("p", "foot");
  const at = make("time", "", (line.edited ? "đã sửa " : "") + clockTime(line.at));
  at.dateTime = new Date(line.at).toISOString();
  if (line.from === "bot") {
    const reply = named(make("button", "reply"), "Trả lời", data);
    reply.type = "button";
    reply.addEventListener("click", () => { quote(phone, line); phone.text.focus(); });
    foot.append(reply);
  }
  foot.append(at);
  bubble.append(foot);
  node.append(bubble);
  let count = 0;
  for (const row of line.buttons) {
    const keys = make("div", "keys");
    for (const key of row) {
      const index = count++;
      const button = make("button", key.press ? "key" : "key opens", key.label);
      button.type = "button";
      button.addEventListener("click", () => press(phone, line.id, index, button));
      keys.append(button);
    }
    node.append(keys);
  }
  return node;
}

// ------------------------------------------------------------------------------------------------- what is done

const speaker = (phone) => phone.select.value || phone.data.speakers[0].id;

function quote(phone, line) {
  phone.reply = line ? line.id : null;
  phone.quoting.hidden = !line;
  if (line) phone.quoting.firstElementChild.textContent = `Trả lời: ${excerpt(line)}`;
}

function fit(text) {
  text.style.height = "auto";
  text.style.height = `${Math.min(text.scrollHeight + 2, 132)}px`;
}

/** Puts words into a box for the person to send. */
function draft(phone, words, line) {
  look(phone.data.id);
  if (line) quote(phone, line);
  if (words) phone.text.value = words;
  fit(phone.text);
  phone.text.focus();
  phone.text.setSelectionRange(phone.text.value.length, phone.text.value.length);
  pulse(phone.form);
}

async function send(phone) {
  const text = phone.text.value;
  if (!text.trim()) return phone.text.focus();
  const said = await post("/api/say", { who: speaker(phone), chat: phone.data.chat, text, reply_to: phone.reply });
  if (!said) return;
  phone.text.value = "";
  phone.away = false;
  fit(phone.text);
  quote(phone, null);
}

async function speak(phone) {
  const said = await post("/api/voice", { who: speaker(phone), chat: phone.data.chat, reply_to: phone.reply });
  if (said) quote(phone, null);
}

async function press(phone, id, index, button) {
  if (button) {
    if (button.getAttribute("aria-disabled") === "true") return;
    button.setAttribute("aria-disabled", "true");
    setTimeout(() => button.removeAttribute("aria-disabled"), 1500);
  }
  const said = await post("/api/press", { who: speaker(phone), chat: phone.data.chat, message: id, button: index });
  if (said?.notice) toast(said.notice);
  if (said?.opens) {
    look(said.opens);
    phones.get(said.opens).text.focus({ preventScroll: !narrow.matches });
    pulse(phones.get(said.opens).root);
  }
}

async function move(body) {
  const said = await post("/api/clock", body);
  if (!said) return;
  ahead = said.now - Date.now();
  tick();
  toast(`Đồng hồ phòng tập: ${clockTime(said.now)}, ${dayName(said.now)}`);
}

/** Makes a phone the one that is shown where there is no room for all. */
function look(id) {
  active = id;
  const { twin } = phones.get(id).data;
  if (twin) for (const each of [id, twin]) front.set(each, id);
  if (id !== "village") beside = id;
  arrange();
  if (!narrow.matches) return;
  byId("lead").scrollIntoView({ block: "start", behavior: still.matches ? "auto" : "smooth" });
}

function pulse(node) {
  node.classList.remove("pulse");
  void node.offsetWidth; // restarts the animation
  node.classList.add("pulse");
  setTimeout(() => node.classList.remove("pulse"), 2600);
}

const deeds = {
  async say(act) {
    look(act.who);
    await post("/api/say", { who: act.who, chat: act.chat, text: act.text });
  },
  async press(act) {
    const phone = phones.get(act.chat === "village" ? "village" : act.who);
    look(phone.data.id);
    if (speaker(phone) !== act.who) {
      phone.select.value = act.who;
      phone.select.dispatchEvent(new Event("change"));
    }
    const key = phone.nodes.get(act.message)?.node.querySelectorAll(".key")[act.button];
    key?.scrollIntoView({ block: "nearest" });
    if (key) pulse(key);
    // Long enough to see which button it was.
    await new Promise((go) => setTimeout(go, 900));
    await press(phone, act.message, act.button);
  },
  point(act) {
    look(act.phone);
    const node = phones.get(act.phone).nodes.get(act.message)?.node;
    const key = node?.querySelector(".key:not(.opens)");
    if (!key) return;
    key.scrollIntoView({ block: "nearest" });
    key.focus({ preventScroll: true });
    for (const each of node.querySelectorAll(".key")) pulse(each);
  },
  draft(act) {
    const phone = phones.get(act.phone);
    draft(phone, act.text, act.reply_to && phone.data.messages.find((m) => m.id === act.reply_to));
  },
  clock: (act) => move({ to: act.to }),
};

// --------------------------------------------------------------------------------------------------- the page

function addPhone(data) {
  const root = byId("phone").content.firstElementChild.cloneNode(true);
  const find = (selector) => root.querySelector(selector);
  const phone = {
    data, root, chat: find(".chat"), form: find("form"), text: find("textarea"), select: find("select"),
    quoting: find(".quoting"), nodes: new Map(), reply: null, seen: null, fresh: null, placed: false, away: false,
  };
  // Only a person's own scrolling holds the chat where it is; what the page does itself does not.
  const held = () => requestAnimationFrame(() => {
    phone.away = phone.chat.scrollHeight - phone.chat.scrollTop - phone.chat.clientHeight > 80;
  });
  for (const sign of ["wheel", "touchmove", "keydown", "pointerup"]) phone.chat.addEventListener(sign, held, { passive: true });
  root.dataset.id = data.id;
  if (data.twin && !front.has(data.id)) for (const each of [data.id, data.twin]) front.set(each, data.id);
  find(".face").textContent = data.face;
  const name = find("h3");
  name.textContent = data.name;
  name.id = `name-${data.id}`;
  root.setAttribute("aria-labelledby", name.id);
  find(".about").append(make("span", `platform ${data.platform.toLowerCase()}`, data.platform), ` ${data.about}`);
  const twin = find(".twin");
  twin.hidden = !data.twin;
  twin.firstElementChild.textContent = data.chat === "village" ? "Chat riêng" : "Về nhóm";
  twin.addEventListener("click", () => look(data.twin));
  phone.chat.setAttribute("aria-label", `Tin trong khung ${data.tab}`);
  const label = find("[data-for=text]");
  label.textContent = data.label;
  label.htmlFor = phone.text.id = `text-${data.id}`;
  phone.text.placeholder = data.chat === "village" ? "Viết vào nhóm…" : "Nhắn cho Loa bản…";
  for (const { id, name } of data.speakers) phone.select.append(new Option(name, id));
  find(".speaker").hidden = data.speakers.length < 2;
  phone.select.addEventListener("change", () => {
    // Whose messages stand on the right has changed.
    const at = phone.chat.scrollTop;
    phone.nodes.clear();
    phone.chat.replaceChildren();
    fill(phone);
    phone.chat.scrollTop = at;
  });
  named(find(".send"), "Gửi", data);
  named(find(".mic"), "Thoại", data).title = "Gửi một tin thoại mẫu (giọng do máy đọc)";
  const hints = find(".hints");
  hints.setAttribute("aria-label", `Lệnh gợi ý – ${data.tab}`);
  for (const hint of data.hints) {
    const chip = make("button", "hint", hint.split(" ", hint.startsWith("/") ? 1 : 9).join(" "));
    chip.type = "button";
    chip.addEventListener("click", () => draft(phone, hint));
    hints.append(chip);
  }
  const drop = phone.quoting.querySelector("button");
  named(drop, "Bỏ trích", data).addEventListener("click", () => { quote(phone, null); phone.text.focus(); });
  phone.form.addEventListener("submit", (event) => { event.preventDefault(); send(phone); });
  find(".mic").addEventListener("click", () => speak(phone));
  phone.text.addEventListener("input", () => fit(phone.text));
  phone.text.addEventListener("keydown", (event) => {
    // Vietnamese is typed through an input method: its Enter ends a word, it does not send.
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
    event.preventDefault();
    send(phone);
  });
  byId("phones").append(root);
  phones.set(data.id, phone);

  const tab = make("button", "tab");
  tab.type = "button";
  tab.dataset.id = data.id;
  tab.append(make("span", "", data.tab), make("span", "badge"));
  tab.addEventListener("click", () => look(data.id));
  byId("tabs").append(tab);
}

/** Brings a chat up to date; what has not changed stays, so that a voice goes on playing and nothing is read twice. */
function fill(phone) {
  const { data, chat, nodes } = phone;
  const first = nodes.size === 0;
  const kept = new Set();
  let fresh = null;
  let day = "";
  for (const line of data.messages) {
    const today = dayName(line.at);
    const mark = JSON.stringify(line);
    kept.add(line.id);
    const old = nodes.get(line.id);
    if (old?.mark === mark) { day = today; continue; }
    const node = message(phone, line);
    if (old) {
      // A pressed button goes away with its message: the focus must not fall off the page.
      const focused = old.node.contains(document.activeElement);
      old.node.replaceWith(node);
      if (focused) chat.focus({ preventScroll: true });
    } else {
      if (today !== day) chat.append(make("p", "day", today));
      chat.append(node);
      fresh ??= node;
      if (!first) node.classList.add("fresh");
    }
    nodes.set(line.id, { mark, node });
    day = today;
  }
  for (const [id, { node }] of nodes) if (!kept.has(id)) { node.remove(); nodes.delete(id); }
  const begin = chat.querySelector(".begin");
  if (data.messages.length === 0 && data.chat === "private" && !begin) {
    const button = named(make("button", "begin"), "Bắt đầu", data);
    button.type = "button";
    button.addEventListener("click", () => post("/api/say", { who: speaker(phone), chat: "private", text: "/start" }));
    chat.append(button);
  } else if (data.messages.length > 0) {
    begin?.remove();
  }
  if (fresh) phone.fresh ??= fresh;
  if (first) phone.fresh = null;
  settle(phone);
}

/** Shows what is new from its beginning, even when it is longer than the screen; never while somebody reads above. */
function settle(phone) {
  const { chat } = phone;
  if (phone.away || chat.clientHeight === 0) return;
  if (phone.fresh) chat.scrollTop = phone.fresh.offsetTop - 34;
  else if (!phone.placed) chat.scrollTop = chat.scrollHeight;
  phone.placed = true;
  phone.fresh = null;
}

function visible(id) {
  if (front.has(id) && front.get(id) !== id) return false;
  if (!narrow.matches || id === active) return true;
  return pair.matches && (id === "village" || id === beside);
}

function arrange() {
  for (const [id, phone] of phones) {
    const last = phone.data.messages.at(-1)?.id ?? null;
    phone.root.classList.toggle("active", id === active);
    phone.root.classList.toggle("behind", front.has(id) && front.get(id) !== id);
    phone.root.classList.toggle("beside", pair.matches && visible(id));
    if (visible(id)) {
      phone.seen = last;
      settle(phone);
    } else {
      phone.placed = false;
    }
    const tab = byId("tabs").querySelector(`[data-id=${id}]`);
    const { messages, twin } = phone.data;
    const unread = messages.slice(messages.findIndex((m) => m.id === phone.seen) + 1).filter((m) => m.from === "bot").length;
    tab.setAttribute("aria-pressed", String(visible(id)));
    // What is new behind a chat shows on the way to it.
    const badges = [tab.querySelector(".badge"), twin && phones.get(twin)?.root.querySelector(".twin .badge")];
    for (const badge of badges.filter(Boolean)) {
      badge.textContent = unread ? String(unread) : "";
      if (unread) badge.append(make("span", "unseen", " tin mới"));
    }
  }
}

function guide() {
  const { steps } = room;
  const current = steps.findIndex((step) => !step.done);
  byId("steps").replaceChildren(...steps.map((step, i) => {
    const item = make("li", step.done ? "done" : i === current ? "current" : "later");
    item.append(make("span", "number", step.done ? "✓" : String(i + 1)), make("span", "title", step.title));
    item.append(make("span", "unseen", step.done ? " (đã xong)" : i === current ? " (đang làm)" : " (chưa làm)"));
    if (i === current) item.setAttribute("aria-current", "step");
    return item;
  }));
  const step = steps[current];
  const text = step ? step.text : room.done;
  if (byId("next").textContent !== text) byId("next").textContent = text;
  const mark = JSON.stringify(step?.acts ?? []);
  if (guide.mark !== mark) {
    guide.mark = mark;
    const held = byId("acts").contains(document.activeElement);
    byId("acts").replaceChildren(...(step?.acts ?? []).map((act, i) => {
      const button = make(act.do === "open" ? "a" : "button", i ? "act second" : "act", act.label);
      if (act.do === "open") {
        button.href = act.href;
        button.target = "_blank";
        button.rel = "noopener";
        return button;
      }
      button.type = "button";
      button.addEventListener("click", async () => {
        button.setAttribute("aria-disabled", "true");
        await deeds[act.do](act);
        setTimeout(() => button.removeAttribute("aria-disabled"), 800);
      });
      return button;
    }));
    if (held) (byId("acts").querySelector(".act") ?? byId("guide")).focus({ preventScroll: true });
  }
  const lines = [];
  if (room.greeting && !steps[0].done) lines.push(make("span", "", room.greeting));
  if (room.quiet) {
    const button = make("button", "act second", room.quiet.label);
    button.type = "button";
    button.addEventListener("click", () => move({ to: room.quiet.to }));
    lines.push(make("span", "", room.quiet.text), button);
  }
  const quiet = JSON.stringify([room.quiet?.text, lines.length]);
  if (guide.quiet !== quiet) byId("quiet").replaceChildren(...lines);
  guide.quiet = quiet;
  byId("quiet").hidden = lines.length === 0;
}

function tick() {
  const now = Date.now() + ahead;
  byId("now").textContent = `${clockTime(now)} · ${dayName(now)}`;
}

function show(said) {
  const first = room === null;
  room = said.room;
  ahead = said.now - Date.now();
  byId("lost").hidden = true;
  for (const data of room.phones) {
    const there = phones.has(data.id);
    if (!there) addPhone(data);
    const phone = phones.get(data.id);
    // What was there before the page opened is no news.
    if (!there) phone.seen = data.messages.at(-1)?.id ?? null;
    phone.data = data;
    fill(phone);
  }
  // The first time every phone has found its width only now.
  if (first) for (const phone of phones.values()) phone.placed = false;
  arrange();
  guide();
  tick();
  byId("report").href = room.report.href;
  byId("report").textContent = room.report.label;
  byId("to-end").title = `${clockTime(room.ends)}, ${dayName(room.ends)}`;
}

async function watch() {
  for (;;) {
    try {
      const answer = await fetch(`/api/state?since=${since}`);
      if (!answer.ok) throw new Error(String(answer.status));
      const said = await answer.json();
      if (said.since !== since) show(said);
      since = said.since;
    } catch {
      byId("lost").hidden = false;
      since = "";
      await new Promise((go) => setTimeout(go, 1500));
    }
  }
}

for (const button of document.querySelectorAll("[data-by]")) {
  button.addEventListener("click", () => move({ by: Number(button.dataset.by) }));
}
byId("to-end").addEventListener("click", () => move({ to: room.ends }));
addEventListener("resize", arrange);
// A phone is as high as what the guide and the switcher leave of the screen.
new ResizeObserver(([lead]) => {
  document.documentElement.style.setProperty("--lead", `${lead.target.offsetHeight}px`);
}).observe(byId("lead"));
setInterval(tick, 1000);
watch();
