/** The least that runs code in the browser: Pyodide in a worker, from the files of the site. No kernel, no library. */
const { runtime, cells } = JSON.parse(document.getElementById("page").textContent);

const program = `
  import { loadPyodide } from "${new URL("pyodide.mjs", new URL(runtime, document.baseURI))}";
  const pyodide = await loadPyodide({ indexURL: "${new URL(runtime, document.baseURI)}" });
  pyodide.setStdout({ batched: (text) => postMessage(text + "\\n") });
  for (const code of ${JSON.stringify(cells)}) await pyodide.runPythonAsync(code);
`;

document.getElementById("power").addEventListener("click", () => {
  const address = URL.createObjectURL(new Blob([program], { type: "text/javascript" }));
  const worker = new Worker(address, { type: "module" });
  worker.onmessage = ({ data }) => document.getElementById("output-1").append(data);
});
