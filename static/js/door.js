// At the door: the code field is ready for the next ticket, the hand and the ear get the answer, and
// the camera reads codes. What it reads goes the way of a typed code, with the page's nonce.
const PATTERNS = { ok: [80], used: [120, 80, 120], no: [400] };
const TONES = { ok: [[880, 0.12]], used: [[440, 0.12], [440, 0.12]], no: [[160, 0.5]] };
const AGAIN = 3000; // ms in which the same code, still before the lens, is no new scan
const PAUSE = 1500; // ms an admit stays before the camera looks again
const WIDTH = 960; // px of a frame that the server reads

const form = document.querySelector(".door-foot form");
const code = form.elements.code;
const find = (name) => document.querySelector(`[data-${name}]`);
const wait = (time) => new Promise((done) => setTimeout(done, time));
const settings = { sound: false, vibration: true, ...stored() };
let ear; // made by a tap, as browsers demand

function stored() {
  try {
    return JSON.parse(localStorage.getItem("door")) ?? {};
  } catch {
    return {};
  }
}

function announce() {
  const kind = document.querySelector("[data-verdict]")?.dataset.verdict;
  if (!kind) return;
  if (settings.vibration && navigator.userActivation?.hasBeenActive) {
    navigator.vibrate?.(PATTERNS[kind]);
  }
  if (!settings.sound || !ear) return;
  let at = ear.currentTime;
  for (const [pitch, length] of TONES[kind]) {
    const tone = new OscillatorNode(ear, { frequency: pitch });
    tone.connect(ear.destination);
    tone.start(at);
    tone.stop(at + length);
    at += length + 0.08;
  }
}

function say(name) {
  const says = find("says");
  says.hidden = !name;
  says.textContent = name ? find(`words="${name}"`).content.textContent : "";
}

// Sends a code as the form would, and shows the answer in this page. The nonce makes it harmless to
// send it again where an answer got lost.
async function scan(text) {
  const body = new FormData(form);
  body.set("code", text);
  for (;;) {
    try {
      const answer = await fetch(form.action, { method: "POST", body });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.querySelector(".door-foot form");
      if (!fresh) return location.reload(); // signed out, or no longer this door
      document.title = page.title;
      document.querySelector("main").replaceChildren(...page.querySelector("main").children);
      document.querySelector(".tally").replaceWith(page.querySelector(".tally"));
      form.elements.nonce.value = fresh.elements.nonce.value;
      say("");
      return announce();
    } catch {
      say("offline");
      await wait(1000);
    }
  }
}

async function reader() {
  const canRead = "BarcodeDetector" in window;
  if (canRead && (await BarcodeDetector.getSupportedFormats()).includes("qr_code")) {
    const detector = new BarcodeDetector({ formats: ["qr_code"] });
    return async (video) => (await detector.detect(video))[0]?.rawValue ?? "";
  }
  const canvas = document.createElement("canvas");
  return async (video) => {
    canvas.width = Math.min(WIDTH, video.videoWidth);
    canvas.height = Math.round((canvas.width * video.videoHeight) / video.videoWidth);
    canvas.getContext("2d").drawImage(video, 0, 0, canvas.width, canvas.height);
    const frame = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.7));
    const answer = await fetch(find("tools").dataset.frame, {
      method: "POST",
      headers: { "X-CSRFToken": form.elements.csrfmiddlewaretoken.value },
      body: frame,
    });
    return answer.ok ? (await answer.json()).text : "";
  };
}

async function look(video) {
  const read = await reader();
  let last = "";
  let until = 0;
  while (video.srcObject) {
    const text = await read(video).catch(() => "");
    if (text && !(text === last && Date.now() < until)) {
      await scan(text);
      if (document.querySelector("[data-verdict=ok]")) await wait(PAUSE);
      else await next();
      last = text;
      until = Date.now() + AGAIN;
    } else if (text) until = Date.now() + AGAIN;
    await wait(150);
  }
}

function next() {
  const button = find("next");
  button.hidden = false;
  button.focus();
  return new Promise((done) => {
    button.onclick = done;
    find("stop").addEventListener("click", done, { once: true });
  }).finally(() => (button.hidden = true));
}

async function open() {
  const video = find("lens").querySelector("video");
  try {
    video.srcObject = await navigator.mediaDevices.getUserMedia({
      video: { facingMode: "environment", width: { ideal: 1280 } },
    });
  } catch {
    return say("denied");
  }
  await video.play();
  show(true);
  say("looking");
  await look(video);
}

function close() {
  const video = find("lens").querySelector("video");
  for (const track of video.srcObject?.getTracks() ?? []) track.stop();
  video.srcObject = null;
  show(false);
  say("");
  code.focus();
}

function show(isOpen) {
  find("lens").hidden = find("stop").hidden = !isOpen;
  find("camera").hidden = isOpen;
}

addEventListener("pageshow", () => {
  code.focus();
  code.select();
});
addEventListener("pointerdown", () => (ear ??= new AudioContext()), { once: true });
for (const box of document.querySelectorAll("[data-setting]")) {
  box.checked = settings[box.dataset.setting];
  box.addEventListener("change", () => {
    settings[box.dataset.setting] = box.checked;
    localStorage.setItem("door", JSON.stringify(settings));
  });
}
if (navigator.mediaDevices?.getUserMedia) {
  find("tools").hidden = false;
  find("camera").addEventListener("click", open);
  find("stop").addEventListener("click", close);
}
announce();
