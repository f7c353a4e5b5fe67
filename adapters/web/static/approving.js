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
  const said = bar.querySelector("[data-said]");
  let seen = null, asked = null, timer = 0;
  let coming = false, wanted = false; // the figure that claims are decided at; who asks for it waits

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
      coming = false;
      if (wanted && !act.disabled && !document.querySelector("dialog[open]")) ask();
      wanted = false;
    } catch (problem) {
      if (problem.name === "AbortError") return; // another is coming
      coming = wanted = false;
      text.textContent = problem.message || form.dataset.failed;
    }
  };
  const changed = () => {
    seen = null;
    wanted = false;
    clearTimeout(timer);
    asked?.abort();
    coming = chosen().length > 0;
    if (!coming) return;
    text.textContent += ` (${form.dataset.tried})`;
    timer = setTimeout(preview, 150);
  };
  document.addEventListener("chosen", changed); // in whatever way, and counted
  const lowered_as = (all) => {
    for (const box of boxes())
      if (!box.disabled && box.closest("tr").classList.contains("lowered") && box.checked !== all.checked) box.click();
  };
  form.addEventListener("change", (event) => {
    said.textContent = "";
    if (event.target.matches("[data-lowered]")) lowered_as(event.target);
  });

  // ---- asked once, decided once
  const ask = () => {
    sure.querySelector("[data-sum]").textContent = text.textContent;
    const differing = Object.entries(seen.claims).filter(([claim, now]) => now.text !== turned.get(claim));
    const differs = sure.querySelector("[data-differs]");
    differs.hidden = !differing.length;
    differs.querySelector("ul").replaceChildren(...differing.map(([claim, now]) => {
      const line = document.createElement("li");
      line.textContent = `${claim}: ${turned.get(claim)} → ${now.text}`;
      return line;
    }));
    confirm.disabled = false;
    sure.showModal();
    confirm.focus();
  };
  act.addEventListener("click", (event) => {
    event.preventDefault();
    if (seen) return ask();
    if (!coming) changed();
    wanted = coming;
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
      boxes()[0].dispatchEvent(new Event("change", { bubbles: true })); // nothing is chosen now
      said.textContent = answer.text;
      say(answer.outcomes.slice(0, 5).map((each) => `${each.claim}: ${each.text}`).join("; "));
      await renew();
    } catch (problem) {
      text.textContent = problem.message || form.dataset.failed;
      say(text.textContent);
      seen = null;
    }
    sure.close();
  });
  // ---- what still waits, as the page would be now
  const renew = async () => {
    const answer = await fetch(location.href, { credentials: "same-origin" });
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const lead = page.getElementById("lead");
    if (lead) document.getElementById("lead").textContent = lead.textContent;
    for (const box of page.querySelectorAll("#decisions input[name=chosen]")) {
      const row = rowOf.get(box.value), now = box.closest("tr");
      if (!row || row.classList.contains("differs")) continue;
      row.dataset.fen = now.dataset.fen;
      for (const key of ["granted", "reason", "cap"]) cell(row, key).innerHTML = cell(now, key).innerHTML;
      turned.set(box.value, cell(row, "granted").textContent);
    }
  };
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

  const lowered = form.querySelector("[data-lowered]");
  if (lowered?.checked) lowered_as(lowered); // clicked before this ran
  changed(); // what the browser chose again, coming back to the page

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
