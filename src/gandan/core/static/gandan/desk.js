// Comfort for the desk: keys, drafts of long forms, ticking rows. Every page works without it.
(() => {
  "use strict";
  const typing = (node) => node.closest("input, textarea, select, [contenteditable]");
  const rows = () => [...document.querySelectorAll(".job")];
  let at = -1;
  let waiting = "";

  const go = (step) => {
    const all = rows();
    if (!all.length) return;
    at = Math.min(all.length - 1, Math.max(0, at + step));
    const link = all[at].querySelector("h3 a");
    if (link) link.focus();
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey && event.key === "Enter") {
      const form = event.target.closest("form");
      if (form) form.requestSubmit();
      return;
    }
    if (event.ctrlKey || event.altKey || event.metaKey || typing(event.target)) return;
    if (waiting === "g") {
      waiting = "";
      const link = document.querySelector(`.nav a[data-key="${CSS.escape(event.key)}"]`);
      if (link) link.click();
      return;
    }
    if (event.key === "g") { waiting = "g"; setTimeout(() => { waiting = ""; }, 1500); return; }
    if (event.key === "/") {
      const field = document.querySelector("input[type=search]");
      if (field) { event.preventDefault(); field.focus(); }
    } else if (event.key === "j") { go(1); } else if (event.key === "k") { go(-1); }
    else if (event.key === "x" && rows()[at]) {
      const box = rows()[at].querySelector("input[type=checkbox]");
      if (box) box.click();
    } else if (event.key === "y" || event.key === "z" || event.key === "e") {
      const target = document.querySelector(`[data-act="${event.key}"]`);
      if (target) target.click();
    } else if (event.key === "?") {
      const list = document.getElementById("phim-tat");
      if (list) list.showModal();
    }
  });

  for (const box of document.querySelectorAll("[data-tick-all]")) {
    box.addEventListener("change", () => {
      for (const one of document.querySelectorAll(".job input[name=code]")) one.checked = box.checked;
    });
  }

  // A long form keeps what was typed through a lost connection; a sent form forgets it.
  for (const form of document.querySelectorAll("form[data-draft]")) {
    const name = `gandan-draft-${form.dataset.draft}`;
    const fields = () => [...form.elements].filter((f) => f.name && f.type !== "hidden" && f.type !== "file");
    try {
      const kept = JSON.parse(sessionStorage.getItem(name) || "null");
      if (kept && !form.dataset.bound) for (const f of fields()) if (kept[f.name]) f.value = kept[f.name];
      form.addEventListener("input", () => {
        sessionStorage.setItem(name, JSON.stringify(Object.fromEntries(fields().map((f) => [f.name, f.value]))));
      });
      form.addEventListener("submit", () => { if (navigator.onLine) sessionStorage.removeItem(name); });
    } catch { /* private windows refuse storage; the form still works */ }
  }

  const summary = document.querySelector(".errors");
  if (summary) summary.focus();
})();
