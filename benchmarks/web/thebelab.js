/** What a page of jupyter-sphinx does on the press, and what its reader does then, as soon as it can be done: run all cells. */
const lib = document.currentScript.dataset.lib;

document.getElementById("power").addEventListener("click", () => {
  const script = Object.assign(document.createElement("script"), { src: `${lib}/index.js` });
  script.addEventListener("load", async () => {
    await thebelab.bootstrap();
    for (const button of document.querySelectorAll(".thebelab-run-button")) button.click();
  });
  document.head.append(script);
});
