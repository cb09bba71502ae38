/** The least that a page does which has thebe-core and an interface of its own: loads it on the press, and runs all cells. */
const { lib, server, token } = document.currentScript.dataset;

document.getElementById("power").addEventListener("click", () => {
  const styles = Object.assign(document.createElement("link"), { rel: "stylesheet", href: `${lib}/thebe-core.css` });
  const script = Object.assign(document.createElement("script"), { src: `${lib}/thebe-core.min.js` });
  script.addEventListener("load", async () => {
    const config = thebeCore.api.makeConfiguration({
      kernelOptions: { path: "page.ipynb" },
      serverSettings: { baseUrl: server, wsUrl: server.replace(/^http/, "ws"), token, appendToken: true },
    });
    const connected = thebeCore.api.connectToJupyter(config);
    await connected.ready;
    const rendering = thebeCore.api.makeRenderMimeRegistry();
    const session = await connected.startNewSession(rendering);
    const cells = [...document.querySelectorAll("[data-executable]")];
    const blocks = cells.map(({ textContent }, index) => ({ id: `${index + 1}`, source: textContent }));
    const notebook = thebeCore.api.setupNotebookFromBlocks(blocks, config, rendering);
    notebook.cells.forEach((cell, index) => cell.attachToDOM(document.getElementById(`output-${index + 1}`)));
    notebook.attachSession(session);
    await notebook.executeAll();
  });
  document.head.append(styles, script);
});
