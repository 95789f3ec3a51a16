"use strict";

/* The catalogue: models that have every word that is typed and every answer chosen. The
 * address keeps both. */
(() => {
  const form = document.getElementById("search");
  const FIRST = 60; // a browser takes long to lay out thousands
  const count = document.getElementById("count");
  const clear = document.getElementById("clear");
  const more = document.getElementById("more");
  const list = document.getElementById("models");
  const models = [...list.children].map((element) => ({
    element,
    text: folded(element.textContent),
    facets: Object.fromEntries(
      Object.entries(element.dataset).map(([name, keys]) => [name, keys.split(" ")]),
    ),
  }));

  function folded(text) {
    return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  }

  function asked() {
    return [...form.elements]
      .map(({ name, value }) => [name, value])
      .filter(([name, value]) => name && value.trim());
  }

  function show(limit = FIRST) {
    const questions = asked();
    const words = questions.flatMap(([name, value]) => (name === "q" ? folded(value).split(/\s+/) : []));
    const answers = questions.filter(([name]) => name !== "q");
    const all = models.filter(
      ({ text, facets }) =>
        answers.every(([name, key]) => facets[name].includes(key)) &&
        words.every((word) => text.includes(word)),
    );
    const found = all.length;
    list.replaceChildren(...all.slice(0, limit).map(({ element }) => element));
    const total = `${models.length} ${models.length === 1 ? "model" : "models"}`;
    count.textContent = found === models.length ? total : `${found} of ${total}`;
    clear.hidden = !questions.length;
    document.getElementById("nothing").hidden = found > 0 || !models.length;
    more.hidden = found <= limit;
    more.textContent = `Show the other ${found - limit}`;
  }

  function toAddress() {
    const address = new URLSearchParams(asked()).toString();
    history.replaceState(null, "", address ? `#${address}` : location.pathname + location.search);
  }

  function fromAddress() {
    form.reset();
    for (const [name, value] of new URLSearchParams(location.hash.slice(1))) {
      const control = [...form.elements].find((each) => each.name === name);
      if (control) control.value = value;
    }
    show();
  }

  form.addEventListener("input", () => {
    toAddress();
    show();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    list.querySelector("a")?.click();
  });
  form.addEventListener("reset", () => {
    setTimeout(() => {
      toAddress();
      show();
    });
  });
  more.addEventListener("click", () => {
    const next = list.children.length;
    show(Infinity);
    list.children[next].querySelector("a").focus();
  });
  addEventListener("hashchange", fromAddress);
  fromAddress();
})();
