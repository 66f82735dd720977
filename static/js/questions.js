// Hides a question while it is not asked: its help says after which answer it is. The server decides the same.
for (const ticket of document.querySelectorAll("[data-questions]")) {
  const form = ticket.closest("form");
  const fieldOf = (control) => control.closest(".field");
  const later = [...ticket.querySelectorAll("[data-after]")];

  const holds = (control) => {
    const first = form.elements[control.dataset.after];
    return !fieldOf(first).hidden && first.value === control.dataset.answer;
  };
  // In the order of the page, in which what is asked after an answer comes after its question.
  const update = () => {
    for (const control of later) fieldOf(control).hidden = !holds(control);
  };

  update();
  ticket.addEventListener("change", update);
  addEventListener("pageshow", update);
}
