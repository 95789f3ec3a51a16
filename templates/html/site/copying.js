"use strict";

/* Buttons that copy: `data-copy` names the element whose text they take. */
const Copying = (() => {
  const TOLD_FOR = 1600;

  async function copy(text) {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      copyBySelection(text);
    }
  }

  /* For pages that come from another machine without encryption. */
  function copyBySelection(text) {
    const area = document.createElement("textarea");
    area.value = text;
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  }

  async function pressed(button) {
    const source = document.getElementById(button.dataset.copy);
    await copy(source ? source.textContent : location.href);
    const words = button.textContent;
    if (button.classList.contains("told")) return;
    button.classList.add("told");
    button.textContent = "Copied";
    setTimeout(() => {
      button.textContent = words;
      button.classList.remove("told");
    }, TOLD_FOR);
  }

  for (const button of document.querySelectorAll("[data-copy]")) {
    button.addEventListener("click", () => pressed(button));
  }
})();
