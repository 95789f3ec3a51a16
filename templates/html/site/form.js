"use strict";

/* The form of a model: what is typed becomes calls, problems, and the address. */
const Form = (() => {
  const model = JSON.parse(document.getElementById("data").textContent);
  const form = document.getElementById("request");
  form.reset(); // browsers keep what was typed before a page was loaded again
  const fields = model.inputs.map((input) => {
    const control = document.getElementById(`input-${input.name}`);
    return { input, control, filled: textOf(control) };
  });
  const seen = new Set();

  /* What stands in a control; of a group of boxes the keys of those that are ticked. */
  function textOf(control) {
    if (control.value !== undefined) return control.value;
    return boxes(control).filter(({ checked }) => checked).map(({ value }) => value).join(",");
  }

  function write(control, text) {
    if (control.value !== undefined) control.value = text;
    else for (const box of boxes(control)) box.checked = text.split(",").includes(box.value);
  }

  function boxes(group) {
    return [...group.querySelectorAll("input")];
  }

  /* What the caller says: a Map of Python names to values, without the defaults. */
  function given() {
    const values = fields.map(({ input, control, filled }) => [
      input.name,
      Reading.value(input, textOf(control), filled),
    ]);
    return new Map(values.filter(([, value]) => value !== undefined));
  }

  function judged() {
    return Requests.judged(model.inputs, given());
  }

  function show() {
    const values = given();
    const { problems, body } = Requests.judged(model.inputs, values);
    put("python", Calls.python(model, values));
    if (model.hasCommand) put("command", Calls.command(model, values));
    put("curl", Calls.curl(model, body));
    put("json", Calls.json(body));
    put("standing", standing(problems));
    put("cost", Prices.estimate(model.prices, model.inputs, body));
    for (const { input, control } of fields) {
      const problem = seen.has(input.name) && problems.find(({ name }) => name === input.name);
      tell(control, input.name, problem ? problem.message : "");
    }
  }

  function put(id, text) {
    const element = document.getElementById(id);
    if (element.textContent !== text) element.textContent = text;
  }

  function tell(control, name, message) {
    put(`problem-${name}`, message);
    document.getElementById(`problem-${name}`).hidden = !message;
    if (message) control.setAttribute("aria-invalid", "true");
    else control.removeAttribute("aria-invalid");
  }

  function standing(problems) {
    if (!problems.length) return "The request is complete.";
    const [missing, wrong] = [true, false].map((isMissing) => [
      ...new Set(
        problems
          .filter(({ message }) => message.startsWith("is required") === isMissing)
          .map(({ name }) => name),
      ),
    ]);
    return [
      missing.length && `Still to be given: ${missing.join(", ")}.`,
      wrong.length && `To be put right: ${wrong.join(", ")}.`,
    ]
      .filter(Boolean)
      .join(" ");
  }

  /* Shows every problem, and goes to the first. Whether there is any. */
  function hasProblems() {
    for (const { input } of fields) seen.add(input.name);
    show();
    const { problems } = judged();
    if (!problems.length) return false;
    const { control } = fields.find(({ input }) => input.name === problems[0].name);
    (control.querySelector("input") ?? control).focus();
    return true;
  }

  /* Puts texts, by the Python names of inputs, into the form; gives the names of those
   * that it cannot hold. */
  function fill(texts) {
    const unknown = [];
    for (const [name, text] of texts) {
      const field = fields.find(({ input }) => input.name === name);
      const shown = field && Reading.unlinked(field.input, text);
      if (shown === undefined) unknown.push(name);
      else {
        write(field.control, shown);
        seen.add(name);
      }
    }
    return unknown;
  }

  /* A secret stands in no address, which people share. */
  function toAddress() {
    const said = fields.filter(
      ({ input, control, filled }) => textOf(control) !== filled && !Python.isSecret(input.wireName),
    );
    const texts = said.map(({ input, control }) => [input.name, Reading.linked(input, textOf(control))]);
    const address = new URLSearchParams(texts).toString();
    history.replaceState(null, "", address ? `#${address}` : location.pathname + location.search);
  }

  function fromAddress() {
    form.reset();
    seen.clear();
    const unknown = fill(new URLSearchParams(location.hash.slice(1)));
    put("link-problem", unknown.length ? `The link holds what this model does not take: ${unknown.join(", ")}.` : "");
    document.getElementById("link-problem").hidden = !unknown.length;
    show();
  }

  function changed() {
    toAddress();
    show();
  }

  form.addEventListener("input", changed);
  form.addEventListener("change", (event) => {
    if (event.target.name) seen.add(event.target.name);
    show();
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => {
    seen.clear();
    setTimeout(changed);
  });
  document.getElementById("example").addEventListener("click", () => {
    fill(Object.entries(model.example));
    changed();
  });
  addEventListener("hashchange", fromAddress);
  fromAddress();

  return { form, hasProblems, judged, model, tell };
})();
