// Rows of an inline that have a position: moved by buttons or by hand. Without this, one types the numbers.
for (const head of document.querySelectorAll("th.column-position[data-up]")) {
  const group = head.closest(".inline-group");
  const body = group.querySelector("tbody");
  const words = head.dataset;
  const said = Object.assign(document.createElement("p"), { className: "visually-hidden" });
  let dragged = null;
  said.setAttribute("role", "status");
  group.append(said);

  const rows = () => [...body.querySelectorAll("tr.form-row:not(.empty-form)")];
  const field = (row) => row.querySelector(".field-position input");
  const index = (row) => Number(row.id.match(/\d+$/)?.[0]);
  const place = (row) => (field(row).value === "" ? Infinity : Number(field(row).value));
  const between = (order) => {
    const first = rows()[0];
    const before = first?.previousElementSibling;
    before ? before.after(...order) : body.prepend(...order);
  };
  const sort = () => between(rows().sort((a, b) => place(a) - place(b) || index(a) - index(b)));

  // The numbers stay those there are, as long as they tell all rows apart.
  const renumber = () => {
    const all = rows();
    const numbers = all.map(place).sort((a, b) => a - b);
    const apart = new Set(numbers).size === numbers.length && numbers.every(Number.isFinite);
    all.forEach((row, at) => { field(row).value = apart ? numbers[at] : at + 1; });
    mark();
  };

  const say = (row) => {
    const all = rows();
    said.textContent = words.moved.replace("%(place)s", all.indexOf(row) + 1).replace("%(all)s", all.length);
  };

  const move = (row, step, button) => {
    const all = rows();
    const other = all[all.indexOf(row) + step];
    if (!other) return;
    step < 0 ? other.before(row) : other.after(row);
    renumber();
    button.focus();
    say(row);
  };

  const mark = () => {
    const all = rows();
    all.forEach((row, at) => {
      const [up, down] = row.querySelectorAll("[data-step]");
      up?.setAttribute("aria-disabled", at === 0);
      down?.setAttribute("aria-disabled", at === all.length - 1);
    });
  };

  const button = (row, step, sign, word) => {
    const made = Object.assign(document.createElement("button"), { type: "button", textContent: sign, title: word });
    made.ariaLabel = word;
    made.dataset.step = step;
    made.addEventListener("click", () => move(row, step, made));
    return made;
  };

  const equip = (row) => {
    if (!field(row) || row.querySelector("[data-step]")) return;
    const tools = Object.assign(document.createElement("span"), { className: "order-tools" });
    const handle = Object.assign(document.createElement("span"), { className: "order-handle", textContent: "⠿", title: words.drag });
    handle.setAttribute("aria-hidden", "true");
    handle.addEventListener("pointerdown", () => { row.draggable = true; });
    handle.addEventListener("pointerup", () => { row.draggable = false; });
    tools.append(handle, button(row, -1, "↑", words.up), button(row, 1, "↓", words.down));
    field(row).after(tools);
    row.addEventListener("dragstart", (event) => {
      dragged = row;
      event.dataTransfer.effectAllowed = "move";
      event.dataTransfer.setData("text/plain", "");
    });
    row.addEventListener("dragover", (event) => {
      if (!dragged || dragged === row) return;
      event.preventDefault();
      const { top, height } = row.getBoundingClientRect();
      event.clientY < top + height / 2 ? row.before(dragged) : row.after(dragged);
    });
    row.addEventListener("dragend", () => {
      row.draggable = false;
      dragged = null;
      renumber();
      say(row);
    });
  };

  const start = () => {
    for (const row of rows()) equip(row);
    if (!body.querySelector(".row-form-errors")) sort(); // else each error stays above its row
    mark();
  };

  document.addEventListener("formset:added", (event) => {
    if (!body.contains(event.target)) return;
    const numbers = rows().filter((row) => row !== event.target).map(place).filter(Number.isFinite);
    field(event.target).value = Math.max(0, ...numbers) + 1;
    equip(event.target);
    mark();
  });
  // Django counts the rows anew, as they stand: first as they were sent, then as they are read.
  document.addEventListener("formset:removed", (event) => {
    if (event.detail.formsetName !== group.id.replace(/-group$/, "")) return;
    between(rows().sort((a, b) => index(a) - index(b)));
    setTimeout(() => { sort(); mark(); });
  });
  start();
}
