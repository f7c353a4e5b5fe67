// What a page does beside htmx. Every read works without it: links, forms and tables are plain HTML.
(() => {
  "use strict";
  const first = (selector, from = document) => from.querySelector(selector);
  const all = (selector, from = document) => [...from.querySelectorAll(selector)];
  const say = (text) => { const live = first("#live"); if (live) live.textContent = text; };
  const yuan = (fen) => { // whole fen, grouped; no fractions of a binary number
    const whole = String(fen < 0n ? -fen : fen).padStart(3, "0");
    return (fen < 0n ? "-" : "") + whole.slice(0, -2).replace(/\B(?=(\d{3})+$)/g, ",") + "." + whole.slice(-2);
  };
  const filled = (text, words) => text.replace(/\{(\w+)\}/g, (all, name) => words[name] ?? all);

  // ---- rows that are chosen: the bar says how many and their sum, before anything is done
  const boxes = () => all("[data-rows] input[name=chosen]");
  const usual = () => boxes().filter((box) => !box.disabled && !box.closest("tr").classList.contains("lowered"));
  const counted = () => {
    const on = boxes().filter((box) => box.checked && !box.disabled);
    const sum = on.reduce((so_far, box) => so_far + BigInt(box.closest("tr").dataset.fen || 0), 0n);
    for (const bar of all("[data-chosen]")) {
      const text = filled(bar.dataset.chosen, { count: on.length, sum: yuan(sum) });
      first("[data-text]", bar).textContent = text;
      for (const button of all("button", bar)) button.disabled = on.length === 0;
    }
    const every = first("[data-every]"), together = usual();
    if (every) {
      every.checked = together.length > 0 && together.every((box) => box.checked);
      every.indeterminate = on.length > 0 && !every.checked;
    }
    document.dispatchEvent(new CustomEvent("chosen"));
  };
  let last = null; // chosen by hand: with shift, all from there to here
  document.addEventListener("click", (event) => {
    if (!event.target.matches("[data-rows] input[name=chosen]")) return;
    const every = boxes(), ends = [every.indexOf(last), every.indexOf(event.target)].sort((a, b) => a - b);
    if (event.shiftKey && ends[0] >= 0)
      for (const box of usual()) {
        const at = every.indexOf(box);
        if (at >= ends[0] && at <= ends[1]) box.checked = event.target.checked;
      }
    last = event.target;
  });
  const all_as = (every) => { // a row that is lowered is chosen by hand only
    for (const box of every.checked ? usual() : boxes()) box.checked = every.checked;
  };
  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-every]")) all_as(event.target);
    if (event.target.matches("[data-every], [data-rows] input[name=chosen]")) counted();
  });

  // ---- dialogs: a button opens one by its id; focus returns by itself
  const open = (id) => { const dialog = document.getElementById(id); if (dialog && !dialog.open) dialog.showModal(); };
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-opens], [data-closes], [data-print]");
    if (!button) return;
    if (button.dataset.opens) {
      const text = first("[data-chosen] [data-text]"), place = first(`#${CSS.escape(button.dataset.opens)} [data-sum]`);
      if (text && place) place.textContent = text.textContent;
      open(button.dataset.opens);
    } else if ("closes" in button.dataset) button.closest("dialog").close();
    else window.print();
  });

  // ---- keys: never in a field, with a modifier, held down, in a dialog, or where turned off
  let row = -1, going = 0;
  const rows = () => all("[data-rows] tbody tr, tr[data-row]");
  const stand = (at) => {
    const every = rows();
    if (!every.length) return;
    every[row]?.classList.remove("here");
    row = Math.max(0, Math.min(every.length - 1, at));
    every[row].classList.add("here");
    (first("input:not([disabled]), a[href]", every[row]) || every[row]).focus({ preventScroll: true });
    every[row].scrollIntoView({ block: "nearest" });
    every[row].dispatchEvent(new CustomEvent("stood", { bubbles: true }));
  };
  const keys = {
    "?": () => open("keys"),
    "/": () => first("#search")?.focus(),
    j: () => stand(row + 1),
    k: () => stand(row - 1),
    x: () => {
      const box = rows()[row] && first("input[name=chosen]", rows()[row]);
      if (box && !box.disabled) box.click(); // as by hand: who listens hears of it
    },
    o: () => (rows()[row] && first("a[href]", rows()[row]))?.click(),
    a: () => { const act = first("[data-act]"); if (act && !act.disabled) act.click(); },
    g: () => { going = Date.now(); },
  };
  document.addEventListener("keydown", (event) => {
    if (document.body.dataset.keys !== "on" || event.defaultPrevented || event.repeat || event.isComposing) return;
    if (event.ctrlKey || event.metaKey || event.altKey || first("dialog[open]")) return;
    const field = event.target.closest("input, select, textarea, [contenteditable]");
    if (field && !["checkbox", "radio"].includes(field.type)) {
      if (event.key === "Escape") field.blur();
      return;
    }
    const key = event.key.toLowerCase(), place = Date.now() - going < 1500 && first(`.places [data-go="${CSS.escape(key)}"]`);
    if (going && key !== "g") going = 0;
    if (place) place.click();
    else if (Object.hasOwn(keys, key)) keys[key]();
    else return;
    event.preventDefault();
  });

  // ---- the session has ended: the page stays as it is, with what was typed
  document.addEventListener("htmx:before:response", (event) => {
    if (event.detail.ctx.response.status !== 401) return;
    event.preventDefault();
    open("ended");
  });
  const ended = async () => {
    const address = document.body.dataset.session;
    try {
      return (await fetch(address, { credentials: "same-origin" })).status === 401;
    } catch {
      return false; // no answer: the browser says so itself when the form is sent
    }
  };

  // ---- a form is sent once, however often it is clicked, and only while the session lasts
  const off = (form, how) => { for (const button of all("button", form)) button.disabled = how; };
  document.addEventListener("submit", async (event) => {
    const form = event.target, state = form.dataset.sent;
    if (event.defaultPrevented || form.method !== "post" || "again" in form.dataset) return;
    const nobody = !document.body.dataset.session; // no session to ask after
    if (state === "asked" || (nobody && !state)) { // it goes, with the button that was pressed
      form.dataset.sent = "sent";
      setTimeout(() => off(form, true));
      return;
    }
    event.preventDefault();
    if (state) return;
    form.dataset.sent = "asking";
    if (await ended()) {
      delete form.dataset.sent;
      open("ended");
      return;
    }
    form.dataset.sent = "asked";
    form.requestSubmit(event.submitter);
    if (form.dataset.sent === "asked") delete form.dataset.sent; // a field is not valid
  });
  window.addEventListener("pageshow", (event) => { // back from the next page: it may be sent again
    if (event.persisted) for (const form of all("form[data-sent]")) { delete form.dataset.sent; off(form, false); }
  });

  // ---- a file dropped on its box, or chosen
  for (const box of all("[data-drop]")) {
    const input = first("input[type=file]", box), picked = first("[data-picked]", box);
    for (const kind of ["dragenter", "dragover", "dragleave", "drop"])
      box.addEventListener(kind, (event) => { event.preventDefault(); box.classList.toggle("over", kind.endsWith("er")); });
    box.addEventListener("drop", (event) => {
      input.files = event.dataTransfer.files;
      input.dispatchEvent(new Event("change", { bubbles: true }));
    });
    input.addEventListener("change", () => {
      picked.textContent = [...input.files].map((file) => `${file.name} (${Math.ceil(file.size / 1024)} KB)`).join(", ");
    });
  }

  // ---- a slider over steps: its text says where it stands, its field carries the position
  for (const slider of all("input[type=range][data-steps]")) {
    const steps = JSON.parse(slider.dataset.steps), field = first(`#${CSS.escape(slider.dataset.field)}`);
    const shown = first(`output[for="${CSS.escape(slider.id)}"]`);
    const move = () => {
      const [position, text] = steps[slider.value];
      if (field) field.value = position;
      shown.textContent = text;
      slider.setAttribute("aria-valuetext", text);
    };
    slider.addEventListener("input", move);
    move();
  }

  // ---- how far long work has come: `{"done","total","text","state"}`; spoken every five seconds
  for (const job of all("[data-events]")) {
    const source = new EventSource(job.dataset.events), bar = first("progress", job);
    let spoken = 0;
    source.onmessage = (event) => {
      const now = JSON.parse(event.data), over = !["waiting", "running"].includes(now.state);
      if (now.total) { bar.max = now.total; bar.value = now.done; }
      first("[data-text]", job).textContent = now.text;
      if (over || Date.now() - spoken > 5000) { spoken = Date.now(); say(now.text); }
      if (over) { source.close(); location.reload(); }
    };
  }

  const here = first(".places [aria-current]"); // on a telephone the places are moved sideways
  if (here) here.closest("nav").scrollLeft = here.getBoundingClientRect().left - here.closest("ul").getBoundingClientRect().left - 48;
  for (const button of all("[data-print]")) button.hidden = false;
  first("[data-focus]")?.focus();
  if (first("[data-every]")?.checked) all_as(first("[data-every]")); // clicked before this ran
  counted();
})();
