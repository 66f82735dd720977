// Counts a hold down. The server has drawn the time left; without this it stands still and is still true
// on the next page. Spoken twice only: at two minutes and at thirty seconds.
const hold = document.querySelector("[data-hold-until]");

if (hold) {
  const until = new Date(hold.dataset.holdUntil);
  const clock = hold.querySelector(".clock");
  const bar = hold.querySelector("progress");
  const says = hold.querySelector("[data-hold-says]");
  // The visitor's clock may be wrong: trust the seconds the server counted, not the time of day.
  const end = performance.now() + bar.value * 1000;
  let before = bar.value;

  const local = hold.querySelector("[data-hold-local]");
  local.querySelector("time").textContent = until.toLocaleTimeString(document.documentElement.lang, {
    hour: "2-digit",
    minute: "2-digit",
  });
  local.hidden = false;

  const tick = () => {
    const left = Math.max(0, Math.ceil((end - performance.now()) / 1000));
    clock.textContent = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
    clock.dateTime = `PT${left}S`;
    bar.value = left;
    if (before > 120 && left <= 120 && left > 30) says.textContent = says.dataset.twoMinutes;
    if (before > 30 && left <= 30 && left > 0) says.textContent = says.dataset.thirtySeconds;
    before = left;
    if (left === 0) {
      clearInterval(timer);
      says.textContent = "";
      hold.classList.add("is-over");
      hold.querySelector("[data-hold-over]").hidden = false;
    }
  };
  const timer = setInterval(tick, 1000);
  addEventListener("pageshow", (event) => event.persisted && location.reload());
}
