/** What a page does that has thebe and a button of its own: loads it on the press, as sphinx-thebe does, and runs all cells. */
const lib = document.currentScript.dataset.lib;

document.getElementById("power").addEventListener("click", () => {
  const styles = Object.assign(document.createElement("link"), { rel: "stylesheet", href: `${lib}/thebe.css` });
  const script = Object.assign(document.createElement("script"), { src: `${lib}/index.js` });
  script.addEventListener("load", async () => {
    const { notebook } = await thebe.bootstrap(thebe.getPageConfig());
    await notebook.executeAll();
  });
  document.head.append(styles, script);
});
