const place = document.getElementById("progress");
const payload = document.getElementById("inpage-exec-payload");

// A page without cells has no payload.
if (place && payload) {
  const { cells } = JSON.parse(payload.textContent);
  const states = new Map();

  const show = (text) => {
    place.textContent = text;
    place.hidden = false;
  };

  document.addEventListener("inpage-exec:state", ({ detail }) => {
    document.body.classList.toggle("is-live", ["ready", "busy"].includes(detail.state));
  });
  document.addEventListener("inpage-exec:cell", ({ detail }) => {
    states.set(detail.id, detail.state);
    const done = [...states.values()].filter((state) => state === "done").length;
    show(`${done} of ${cells.length} cells have run.`);
  });
  document.addEventListener("inpage-exec:error", ({ detail }) => {
    show(`This page does not run: ${detail.message}`);
  });
}
