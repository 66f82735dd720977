// At the door: the code field is ready for the next ticket, and the hand feels the answer.
const PATTERNS = { ok: [80], used: [120, 80, 120], no: [400] };
const verdict = document.querySelector("[data-verdict]");
const code = document.querySelector("input[name=code]");

addEventListener("pageshow", () => {
  code?.focus();
  code?.select();
});
const pattern = PATTERNS[verdict?.dataset.verdict];
if (pattern && navigator.userActivation?.hasBeenActive) navigator.vibrate?.(pattern);
