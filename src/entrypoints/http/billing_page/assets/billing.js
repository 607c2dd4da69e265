// Keeps the page as the providers have last told it, without being asked and without getting in anybody's way.
"use strict";

(() => {
  // Who comes back from a provider is often a moment ahead of what the provider has to tell.
  const AT_FIRST = [500, 1000, 2000];
  const OFTEN = 4000;
  const SELDOM = 60000;
  const SIGNED_OUT = 401;
  const SOMEBODY_ELSES = 403;
  const UNCHANGED = 304;

  const main = document.getElementById("billing");
  const news = document.getElementById("news");
  let version = main.dataset.version;
  let failures = 0;
  let rounds = 0;
  let timer = 0;
  let asking = false;

  const cards = (root) => new Map([...root.querySelectorAll("[data-said]")].map((card) => [card.id, card.dataset.said]));

  // What changed, said once; the words come from the page itself.
  function announce(before) {
    const changed = [...cards(main)].filter(([id, said]) => before.get(id) !== said);
    for (const [id] of changed) document.getElementById(id).classList.add("changed");
    news.textContent = [news.dataset.updated, ...changed.map(([, said]) => said)].join(" ");
  }

  // Whoever stood on a button stands on it again; if it is gone, on what it belonged to, or at the top of the part.
  function keepFocus(replace) {
    const focused = document.activeElement;
    const inside = main.contains(focused) && focused !== main;
    const card = inside ? focused.closest("[data-said]") : null;
    replace();
    if (!inside) return;
    const again = (focused.id && document.getElementById(focused.id)) || (card && document.getElementById(card.id)) || main;
    if (!again.matches("a, button, main")) again.tabIndex = -1;
    again.focus({ preventScroll: true });
  }

  function show(html) {
    const before = cards(main);
    const fresh = new DOMParser().parseFromString(html, "text/html").body;
    keepFocus(() => main.replaceChildren(...fresh.childNodes));
    announce(before);
  }

  async function ask() {
    const answer = await fetch(main.dataset.changes, {
      cache: "no-store",
      credentials: "same-origin",
      headers: { "If-None-Match": version, "X-Form-Token": main.dataset.visit },
      redirect: "error",
    });
    if (answer.status === UNCHANGED) return;
    if (answer.status === SIGNED_OUT || answer.status === SOMEBODY_ELSES) return void location.reload();
    if (!answer.ok) throw new Error("no answer");
    const html = await answer.text();
    version = answer.headers.get("ETag");
    show(html);
  }

  function later() {
    clearTimeout(timer);
    const pause = failures ? Math.min(OFTEN * 2 ** failures, SELDOM) : (AT_FIRST[rounds] ?? OFTEN);
    if (!document.hidden) timer = setTimeout(round, pause);
  }

  async function round() {
    if (asking || document.hidden) return;
    asking = true;
    rounds += 1;
    try {
      await ask();
      failures = 0;
    } catch {
      failures += 1;
    } finally {
      asking = false;
      later();
    }
  }

  function back() {
    rounds = 0;
    round();
  }

  document.addEventListener("visibilitychange", back);
  window.addEventListener("pageshow", (event) => (event.persisted ? back() : later()));
})();
