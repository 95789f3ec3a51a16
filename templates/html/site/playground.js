"use strict";

/* Runs the request of a form at the server that the page comes from, and shows what
 * becomes of it. */
(() => {
  const POLL_EVERY = 400;
  const POLL_BESIDE_SOCKET = 5000;
  const STATUSES = {
    task_queue: ["Waiting in the queue", 5],
    task_accept: ["Accepted", 15],
    task_preprocess_start: ["Preparing the inputs", 25],
    task_preprocess_end: ["Inputs are ready", 30],
    task_assign: ["Given to a machine", 35],
    task_start: ["Running", 40],
    task_output: ["Running", 60],
    task_output_full: ["The model is done", 85],
    task_error_full: ["The model is done", 85],
    task_end: ["The model is done", 90],
    task_postprocess_start: ["Storing the results", 95],
  };
  const UNREADABLE = "with what cannot be read: the calls below show it.";
  const ENDS = ["task_postprocess_end", "task_cancel", "task_error"];
  const [run, cancel, progress, advance, results, exchange, exchanges] = [
    ...["run", "cancel", "progress", "advance", "results", "exchange", "exchanges"],
  ].map((id) => document.getElementById(id));
  let token = "";

  Form.form.addEventListener("submit", () => {
    if (!run.disabled && !Form.hasProblems()) start(Form.judged().body);
  });
  cancel.addEventListener("click", async () => {
    cancel.disabled = true;
    const body = JSON.stringify({ socketaccesstoken: token }, null, 2);
    await called("/v1/Task/Kill", body, note()).catch(({ message }) => tell(message, NaN));
  });

  async function start(body) {
    const text = Calls.json(body);
    if (!text.startsWith("{")) {
      tell(text, 0);
      return;
    }
    begin();
    try {
      const started = await called(new URL(Form.model.url).pathname, text, note());
      token = started.socketaccesstoken;
      cancel.hidden = false;
      await follow();
    } catch (error) {
      tell(error.message, 0);
    } finally {
      run.disabled = false;
      cancel.hidden = true;
      cancel.disabled = false;
      advance.hidden = true;
    }
  }

  function begin() {
    run.disabled = true;
    exchange.hidden = false;
    advance.hidden = false;
    results.replaceChildren();
    exchanges.replaceChildren();
    tell("The run is sent.", 1);
  }

  /* The socket tells how far the task is; the calls tell its end, and all where there is
   * no socket. */
  async function follow() {
    const noted = note();
    const body = JSON.stringify({ tasktoken: token }, null, 2);
    const live = Live.listen(token, hear);
    try {
      for (;;) {
        const { tasklist } = await called("/v1/Task/Detail", body, noted);
        const task = tasklist?.[0];
        if (!task?.status) throw new Error(`The server answered ${UNREADABLE}`);
        if (ENDS.includes(task.status)) {
          end(task);
          return;
        }
        if (!live.isOpen) hear(task.status, "");
        const pause = wait(live.isOpen ? POLL_BESIDE_SOCKET : POLL_EVERY);
        await (live.isOpen ? Promise.race([live.ended, pause]) : pause);
      }
    } finally {
      live.close();
    }
  }

  function wait(milliseconds) {
    return new Promise((resume) => setTimeout(resume, milliseconds));
  }

  /* Shows what a task tells of itself: a status, a line of its output, how many of its
   * steps are done, or what a language model has written so far. */
  function hear(status, message) {
    if (status === "task_error") return; // a line of the error output, and no failure
    const [words, percent] = STATUSES[status] ?? [status, advance.value];
    const { percentage, stepCurrent, stepTotal, remainingTime, raw } = message;
    if (typeof raw === "string") {
      tell("Writing", percent);
      results.replaceChildren(scrolled(answered(message), "What the model has written so far"));
    } else if (percentage !== undefined) {
      const steps = stepTotal ? `, step ${stepCurrent} of ${stepTotal}` : "";
      const left = remainingTime ? `, ${remainingTime} left` : "";
      tell(`${percentage} %${steps}${left}`, 40 + 0.45 * Number(percentage));
    } else {
      const line = status === "task_output" ? String(message).trim() : "";
      tell(line || words, Math.max(percent, advance.value));
    }
  }

  /* The answer of a language model without what it thought. */
  function answered({ answer, raw }) {
    return (Array.isArray(answer) && answer.join("\n")) || raw;
  }

  function end(task) {
    results.replaceChildren();
    const dollars = parseFloat(task.totalcost); // an empty text is no number
    const cost = Number.isFinite(dollars) ? `cost $${dollars}` : "no cost told";
    const isDone = task.status === "task_postprocess_end" && task.pexit === "0";
    const word = isDone ? "Done" : task.status === "task_cancel" ? "Cancelled" : "Failed";
    tell(`${word} in ${Number(task.elapsedseconds).toFixed(1)} s, ${cost}.`, 100);
    for (const output of task.outputs ?? []) results.append(...shown(output));
    const isOnlyText = !(task.outputs ?? []).length && task.debugoutput;
    if (isOnlyText) results.append(scrolled(task.debugoutput, "The text that the model gives"));
  }

  /* A call; answers that refuse are errors. It is shown at the place that is noted. */
  async function called(path, body, noted) {
    let answer;
    let text;
    try {
      answer = await fetch(path, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body,
      });
      text = await answer.text();
    } catch (error) {
      noted(path, body, String(error));
      throw new Error("The server does not answer: is wirogen serve still running?");
    }
    noted(path, body, `HTTP ${answer.status}\n${readable(text)}`);
    const told = parsed(text);
    if (!told.result) throw new Error(complaint(told, answer));
    return told;
  }

  function complaint({ errors }, { status }) {
    const words = Array.isArray(errors) && errors.map((error) => error?.message).join("; ");
    return words ? `Refused: ${words}` : `The server answered HTTP ${status} ${UNREADABLE}`;
  }

  function parsed(text) {
    try {
      return JSON.parse(text) ?? {};
    } catch {
      return {};
    }
  }

  function readable(text) {
    try {
      return JSON.stringify(JSON.parse(text), null, 2);
    } catch {
      return text;
    }
  }

  /* A place in the list of calls; calls that are made again stand there once. */
  function note() {
    const item = element("li", "");
    let count = 0;
    return (path, body, answer) => {
      count += 1;
      exchanges.append(item);
      const times = count > 1 ? `, the last of ${count}` : "";
      const title = element("p", `POST ${location.origin}${path}${times}`);
      const [sent, told] = [scrolled(body.trimEnd(), "Sent"), scrolled(answer, "Answered")];
      item.replaceChildren(title, sent, told);
    };
  }

  function shown(output) {
    if (output.content) return [scrolled(answered(output.content), "What the model has written")];
    const type = String(output.contenttype);
    const kind = type.startsWith("image/") ? "img" : /^(audio|video)\//.exec(type)?.[1];
    if (!kind) return [named(output)];
    const media = element(kind, "");
    if (kind === "img") media.alt = `The result ${output.name}`;
    else media.controls = true;
    media.src = output.url;
    return [media, named(output)];
  }

  function named(output) {
    const line = element("p", "");
    const link = element("a", output.name);
    link.href = output.url;
    link.download = output.name;
    line.append(link);
    return line;
  }

  /* A text that may be long, and that can be scrolled by keyboard. */
  function scrolled(text, words) {
    const made = element("pre", text);
    made.tabIndex = 0;
    made.setAttribute("role", "region");
    made.setAttribute("aria-label", words);
    return made;
  }

  function element(name, text) {
    const made = document.createElement(name);
    made.textContent = text;
    return made;
  }

  /* How far it is stays as it was where the number is none. */
  function tell(words, percent) {
    progress.textContent = words;
    if (Number.isFinite(percent)) advance.value = percent;
  }
})();
