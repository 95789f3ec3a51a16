"use strict";

/* What a task tells on the socket of the server that the page comes from, as it happens. */
const Live = (() => {
  const ENDS = ["task_postprocess_end", "task_cancel"];

  /* Listens until the task ends or the socket is closed. `tell` gets each message's type
   * and what it says. `isOpen` is false where nothing is to be heard, from the start or
   * any more; `ended` is kept when that comes. */
  function listen(token, tell) {
    const { promise, resolve } = settled();
    const address = new URL("/v1", location.href);
    address.protocol = address.protocol.replace("http", "ws");
    const socket = new WebSocket(address);
    const live = { isOpen: false, ended: promise, close };
    function close() {
      live.isOpen = false;
      socket.close();
      resolve();
    }
    socket.addEventListener("open", () => {
      live.isOpen = true;
      socket.send(JSON.stringify({ type: "task_info", tasktoken: token }));
    });
    socket.addEventListener("message", ({ data }) => {
      if (typeof data !== "string") return; // speech
      const { type, message } = parsed(data);
      if (ENDS.includes(type)) close();
      else if (String(type).startsWith("task_")) tell(type, message ?? "");
    });
    socket.addEventListener("close", close);
    return live;
  }

  function parsed(text) {
    try {
      return JSON.parse(text) ?? {};
    } catch {
      return {}; // the local Wiro can be told to spoil what it says
    }
  }

  function settled() {
    const made = {};
    made.promise = new Promise((resolve) => {
      made.resolve = resolve;
    });
    return made;
  }

  return { listen };
})();
