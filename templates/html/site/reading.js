"use strict";

/* What stands in a control of a form, as the value that a program would give. */
const Reading = (() => {
  /* The value, or undefined where nothing is given. `filled` is what stood there at
   * first: a default, which is sent without being said. */
  function value(input, text, filled) {
    if (text === filled) return undefined;
    switch (input.kind) {
      case "select":
      case "switch":
        return text === "" ? undefined : Inputs.known(input.options[Number(text)].value);
      case "multiselect":
        return text === "" && input.default === undefined
          ? undefined
          : places(text).map((at) => Inputs.known(input.options[at].value));
      case "integer":
      case "number":
        return text.trim() === "" ? undefined : Numbers.typed(text);
      case "files":
      case "fileUrl": {
        const lines = (input.many ? text.split("\n") : [text]).filter((line) => line.trim());
        return lines.length > 1 ? lines : lines[0];
      }
      default:
        return text === "" && input.default === undefined ? undefined : text;
    }
  }

  /* The options that are ticked in a group of boxes, by their places. */
  function places(text) {
    return text === "" ? [] : text.split(",").map(Number);
  }

  /* The text that links carry for what stands in a control: of a group the JSON of a list. */
  function linked(input, text) {
    if (input.kind === "multiselect") {
      return JSON.stringify(places(text).map((at) => input.options[at].wire));
    }
    return input.options && text !== "" ? String(Inputs.known(input.options[Number(text)].wire)) : text;
  }

  /* What a control shows for the text of a link; undefined for no option of the input. */
  function unlinked(input, text) {
    if (!input.options) return text;
    if (input.kind !== "multiselect") return place(input, text);
    const found = listed(text).map((each) => place(input, each));
    return found.includes(undefined) ? undefined : found.join(",");
  }

  function place({ options }, text) {
    const at = options.findIndex(({ value, wire }) => [String(Inputs.known(wire)), String(value)].includes(text));
    return at < 0 ? undefined : String(at);
  }

  function listed(text) {
    try {
      const texts = JSON.parse(text);
      return Array.isArray(texts) ? texts.map(String) : [text];
    } catch {
      return [text];
    }
  }

  return { linked, unlinked, value };
})();
