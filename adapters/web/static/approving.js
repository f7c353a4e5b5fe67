// The queue: what is chosen is decided ahead together, asked once, and shown as it was answered.
(() => {
  "use strict";
  const form = document.getElementById("decisions");
  if (!form) return;
  const sure = document.getElementById("sure"), bar = form.querySelector("[data-chosen]");
  const text = bar.querySelector("[data-text]"), act = bar.querySelector("[data-act]"), confirm = sure.querySelector("[data-confirm]");
  const say = (words) => { document.getElementById("live").textContent = words; };
  const boxes = () => [...form.querySelectorAll("input[name=chosen]")];
  const chosen = () => boxes().filter((box) => box.checked && !box.disabled);
  const rowOf = new Map(boxes().map((box) => [box.value, box.closest("tr")]));
  const figures = [...form.querySelectorAll("thead th")].map((head) => head.dataset.key);
  const cell = (row, key) => row.cells[figures.indexOf(key)] || document.createElement("td"); // not shown
  const turned = new Map([...rowOf].map(([claim, row]) => [claim, cell(row, "granted").textContent]));
  let seen = null, asked = null, timer = 0;

  const post = async (address, fields, signal) => {
    const answer = await fetch(address, {
      method: "POST", credentials: "same-origin", signal,
      headers: { accept: "application/json" }, body: new URLSearchParams(fields),
    });
    if (answer.status === 401) document.getElementById("ended").showModal();
    const body = await answer.json();
    if (!answer.ok) throw new Error(body.message);
    return body;
  };
  const named = () => chosen().map((box) => ["chosen", box.value]);

  // ---- the sum of those chosen, decided together: 150 ms after the last choice
  const preview = async () => {
    const fields = named();
    asked?.abort();
    if (!fields.length) return;
    asked = new AbortController();
    try {
      const answer = await post(form.dataset.preview, fields, asked.signal);
      seen = answer;
      for (const [claim, row] of rowOf) {
        if (row.classList.contains("settled")) continue;
        const now = answer.claims[claim];
        cell(row, "granted").textContent = now ? now.text : turned.get(claim);
        if (now) row.dataset.fen = now.fen;
        if (claim in answer.refused) cell(row, "reason").textContent = answer.refused[claim];
      }
      text.textContent = answer.text;
      act.disabled = Object.keys(answer.claims).length === 0;
    } catch (problem) {
      if (problem.name !== "AbortError") text.textContent = problem.message || form.dataset.failed;
    }
  };
  const changed = () => {
    seen = null;
    clearTimeout(timer);
    asked?.abort();
    act.disabled = true; // until the figure is known that it is decided at
    if (!chosen().length) return;
    text.textContent += ` (${form.dataset.tried})`;
    timer = setTimeout(preview, 150);
  };
  form.addEventListener("change", (event) => {
    if (event.target.matches("[data-lowered]"))
      for (const box of boxes())
        if (!box.disabled && box.closest("tr").classList.contains("lowered") && box.checked !== event.target.checked) box.click();
    queueMicrotask(changed); // after the sum of what was shown
  });

  // ---- asked once, decided once
  act.addEventListener("click", (event) => {
    event.preventDefault();
    if (!seen) return;
    sure.querySelector("[data-sum]").textContent = text.textContent;
    confirm.disabled = false;
    sure.showModal();
    confirm.focus();
  });
  sure.addEventListener("keydown", (event) => { if (event.repeat) event.preventDefault(); });
  confirm.addEventListener("click", async () => {
    if (confirm.disabled || !seen) return;
    confirm.disabled = true;
    const claims = Object.entries(seen.claims), fields = [["step", "send"]];
    for (const [claim, { fen }] of claims) {
      const digits = String(fen).padStart(3, "0");
      fields.push(["chosen", claim], ["expected", `${claim}=${digits.slice(0, -2)}.${digits.slice(-2)}`]);
    }
    try {
      const answer = await post(form.action, fields);
      answer.outcomes.forEach(show);
      const done = answer.outcomes.filter((each) => each.decided).length;
      text.textContent = `${done} / ${answer.outcomes.length}`;
      say(answer.outcomes.slice(0, 5).map((each) => `${each.claim}: ${each.text}`).join("; "));
    } catch (problem) {
      text.textContent = problem.message || form.dataset.failed;
      say(text.textContent);
    }
    seen = null;
    act.disabled = true;
    sure.close();
  });
  const show = (outcome) => {
    const row = rowOf.get(outcome.claim), box = row.querySelector("input[name=chosen]");
    box.checked = false;
    cell(row, outcome.decided ? "granted" : "reason").textContent = outcome.text;
    row.classList.toggle("settled", outcome.decided);
    row.classList.toggle("differs", !outcome.decided);
    if (outcome.decided) box.disabled = true;
    else if (outcome.fen !== null) {
      row.dataset.fen = outcome.fen;
      cell(row, "granted").textContent = outcome.figure;
      turned.set(outcome.claim, outcome.figure);
    }
  };

  // ---- the working of the row stood on
  let standing = 0;
  document.addEventListener("stood", (event) => {
    const box = event.target.querySelector("input[name=chosen]"), claim = box ? box.value : event.target.querySelector("a[href]")?.textContent;
    clearTimeout(standing);
    standing = setTimeout(() => {
      if (claim) htmx.ajax("GET", form.dataset.working + encodeURIComponent(claim), { target: "#pane", swap: "innerHTML" });
    }, 150);
  });
  form.addEventListener("click", (event) => {
    const row = event.target.closest("tbody tr");
    if (row && !event.target.closest("a")) row.dispatchEvent(new CustomEvent("stood", { bubbles: true }));
  });
})();
