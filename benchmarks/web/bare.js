/**
 * The least that runs cells on a Jupyter server: one request, one WebSocket, text into elements. No library.
 *
 * https://jupyter-server.readthedocs.io/en/latest/developers/websocket-protocols.html
 */
const { server, token, cells } = JSON.parse(document.getElementById("page").textContent);
const client = crypto.randomUUID();
let socket;

document.getElementById("power").addEventListener("click", async () => {
  const response = await fetch(`${server}api/sessions`, {
    method: "POST",
    headers: { Authorization: `token ${token}`, "Content-Type": "application/json" },
    body: JSON.stringify({ path: `${client}.ipynb`, name: "bare", type: "notebook", kernel: { name: "python3" } }),
  });
  const { kernel } = await response.json();
  const channels = `${server.replace(/^http/, "ws")}api/kernels/${kernel.id}/channels`;
  socket = new WebSocket(`${channels}?session_id=${client}&token=${token}`);
  socket.onopen = () => cells.forEach(run);
  socket.onmessage = ({ data }) => show(JSON.parse(data));
});

document.addEventListener("click", ({ target }) => {
  if (!target.dataset.run) return;
  document.getElementById(`output-${target.dataset.run}`).replaceChildren();
  run(cells[target.dataset.run - 1], target.dataset.run - 1);
});

function run(code, index) {
  const header = {
    msg_id: `${index + 1}-${crypto.randomUUID()}`,
    msg_type: "execute_request",
    session: client,
    username: "",
    date: new Date().toISOString(),
    version: "5.3",
  };
  const content = { code, silent: false, store_history: true, user_expressions: {}, allow_stdin: false };
  socket.send(JSON.stringify({ channel: "shell", header, parent_header: {}, metadata: {}, content, buffers: [] }));
}

function show({ msg_type, parent_header, content }) {
  if (msg_type !== "stream") return;
  document.getElementById(`output-${parent_header.msg_id.split("-")[0]}`).append(content.text);
}
