// A new event: a venue that is known needs no address, and a new one is probably in the zone we are in.
const venue = document.getElementById("id_venue");
const zone = document.getElementById("id_timezone");
const ofHouse = document.querySelectorAll(".of-a-new-house");
const here = Intl.DateTimeFormat().resolvedOptions().timeZone;

const ask = () => {
  for (const row of [...ofHouse, zone.closest(".form-row")]) row.hidden = Boolean(venue?.value);
};

if (!document.querySelector(".errorlist") && !(venue && venue.options.length > 1) && [...zone.options].some((option) => option.value === here)) {
  zone.value = here;
}
venue?.addEventListener("change", ask);
ask();
