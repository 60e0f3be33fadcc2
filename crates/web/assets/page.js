// Keys for those who like them; every page does without. Nothing is kept and nothing is sent.
(() => {
  "use strict";
  const rows = () => [...document.querySelectorAll(".row, .said li, .sayings li")];
  let at = -1;
  const go = (step) => {
    const all = rows();
    if (!all.length) return;
    all[at]?.classList.remove("here");
    at = Math.max(0, Math.min(all.length - 1, at + step));
    const link = all[at].querySelector("a");
    all[at].classList.add("here");
    all[at].scrollIntoView({ block: "nearest" });
    link?.focus({ preventScroll: true });
  };
  const keys = {
    "/": () => document.getElementById("ask")?.focus(),
    "?": () => document.getElementById("keys")?.showModal(),
    j: () => go(1),
    k: () => go(-1),
    o: () => rows()[at]?.querySelector("a")?.click(),
  };
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input, textarea, select, dialog");
    if (typing || event.ctrlKey || event.metaKey || event.altKey || !keys[event.key]) return;
    event.preventDefault();
    keys[event.key]();
  });
})();
