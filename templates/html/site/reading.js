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

  /* The text that links carry for what stands in a control. */
  function linked(input, text) {
    return input.options && text !== "" ? String(input.options[Number(text)].wire) : text;
  }

  /* What a control shows for the text of a link; undefined for no option of the input. */
  function unlinked(input, text) {
    if (!input.options) return text;
    const at = input.options.findIndex(({ value, wire }) => [String(wire), String(value)].includes(text));
    return at < 0 ? undefined : String(at);
  }

  return { linked, unlinked, value };
})();
