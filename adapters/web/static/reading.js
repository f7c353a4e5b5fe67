// The slider over an enterprise's events: app.js moves the field and the words, htmx asks for the part.
(() => {
  "use strict";
  const slider = document.querySelector("[data-walk]"), form = document.querySelector("#walking");
  if (!slider || !form) return;
  slider.hidden = false; // without script the links to the steps beside it do
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", () => { // the address can be sent as it is
    const address = new URL(location.href);
    for (const name of ["step", "year"]) {
      const word = form.elements[name].value;
      if (word) address.searchParams.set(name, word); else address.searchParams.delete(name);
    }
    history.replaceState(history.state, "", address);
  });
  document.addEventListener("click", (event) => { // a step beside it moves the slider
    const link = event.target.closest(".steplinks a[rel]"), range = slider.querySelector("input");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    range.value = Number(range.value) + (link.rel === "next" ? 1 : -1);
    range.dispatchEvent(new Event("input", { bubbles: true }));
  });
})();
