// A client in JavaScript, written from Wiro's documentation alone: it knows nothing of
// wirogen. node client.mjs BASE_URL SOCKET_URL KEY SECRET

import { createHash, createHmac } from "node:crypto";

const [baseUrl, socketUrl, key, secret] = process.argv.slice(2);

function headers() {
  const nonce = String(Math.floor(Date.now() / 1000));
  const signature = createHmac("sha256", key).update(secret + nonce).digest("hex");
  return { "x-api-key": key, "x-nonce": nonce, "x-signature": signature };
}

async function call(path, body) {
  const isForm = body instanceof FormData;
  const response = await fetch(`${baseUrl}/${path}`, {
    method: "POST",
    headers: isForm ? headers() : { ...headers(), "Content-Type": "application/json" },
    body: isForm ? body : JSON.stringify(body),
  });
  const answer = await response.json();
  if (!answer.result) throw new Error(`${path}: ${JSON.stringify(answer.errors)}`);
  return answer;
}

function statuses(tasktoken) {
  return new Promise((resolve, reject) => {
    const seen = [];
    const socket = new WebSocket(socketUrl);
    socket.onopen = () => socket.send(JSON.stringify({ type: "task_info", tasktoken }));
    socket.onerror = reject;
    socket.onmessage = ({ data }) => {
      const message = JSON.parse(data);
      seen.push(message.type);
      if (message.type === "task_postprocess_end") {
        socket.close();
        resolve(seen);
      }
    };
  });
}

async function finished(taskid) {
  for (;;) {
    const [task] = (await call("Task/Detail", { taskid })).tasklist;
    if (["task_postprocess_end", "task_cancel"].includes(task.status)) return task;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

const plain = await call("Run/acme/paint", { prompt: "a kite", steps: 30, scale: "5.0" });
const seen = await statuses(plain.socketaccesstoken);
const task = await finished(plain.taskid);
const file = Buffer.from(await (await fetch(task.outputs[0].url)).arrayBuffer());

const form = new FormData();
form.append("prompt", "a kite");
form.append("steps", "30");
form.append("scale", "5.0");
form.append("inputImage", new Blob(["picture"], { type: "image/png" }), "kite.png");
form.append("inputImageUrl", "");
await call("Run/acme/paint", form);

const stored = new FormData();
stored.append("file", new Blob(["picture"], { type: "image/png" }), "kite.png");
const [upload] = (await call("File/Upload", stored)).list;

const doomed = await call("Run/acme/paint", { prompt: "doomed" });
await call("Task/Kill", { tasktoken: doomed.socketaccesstoken });

console.log(
  JSON.stringify({
    seen,
    pexit: task.pexit,
    size: task.outputs[0].size,
    sha256: createHash("sha256").update(file).digest("hex"),
    upload: await (await fetch(upload.url)).text(),
    killed: (await finished(doomed.taskid)).status,
  }),
);
