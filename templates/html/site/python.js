"use strict";

/* Values as Python writes them. Texts are strings, whole numbers BigInts, other numbers
 * doubles, several files an array; `undefined` is what is not given. */
const Python = (() => {
  const INVISIBLE =
    /[\x00-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ud800-\uf8ff\ufe00-\ufe0f\ufeff\uffa0\ufff0-\uffff\u{e0000}-\u{10ffff}]/gu;
  const UNPRINTABLE = /(?! )[\p{C}\p{Z}]/gu;
  const SHORT = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };
  const LONGEST_SHOWN = 80;

  /* A value as `repr` shows it, which errors quote. */
  function repr(value) {
    switch (typeof value) {
      case "undefined":
        return "UNSET";
      case "boolean":
        return value ? "True" : "False";
      case "string": {
        const quote = value.includes("'") && !value.includes('"') ? '"' : "'";
        return quoted(value, quote, UNPRINTABLE);
      }
      case "object":
        return `[${value.map(repr).join(", ")}]`;
      default:
        return Numbers.written(value);
    }
  }

  /* A value as a program has it: the quote that needs fewer escapes, else double. */
  function literal(value) {
    if (Array.isArray(value)) return `[${value.map(literal).join(", ")}]`;
    if (typeof value !== "string") return repr(value);
    const [double, single] = ['"', "'"].map((quote) => value.split(quote).length);
    return quoted(value, double > single ? "'" : '"', INVISIBLE);
  }

  function quoted(text, quote, hidden) {
    const escaped = text
      .replace(/\\/g, "\\\\")
      .replaceAll(quote, `\\${quote}`)
      .replace(hidden, (found) => SHORT[found] ?? escape(found));
    return quote + escaped + quote;
  }

  function escape(character) {
    const number = character.codePointAt(0);
    const digits = number.toString(16);
    if (number <= 0xff) return `\\x${digits.padStart(2, "0")}`;
    if (number <= 0xffff) return `\\u${digits.padStart(4, "0")}`;
    return `\\U${digits.padStart(8, "0")}`;
  }

  /* A value as an error quotes it. */
  function shown(value) {
    const text = [...repr(value)];
    const cut = text.length <= LONGEST_SHOWN ? text : [...text.slice(0, 77), "..."];
    const half = typeof value === "string" && !isUnicode(value);
    return cut.join("") + (half ? ", which has half a character in it" : "");
  }

  /* False for a text with half a character, which no request can carry. */
  function isUnicode(text) {
    return !/\p{Surrogate}/u.test(text);
  }

  return { INVISIBLE, isUnicode, literal, repr, shown };
})();
