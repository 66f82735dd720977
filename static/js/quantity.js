// Steppers and the running total of the ticket box. Without this the number fields work as they are.
const form = document.querySelector("[data-quantities]");

if (form) {
  const inputs = [...form.querySelectorAll(".qty input")];
  const total = form.querySelector("[data-total]");
  const money = new Intl.NumberFormat(form.dataset.locale, {
    style: "currency",
    currency: form.dataset.currency,
    trailingZeroDisplay: "stripIfInteger",
  });
  const count = (input) => Math.min(Math.max(Math.trunc(Number(input.value)) || 0, 0), Number(input.max));

  const update = () => {
    let sum = 0;
    for (const input of inputs) {
      const wanted = count(input);
      const tier = input.closest("[data-price]");
      sum += wanted * Number(tier.querySelector("[data-choice]")?.value ?? tier.dataset.price);
      const [fewer, more] = input.parentElement.querySelectorAll("[data-step]");
      fewer.setAttribute("aria-disabled", wanted <= 0);
      more.setAttribute("aria-disabled", wanted >= Number(input.max));
    }
    total.querySelector("b").textContent = money.format(sum);
  };

  for (const button of form.querySelectorAll("[data-step]")) {
    button.hidden = false;
    button.parentElement.classList.add("has-steps");
    button.addEventListener("click", () => {
      const input = button.parentElement.querySelector("input");
      input.value = count(input) + Number(button.dataset.step);
      input.value = count(input);
      update();
    });
  }
  total.hidden = inputs.length === 0;
  form.addEventListener("input", update);
  addEventListener("pageshow", update);
}
