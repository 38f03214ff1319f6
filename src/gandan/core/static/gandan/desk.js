// Comfort for the desk. Every page reads, enters and sends without it.
(() => {
  "use strict";

  const one = (selector, root = document) => root.querySelector(selector);
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const isTyping = (node) => node instanceof Element
    && node.closest("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]");

  // 1 keys: a letter acts only outside fields; the list of keys is the dialog #phim-tat
  let at = -1;
  let afterG = 0;

  const moveTo = (step) => {
    const rows = all(".job");
    if (!rows.length) return;
    rows[at]?.removeAttribute("data-at");
    at = Math.min(rows.length - 1, Math.max(0, at + step));
    rows[at].setAttribute("data-at", "");
    const link = one("h3 a, a", rows[at]);
    (link || rows[at]).focus();
    rows[at].scrollIntoView({ block: "nearest" });
  };

  const act = (key) => one(`[data-act="${key}"]:not([disabled])`)?.click();

  const commands = {
    "/": () => one("#tim, input[type=search]")?.focus(),
    j: () => moveTo(1),
    k: () => moveTo(-1),
    x: () => one("input[type=checkbox]", all(".job")[at] || document.createElement("i"))?.click(),
    y: () => act("y"),
    n: () => act("n"),
    z: () => act("z"),
    e: () => act("e"),
    "?": () => one("#phim-tat")?.showModal(),
  };

  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key === "Enter") {
      const form = event.target instanceof Element && event.target.closest("form");
      if (form) { event.preventDefault(); form.requestSubmit(); }
      return;
    }
    if (event.key === "Escape") {
      if (location.hash === "#dieu-huong") location.hash = "chinh";
      const menu = one(".me[open]");
      if (menu) { menu.open = false; one("summary", menu).focus(); }
      return;
    }
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing || isTyping(event.target)) return;
    if (one("dialog[open]")) return;
    if (Date.now() - afterG < 1500) {
      afterG = 0;
      const link = one(`:is(.nav, .bar) a[data-key="${CSS.escape(event.key)}"]`);
      if (link) { event.preventDefault(); link.click(); }
      return;
    }
    if (event.key === "g") { afterG = Date.now(); return; }
    const command = Object.hasOwn(commands, event.key) && commands[event.key];
    if (command) { event.preventDefault(); command(); }
  });

  document.addEventListener("click", (event) => {
    const menu = one(".me[open]");
    if (menu && !menu.contains(event.target)) menu.open = false;
  });

  // 2 tick all rows of a form
  document.addEventListener("change", (event) => {
    const box = event.target.closest?.("[data-tick-all]");
    if (!box) return;
    for (const other of all(".pick input[type=checkbox]", box.form || document)) other.checked = box.checked;
  });

  // 3 names and sizes of the files chosen
  const language = document.documentElement.lang;
  const size = (bytes) => bytes < 1e6
    ? `${Math.max(1, Math.round(bytes / 1000))}\u00a0KB`
    : `${(bytes / 1e6).toLocaleString(language, { maximumFractionDigits: 1 })}\u00a0MB`;

  document.addEventListener("change", (event) => {
    const input = event.target;
    if (!(input instanceof HTMLInputElement) || input.type !== "file") return;
    one(".picked", input.parentElement)?.remove();
    if (input.files.length < 2) return;
    const list = document.createElement("ul");
    list.className = "picked";
    list.setAttribute("role", "status");
    const line = (name, bytes) => {
      const item = document.createElement("li");
      for (const text of [name, size(bytes)]) {
        const part = document.createElement("span");
        part.textContent = text;
        item.append(part);
      }
      list.append(item);
    };
    const files = [...input.files];
    for (const file of files.slice(0, 20)) line(file.name, file.size);
    line(`${files.length.toLocaleString(language)}\u00a0${language === "en" ? "files" : "tệp"}`, files.reduce((sum, file) => sum + file.size, 0));
    input.after(list);
  });

  // 4 a long form keeps what was typed until the server has it; never a form or field marked data-private
  const saved = (name) => { try { return JSON.parse(sessionStorage.getItem(name)); } catch { return null; } };
  const fieldsOf = (form) => [...form.elements].filter((field) =>
    field.name && !("private" in field.dataset) && !["hidden", "file", "password", "submit", "button"].includes(field.type));
  const valuesOf = (form) => fieldsOf(form).map((field) =>
    [field.name, ["checkbox", "radio"].includes(field.type) ? field.checked : field.value]);

  const keepDraft = (form) => {
    const name = `gandan:${location.pathname}:${form.dataset.draft}`;
    const draft = saved(name);
    const fields = fieldsOf(form);
    // A form that the server sent back with errors already holds what was typed.
    if (Array.isArray(draft) && draft.length === fields.length && !one(".errors")) {
      fields.forEach((field, i) => {
        if (draft[i][0] !== field.name) return;
        if (typeof draft[i][1] === "boolean") field.checked = draft[i][1]; else field.value = draft[i][1];
      });
    }
    form.addEventListener("input", () => {
      try { sessionStorage.setItem(name, JSON.stringify(valuesOf(form))); } catch { /* full or refused */ }
    });
    form.addEventListener("submit", () => {
      try { sessionStorage.setItem("gandan:sent", JSON.stringify([name, location.pathname])); } catch { /* refused */ }
    });
  };

  // A draft is forgotten when the answer to its form is on the screen: a page reached from the
  // form, by no reload or step back, and without errors. A lost connection keeps it.
  const forgetSent = () => {
    const [name, path] = saved("gandan:sent") || [];
    if (!name) return;
    const came = performance.getEntriesByType("navigation")[0]?.type === "navigate"
      && document.referrer && new URL(document.referrer).pathname === path;
    if (came && !one(".errors")) sessionStorage.removeItem(name);
    if (came) sessionStorage.removeItem("gandan:sent");
  };

  try {
    forgetSent();
    if (one("body[data-forget]")) sessionStorage.clear();
  } catch { /* storage refused: forms still work */ }
  all("form[data-draft]:not([data-private])").forEach(keepDraft);

  // 5 ask before leaving a form with unsent words
  const dirty = new Set();
  for (const form of all("form[data-guard]")) {
    form.addEventListener("input", () => dirty.add(form));
    form.addEventListener("submit", () => dirty.delete(form));
  }
  addEventListener("beforeunload", (event) => { if (dirty.size) event.preventDefault(); });

  // 6 a form is sent once; the button says so to those who cannot see it
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || event.defaultPrevented) return;
    if (form.getAttribute("aria-busy") === "true") { event.preventDefault(); return; }
    form.setAttribute("aria-busy", "true");
    setTimeout(() => form.removeAttribute("aria-busy"), 8000);
  });
  addEventListener("pageshow", () => all("form[aria-busy]").forEach((form) => form.removeAttribute("aria-busy")));

  // The server says what is wrong in words of its own, above each field and in the language chosen.
  for (const form of all("form[method=post]")) form.noValidate = true;

  // 7 what works only by script stands only where it works
  for (const node of all("[data-with-script]")) node.hidden = false;
  for (const button of all("[data-print]")) button.addEventListener("click", () => print());

  // 8 errors first; after a swap the new heading; a failed request keeps the page and says so
  one(".errors")?.focus();
  document.addEventListener("htmx:afterSwap", (event) => {
    const summary = one(".errors", event.detail.target) || one("[tabindex='-1']", event.detail.target);
    summary?.focus();
  });
  for (const name of ["htmx:sendError", "htmx:responseError", "htmx:timeout"]) {
    document.addEventListener(name, () => {
      const place = one("#thong-bao");
      const words = one("#mat-ket-noi");
      if (place && words) place.replaceChildren(words.content.cloneNode(true));
    });
  }
})();
