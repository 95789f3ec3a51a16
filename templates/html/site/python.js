"use strict";

/* Values as Python writes them. Texts are strings, whole numbers BigInts, other numbers
 * doubles, several files an array; `undefined` is what is not given. */
const Python = (() => {
  const INVISIBLE =
    /[\x00-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ud800-\uf8ff\ufe00-\ufe0f\ufeff\uffa0\ufff0-\uffff\u{e0000}-\u{10ffff}]/gu;
  const UNPRINTABLE = /(?! )[\p{C}\p{Z}]/gu;
  const BLANK = "[\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]";
  const AT_THE_ENDS = new RegExp(`^${BLANK}+|${BLANK}+$`, "g");
  const SHORT = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };
  const LONGEST_SHOWN = 80;
  const HIDDEN = "***";
  const SECRETS = /(token|secret|password|passphrase|passwd|passcode|bearer|authorization|credentials?|cookie|jwt|(api|access|private|secret)key)$/;
  const KEYS = "api access private secret auth".split(" ");
  const COUNTS = "max min num count".split(" ");
  const NO_NOUNS = "value text string header".split(" ");

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

  /* A value as an error quotes it: short, and secrets not at all. */
  function shown(value, name) {
    const isText = typeof value === "string";
    if (isSecret(name) && !isNothing(value)) return isText ? HIDDEN : `${HIDDEN}, of ${classOf(value)}`;
    const begun = isText ? [...value].slice(0, LONGEST_SHOWN + 1).join("") : value;
    const text = [...repr(begun)];
    return (text.length <= LONGEST_SHOWN ? text : [...text.slice(0, LONGEST_SHOWN - 3), "..."]).join("");
  }

  /* Whether an input's name says that its value is a secret. */
  function isSecret(name) {
    const words = (name.match(/[A-Z]+(?![a-z])|[A-Z]?[a-z]+/g) ?? []).map((word) => word.toLowerCase());
    while (NO_NOUNS.includes(words.at(-1))) words.pop();
    if (!words.length || words.some((word) => COUNTS.includes(word))) return false;
    if (words.at(-1) === "key") return words.some((word) => KEYS.includes(word));
    return SECRETS.test(words.at(-1));
  }

  /* Whether a value is no secret in any input. */
  function isNothing(value) {
    return value === true || !value || (Array.isArray(value) && !value.length);
  }

  function classOf(value) {
    if (Array.isArray(value)) return "list";
    return typeof value === "bigint" ? "int" : "float";
  }

  /* False for a text with half a character, which no request can carry. */
  function isUnicode(text) {
    return !/\p{Surrogate}/u.test(text);
  }

  function stripped(text) {
    return text.replace(AT_THE_ENDS, "");
  }

  return { BLANK, INVISIBLE, isSecret, isUnicode, literal, repr, shown, stripped };
})();
