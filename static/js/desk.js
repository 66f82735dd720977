// Select2 names a box by what is chosen in it, and an empty one not at all: say what is asked for first.
const nameBoxes = () => {
  for (const box of document.querySelectorAll(".select2-selection[role=combobox]")) {
    const select = box.closest(".select2").previousElementSibling;
    const chosen = box.querySelector(".select2-selection__rendered");
    const label = select.labels[0];
    if (label) {
      label.id ||= `${select.id}_label`;
      box.setAttribute("aria-labelledby", `${label.id} ${chosen.id}`);
      chosen.setAttribute("aria-labelledby", label.id);
    } else if (select.ariaLabel) {
      box.removeAttribute("aria-labelledby");
      box.ariaLabel = chosen.ariaLabel = select.ariaLabel;
    }
  }
};

// They appear when Django's script gets to them, and with each row that is added.
new MutationObserver(nameBoxes).observe(document.body, { childList: true, subtree: true });

// A stroke leads to the box that finds anything, unless one is writing.
document.addEventListener("keydown", (event) => {
  const box = document.querySelector("#find input");
  const writes = event.target.closest("input, select, textarea, [contenteditable], [role=combobox]");
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || writes || !box) return;
  event.preventDefault();
  box.select();
});
