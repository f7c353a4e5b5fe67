// Several amounts of one claim: a field each, one more or one fewer. Without script there are several.
(() => {
  "use strict";
  for (const list of document.querySelectorAll("[data-amounts]")) {
    const more = list.parentElement.querySelector("[data-more]");
    const numbered = () => [...list.children].forEach((row, at) => {
      const field = row.querySelector("input");
      field.setAttribute("aria-label", field.getAttribute("aria-label").replace(/\d+(?=\D*$)/, at + 1));
    });
    const ready = (row) => {
      const less = row.querySelector("[data-less]"), field = row.querySelector("input");
      less.hidden = false;
      less.addEventListener("click", () => {
        field.value = "";
        field.dispatchEvent(new Event("input", { bubbles: true }));
        if (list.children.length === 1) return;
        if (field.id) list.children[list.children[0] === row ? 1 : 0].querySelector("input").id = field.id;
        row.remove();
        numbered();
        list.querySelector("input").focus();
      });
    };
    [...list.children].forEach(ready);
    more.hidden = false;
    more.addEventListener("click", () => {
      const row = list.lastElementChild.cloneNode(true), field = row.querySelector("input");
      field.value = "";
      field.removeAttribute("id");
      list.append(row);
      ready(row);
      numbered();
      field.focus();
    });
  }
})();
