// The web chat. What was said is read from the server each time; nothing is kept in this browser.
"use strict";

(() => {
  const LONGEST = 16000, PATIENCE = 300, POLL = 2000, SLOWEST = 15000;
  const PHASES = ["goal", "reality", "options", "will", "summary"];
  // Who is not the coach: always named, and on a ground of their own.
  const CARDS = { mentor: "mentor", safety: "safety", "pressure.question": "role", "rehearse.objection": "role" };
  const page = document.body, at = (id) => document.getElementById(id);
  const { texts, voices, commands } = JSON.parse(page.dataset.script);
  const log = at("log"), notice = at("notice"), field = at("message"), button = at("send"), menu = at("menu");

  let outgoing = null; // the one message on its way: {id, payload, node}
  let closed = false; // nobody is here any more: erased, left or signed out
  let timer = 0, typing = null, speaker = null;

  const say = (key, values = {}) =>
    Object.entries(values).reduce((text, [name, value]) => text.replaceAll(`{${name}}`, value), texts[key]);

  // Everything is put on the page as text: what a person wrote is never read as markup.
  const make = (tag, kind, text, ...inside) => {
    const node = document.createElement(tag);
    if (kind) node.className = kind;
    if (text) node.textContent = text;
    node.append(...inside);
    return node;
  };
  const press = (title, act) => {
    const node = make("button", "", title);
    node.type = "button";
    node.addEventListener("click", act);
    return node;
  };

  // --- what stands above the message field

  const tell = (text, ...inside) => {
    notice.replaceChildren(make("span", "text", text), ...inside);
    notice.hidden = false;
  };
  const hush = () => { notice.hidden = true; notice.replaceChildren(); };
  const linkTo = (title) => Object.assign(make("a", "", title), { href: "/" });

  // --- what is on the page

  const download = (file) => {
    const [, type, data] = file.data.match(/^data:([^;,]+)[^,]*;base64,(.*)$/s) || [];
    const bytes = Uint8Array.from(atob(data || ""), (letter) => letter.charCodeAt(0));
    const link = make("a", "file", say("download", { name: file.name }));
    link.href = URL.createObjectURL(new Blob([bytes], { type: type || file.media_type }));
    link.download = file.name;
    return link;
  };

  const meter = (score) => {
    const scale = Object.assign(document.createElement("meter"), { min: 0, max: 100, value: score });
    scale.setAttribute("aria-label", say("score", { score }));
    return make("p", "score", "", scale);
  };

  const choices = (buttons) => {
    const group = make("div", "choices");
    group.setAttribute("role", "group");
    group.setAttribute("aria-label", texts.choices);
    for (const { title, value } of buttons) group.append(press(title, (event) => choose(title, value, event)));
    return group;
  };

  const showReply = (reply) => {
    const voice = (reply.kind || "").split(".")[0];
    const card = CARDS[reply.kind] || CARDS[voice];
    const node = make("article", card ? `reply card ${card}` : "reply");
    const name = voices[voice] || voices.default;
    // "Mentor · Consensus forecast" says already who speaks, and about what.
    const [first, ...rest] = (reply.text || "").split("\n");
    const titled = first.startsWith(`${name} · `);
    const known = speaker === name && !titled;
    const who = make("p", known ? "who unseen" : "who", titled ? first : name);
    // On a ground of its own a voice is always named, and so is the one after it.
    speaker = card ? null : name;
    node.append(who, ...(typeof reply.score === "number" ? [meter(reply.score)] : []));
    if (reply.text) node.append(make("p", "text", titled ? rest.join("\n").trim() : reply.text));
    if (reply.image) {
      const picture = Object.assign(document.createElement("img"), { alt: texts.picture, src: reply.image });
      picture.addEventListener("load", () => settle());
      node.append(picture);
    }
    if (reply.document) node.append(download(reply.document));
    log.append(node);
    if (reply.buttons && reply.buttons.length) log.append(choices(reply.buttons));
    return node;
  };

  const showSaid = (text) => {
    const bubble = make("p", "text", commands[text.replace(/^\//, "")] || text);
    bubble.prepend(make("span", "unseen", `${texts.you}: `));
    const node = make("div", "said", "", bubble);
    log.append(node);
    return node;
  };

  const showTyping = (wanted) => {
    if (wanted && !typing) {
      typing = make("div", "typing", "", make("span", "unseen", texts.typing), make("i"), make("i"), make("i"));
      log.append(typing);
      log.scrollTop = log.scrollHeight;
    } else if (!wanted && typing) {
      typing.remove();
      typing = null;
    }
  };

  const showPhase = (step) => {
    const [dialogue, phase] = (step || "").split(".");
    const list = at("phases"), now = PHASES.indexOf(phase);
    list.hidden = dialogue !== "grow";
    [...list.children].forEach((item, index) => {
      const state = index < now ? "done" : index === now ? "now" : "";
      item.className = state;
      item.lastElementChild.textContent = state ? ` (${texts[`phase-${state}`]})` : "";
      if (state === "now") item.setAttribute("aria-current", "step"); else item.removeAttribute("aria-current");
    });
  };

  // Where to look: at the end, unless the answer is longer than the window; then at where it begins.
  let from = null, near = true;
  const settle = () => {
    if (from && from.isConnected && log.scrollHeight - from.offsetTop > log.clientHeight) {
      log.scrollTop = from.offsetTop - log.offsetTop - 12;
    } else log.scrollTop = log.scrollHeight;
  };

  // Whoever reads the end goes on doing so when a keyboard or a notice takes some of the window.
  log.addEventListener("scroll", () => { near = log.scrollHeight - log.scrollTop - log.clientHeight < 80; });
  new ResizeObserver(() => { if (near) log.scrollTop = log.scrollHeight; }).observe(log);

  const forgetChoices = () => log.querySelectorAll(".choices").forEach((node) => node.remove());

  // --- one message at a time

  const newId = () => [...crypto.getRandomValues(new Uint8Array(16))].map((n) => n.toString(16).padStart(2, "0")).join("");

  const busy = (wanted) => {
    button.disabled = wanted || closed;
    page.querySelectorAll("[data-send]").forEach((node) => { node.disabled = wanted || closed; });
    for (const id of ["pass-make", "leave"]) at(id).disabled = closed;
    log.setAttribute("aria-busy", String(wanted));
  };

  const send = (payload, shown, id = newId()) => {
    if (outgoing || closed) return;
    hush();
    outgoing = { id, payload, choices: [...log.querySelectorAll(".choices")], tries: 0 };
    forgetChoices();
    outgoing.node = shown ? showSaid(shown) : null;
    from = outgoing.node;
    log.scrollTop = log.scrollHeight;
    deliver();
  };

  const choose = (title, value, event) => {
    // A key press keeps the focus in reach; a finger must not call up the keyboard.
    if (event.detail === 0 || matchMedia("(pointer: fine)").matches) field.focus();
    send({ button: value }, title);
  };

  const call = (path, body) => fetch(path, {
    method: "POST",
    credentials: "same-origin",
    headers: { "Content-Type": "application/json", "X-Page-Token": page.dataset.token },
    body: JSON.stringify(body),
  });

  const deliver = async () => {
    const mine = outgoing;
    if (!mine) return;
    clearTimeout(timer);
    busy(true);
    mine.tries += 1;
    const patience = setTimeout(() => showTyping(true), PATIENCE);
    let answer = null, body = {};
    try {
      answer = await call("/chat/turns", { ...mine.payload, id: mine.id });
      body = await answer.json();
    } catch {
      answer = null;
    }
    clearTimeout(patience);
    showTyping(false);
    if (answer && answer.ok) arrived(body);
    else if (!answer) later(Math.min(1000 * 2 ** (mine.tries - 1), SLOWEST), navigator.onLine ? texts.lost : texts.offline);
    else refused(answer.status, body);
  };

  // The same message under the same id: however often it is sent, it counts once.
  const later = (wait, text) => {
    tell(text, press(texts.again, deliver));
    timer = setTimeout(deliver, wait);
  };

  const arrived = (turn) => {
    outgoing = null;
    hush();
    if (turn.last) return erased(turn);
    const shown = turn.replies.map(showReply);
    from = from || shown[0];
    showPhase(turn.step);
    busy(false);
    settle();
  };

  const refused = (status, body) => {
    if (status === 503) return later(1000 * (body.seconds || POLL / 1000), body.text);
    if (status >= 500) return tell(texts.broken, press(texts.again, deliver));
    giveBack();
    if (status === 401 || status === 403) {
      closed = true;
      busy(true);
      return tell(status === 401 ? texts["signed-out"] : body.text, linkTo(texts.reload));
    }
    if (status === 429) return holdOn(body.seconds || 1, body.text);
    return tell(body.text || texts.failed);
  };

  const giveBack = () => {
    const { payload, node, choices: offered } = outgoing;
    if (node) node.remove();
    if (payload.text && !payload.text.startsWith("/")) {
      field.value = field.value ? `${payload.text}\n${field.value}` : payload.text;
      grow();
    }
    log.append(...offered);
    outgoing = null;
    busy(false);
  };

  const holdOn = (seconds, text) => {
    button.disabled = true;
    tell(`${text} ${texts.wait}`);
    setTimeout(() => { if (!outgoing && !closed) { button.disabled = false; hush(); } }, 1000 * seconds);
  };

  const erased = (turn) => {
    closed = true;
    log.replaceChildren();
    speaker = null;
    turn.replies.forEach((reply) => showReply({ ...reply, buttons: [] }));
    finish(texts.erased);
  };

  const finish = (text) => {
    closed = true;
    busy(true);
    field.value = "";
    field.disabled = true;
    showPhase("");
    tell(text, linkTo(texts["begin-anew"]));
  };

  // --- the conversation so far

  const load = async () => {
    clearTimeout(timer);
    let told = null;
    try {
      const answer = await fetch("/chat/conversation", { credentials: "same-origin" });
      if (answer.status === 401) return finish(texts["signed-out"]);
      told = answer.ok ? await answer.json() : null;
    } catch { /* told stays null */ }
    if (!told) {
      tell(navigator.onLine ? texts.lost : texts.offline);
      timer = setTimeout(load, POLL);
      return;
    }
    showSoFar(told);
  };

  const showSoFar = (told) => {
    // A screen reader is not read the whole conversation again.
    log.setAttribute("aria-live", "off");
    log.replaceChildren();
    speaker = typing = null;
    if (told.earlier) log.append(make("p", "aside", texts.earlier));
    for (const turn of told.turns) {
      if (turn.said && turn.said !== "start") showSaid(turn.said);
      turn.replies.forEach(showReply);
    }
    showPhase(told.turns.length ? told.step : "");
    from = null;
    settle();
    showTyping(told.waiting);
    setTimeout(() => log.setAttribute("aria-live", "polite"), 500);
    if (told.ready && !told.waiting) begin(told);
    else {
      busy(true);
      if (!told.ready) tell(texts.loading);
      timer = setTimeout(load, POLL);
    }
  };

  const begin = (told) => {
    hush();
    busy(false);
    const { first } = page.dataset;
    page.dataset.first = "";
    // The address may hold an invite code; it has done its work.
    history.replaceState(null, "", "/");
    if (!told.turns.length) send({ text: "/start" }, "", "start");
    // Whoever opens a link has not yet said that they want to change their programme.
    else if (first) tell(texts.invited, press(texts.join, () => send({ text: first }, "", `invitation ${first}`)));
    else if (matchMedia("(pointer: fine)").matches) field.focus();
  };

  // --- writing

  const grow = () => {
    field.style.height = "auto";
    field.style.height = `${field.scrollHeight}px`;
  };
  field.addEventListener("input", grow);
  field.addEventListener("keydown", (event) => {
    const sends = event.key === "Enter" && !event.shiftKey && !event.isComposing;
    if (sends && !matchMedia("(pointer: coarse)").matches) {
      event.preventDefault();
      at("composer").requestSubmit();
    }
  });
  at("composer").addEventListener("submit", (event) => {
    event.preventDefault();
    const text = field.value, count = [...text].length;
    if (!text.trim() || outgoing || closed || button.disabled) return;
    if (count > LONGEST) return tell(say("too-long", { count: count.toLocaleString("en-GB") }));
    field.value = "";
    grow();
    send({ text }, text);
  });
  addEventListener("online", () => { if (outgoing) deliver(); });

  // --- the menu

  const open = (wanted) => {
    menu.classList.toggle("open", wanted);
    at("menu-open").setAttribute("aria-expanded", String(wanted));
    page.querySelector("main").inert = wanted;
    (wanted ? at("menu-close") : at("menu-open")).focus();
  };
  const closeMenu = () => { if (menu.classList.contains("open")) open(false); };
  at("menu-open").addEventListener("click", () => open(true));
  at("menu-close").addEventListener("click", () => open(false));
  addEventListener("keydown", (event) => { if (event.key === "Escape") closeMenu(); });
  menu.querySelectorAll("[data-send]").forEach((node) => node.addEventListener("click", () => {
    closeMenu();
    send({ text: node.dataset.send }, node.textContent);
  }));

  const ask = async (path) => {
    try {
      const answer = await call(path, {});
      return answer.ok ? await answer.json() : null;
    } catch {
      return null;
    }
  };

  at("pass-make").addEventListener("click", async () => {
    closeMenu();
    const made = await ask("/chat/pass");
    if (!made) return tell(texts.broken);
    const link = Object.assign(make("input"), { value: made.link, readOnly: true });
    link.setAttribute("aria-label", say("pass-made", { minutes: made.minutes }));
    const copy = press(texts.copy, () => {
      link.select();
      if (navigator.clipboard) navigator.clipboard.writeText(made.link); else document.execCommand("copy");
      copy.textContent = texts.copied;
    });
    tell(say("pass-made", { minutes: made.minutes }), copy, link);
    copy.focus();
  });

  at("leave").addEventListener("click", () => {
    closeMenu();
    const sure = press(texts.leave, async () => {
      if (!await ask("/chat/leave")) return tell(texts.broken);
      log.replaceChildren();
      finish(texts.left);
    });
    tell(texts["leave-sure"], sure);
    sure.focus();
  });

  load();
})();
