"use strict";

/* Sends the files that are chosen to the server that the page comes from, and puts their
 * addresses into the form. */
(() => {
  async function upload(chooser) {
    const [file] = chooser.files;
    const name = chooser.dataset.upload;
    const control = document.getElementById(`input-${name}`);
    const body = new FormData();
    body.append("file", file);
    try {
      const answer = await fetch("/v1/File/Upload", { method: "POST", body });
      const { result, list, errors } = await answer.json();
      if (!result) throw new Error(errors.map(({ message }) => message).join("; "));
      put(control, list[0].url);
    } catch (error) {
      Form.tell(control, name, `The file was not taken: ${error.message}`);
    }
    chooser.value = "";
  }

  /* Several files stand one a line. */
  function put(control, url) {
    const isArea = control.localName === "textarea";
    control.value = isArea && control.value.trim() ? `${control.value.trimEnd()}\n${url}` : url;
    for (const kind of ["input", "change"]) control.dispatchEvent(new Event(kind, { bubbles: true }));
  }

  for (const chooser of document.querySelectorAll("[data-upload]")) {
    chooser.addEventListener("change", () => {
      if (chooser.files.length) upload(chooser);
    });
  }
})();
