// The entry of a visit survives a lost connection and a session that ran out. What was typed stays
// in this tab until the server has it; names, addresses, telephones and representatives are never
// kept, and nothing at all of a denunciation. Without script the page is an ordinary form.
(() => {
  "use strict";

  const HOURS = 12;
  const RETRY = 10_000;
  const WAIT = 8_000;
  const PREFIX = "gandan:visit:";
  const SENT = "gandan:visit-sent";
  const SECRET = ["denunciation", "mixed"];

  const one = (selector, root = document) => root.querySelector(selector);
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const read = (name) => { try { return JSON.parse(sessionStorage.getItem(name)); } catch { return null; } };
  const write = (name, value) => { try { sessionStorage.setItem(name, JSON.stringify(value)); } catch { /* full or refused */ } };
  const drop = (name) => { try { sessionStorage.removeItem(name); } catch { /* refused */ } };

  const form = one("form[data-keeps]");
  if (!form) {
    // The page of the visit: reached from the form, so the server has what was typed.
    const name = read(SENT);
    const from = document.referrer ? new URL(document.referrer).pathname : "";
    if (name && from === "/tiep-dan/ghi/") drop(name);
    drop(SENT);
    return;
  }

  const banner = one("#chua-gui");
  const name = `${PREFIX}${form.dataset.person}:${form.dataset.keeps}`;
  const fields = [...form.elements].filter((field) => field.name && !("private" in field.dataset)
    && !["hidden", "submit", "button", "file"].includes(field.type));
  const isSecret = () => SECRET.includes(form.elements.kind.value);

  const say = (what) => {
    banner.hidden = !what;
    for (const part of all("[data-say]", banner)) part.hidden = !part.dataset.say.split(" ").includes(what);
  };

  const keep = () => {
    if (isSecret()) { drop(name); return; }
    const values = fields.map((field) => [field.name, field.value]);
    write(name, { at: Date.now(), key: form.elements.key.value, values });
  };

  // Drafts of somebody else at this desk, and of yesterday, are not for whoever sits here now.
  const forgetOld = () => {
    for (const other of Object.keys(sessionStorage)) {
      if (!other.startsWith(PREFIX)) continue;
      const draft = read(other);
      const isOwn = other.startsWith(`${PREFIX}${form.dataset.person}:`);
      if (!isOwn || !draft || Date.now() - draft.at > HOURS * 3_600_000) drop(other);
    }
  };

  const restore = () => {
    const draft = read(name);
    if (!draft || !Array.isArray(draft.values)) return;
    const values = new Map(draft.values);
    if (!(values.get("text") || "").trim()) return;
    // The same key: if the server did get it before the line broke, it is one visit, not two.
    form.elements.key.value = draft.key;
    for (const field of fields) if (values.has(field.name)) field.value = values.get(field.name);
    say("restored");
  };

  try { forgetOld(); } catch { /* storage refused: the form still works */ }
  // A form that the server sent back already holds what was typed.
  if (one(".errors")) keep(); else restore();
  form.addEventListener("input", keep);
  form.addEventListener("change", keep);

  one("[data-forget-draft]", banner)?.addEventListener("click", () => { drop(name); location.reload(); });

  // Ask for the page again before sending: it shows whether the server answers and who is signed
  // in, and brings the mark against forged requests that a new sign-in has changed.
  const asked = async () => {
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), WAIT);
    try {
      const answer = await fetch(location.pathname, { redirect: "manual", cache: "no-store", signal: stop.signal });
      if (answer.type === "opaqueredirect" || answer.status === 404) return "signed-out";
      if (!answer.ok) return "offline";
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const mark = one("form[data-keeps] [name=csrfmiddlewaretoken]", page);
      if (!mark || one("form[data-keeps]", page).dataset.person !== form.dataset.person) return "signed-out";
      form.elements.csrfmiddlewaretoken.value = mark.value;
      return "";
    } catch {
      return "offline";
    } finally {
      clearTimeout(timer);
    }
  };

  let busy = false;
  let waiting = 0;

  const send = async () => {
    if (busy) return;
    busy = true;
    clearTimeout(waiting);
    form.setAttribute("aria-busy", "true");
    const trouble = await asked();
    if (!trouble) {
      say("");
      write(SENT, name);
      form.submit();
      setTimeout(() => { busy = false; form.removeAttribute("aria-busy"); }, WAIT);
      return;
    }
    busy = false;
    form.removeAttribute("aria-busy");
    keep();
    say(trouble);
    banner.scrollIntoView({ block: "nearest" });
    if (trouble === "offline") waiting = setTimeout(send, RETRY);
  };

  form.addEventListener("submit", (event) => { event.preventDefault(); send(); });
  addEventListener("online", () => { if (waiting) send(); });
  addEventListener("pageshow", () => { busy = false; });
})();
