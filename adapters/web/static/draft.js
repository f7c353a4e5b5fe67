// The figures of a draft: a slider beside each number, and a mark on what differs from the policy.
(() => {
  "use strict";
  const form = document.getElementById("draft");
  if (!form) return;
  const marked = (field) => {
    const box = field.closest("[data-figure]");
    if (box) box.classList.toggle("moved", field.value.trim() !== "" && field.value.trim() !== box.dataset.now);
  };
  for (const slider of form.querySelectorAll("input[type=range][data-of]")) {
    const field = document.getElementById(slider.dataset.of);
    slider.hidden = false;
    slider.addEventListener("input", () => { field.value = slider.value; marked(field); });
    field.addEventListener("input", () => { if (/^\d+(\.\d+)?$/.test(field.value)) slider.value = field.value; });
  }
  form.addEventListener("input", (event) => { if (event.target.name) marked(event.target); });
})();
