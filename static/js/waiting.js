// While a payment is being confirmed, or a file worked off, look again now and then: soon at first, then less often, and only
// while somebody is looking. Without this the page offers a link that does the same.
const waiting = document.querySelector("[data-waiting]");

if (waiting) {
  const key = `waiting:${location.pathname}${waiting.dataset.waiting}`;
  const tries = Number(sessionStorage.getItem(key)) || 0;
  if (tries < 40) {
    setTimeout(() => {
      const again = () => {
        sessionStorage.setItem(key, tries + 1);
        location.reload();
      };
      if (document.hidden) document.addEventListener("visibilitychange", again, { once: true });
      else again();
    }, Math.min(2000 + tries * 500, 10000));
  }
}
