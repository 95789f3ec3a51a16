"use strict";

/* What an input takes, judged in the words of _runtime/inputs.py of the Python client,
 * and how its value goes into the body of a run. */
const Inputs = (() => {
  const NOTHING_BUT_BLANKS = new RegExp(`^${Python.BLANK}*$`);
  const URL_OF_A_FILE = new RegExp(`^https?://(?!${Python.BLANK})[^]`, "i");

  /* The value of an input's data: numbers stand there as Python's texts. */
  function known(value) {
    if (Array.isArray(value)) return value.map(known);
    return typeof value === "object" && value !== null ? Numbers.known(value.number) : value;
  }

  function defaultOf(input) {
    return known(input.default);
  }

  function isUrl(text) {
    return URL_OF_A_FILE.test(text);
  }

  /* What is allowed, as the rest of a sentence that begins with `must be`. */
  function expected(input) {
    switch (input.kind) {
      case "text":
        return `${aText(input)}${ofLength(input)}`;
      case "fileUrl":
        return `the URL of a file${ofLength(input)}, or a path, bytes or an open binary file to upload`;
      case "integer":
      case "number":
        return ofRange(input, input.kind === "integer" ? "a whole number" : "a number");
      case "switch":
        return "True or False";
      case "select":
        return `one of ${listed(input.options)}`;
      case "multiselect":
        return `a list of ${count(input)} of ${listed(input.options)}, each once`;
      case "files": {
        const one = "a URL, a path, bytes or an open binary file";
        return input.many ? `${one}, or a list of these` : one;
      }
    }
  }

  function ofLength({ minLength, maxLength }) {
    const least = minLength && Number(minLength) !== 0 ? minLength : "";
    if (least && maxLength) return ` of ${least} to ${maxLength} characters`;
    if (least) return ` of ${least} or more characters`;
    return maxLength ? ` of at most ${maxLength} characters` : "";
  }

  function ofRange({ minimum, maximum, step }, noun) {
    const steps = !step || step === "1" ? "" : `, in steps of ${step}`;
    if (minimum && maximum) return `${noun} from ${minimum} to ${maximum}${steps}`;
    if (minimum) return `${noun} of ${minimum} or more${steps}`;
    if (maximum) return `${noun} of at most ${maximum}${steps}`;
    return noun + steps;
  }

  function count({ minItems, maxItems }) {
    if (maxItems === undefined) return minItems ? `${minItems} or more` : "any";
    if (!minItems) return `at most ${maxItems}`;
    return minItems === maxItems ? String(maxItems) : `${minItems} to ${maxItems}`;
  }

  function listed(options) {
    const shown = options.slice(0, 12).map(({ value, label }) => {
      const text = Python.repr(known(value));
      const plain = typeof value === "string" ? value : text;
      return label && label.toLowerCase() !== plain.toLowerCase() ? `${text} (${label})` : text;
    });
    const more = options.length - shown.length;
    return shown.join(", ") + (more ? ` and ${more} more` : "");
  }

  /* What is wrong with a value, or null. */
  function problem(input, value) {
    if (value === undefined) {
      return input.required ? told(input, `is required: ${expected(input)}`) : null;
    }
    const isText = input.kind === "text" || input.kind === "fileUrl";
    if (isText && value === defaultOf(input)) return null;
    if (input.kind === "text" && value === "" && isLongerThanNothing(input)) {
      return told(input, "must not be empty");
    }
    if (accepts(input, value)) return null;
    const near = nearest(input, value);
    const hint = near && ` (did you mean ${near}?)`;
    const half = Python.isUnicode(String(value)) ? "" : ", which has half a character in it";
    const shown = Python.shown(value, input.wireName) + half;
    return told(input, `must be ${expected(input)}, not ${shown}${hint}`);
  }

  function isLongerThanNothing({ required, minLength }) {
    return required || (minLength !== undefined && Number(minLength) > 0);
  }

  function told(input, message) {
    return { name: input.name, message };
  }

  function accepts(input, value) {
    switch (input.kind) {
      case "text":
        return isText(input, isNumberOf(input, value) ? wireValue(input, value) : value);
      case "fileUrl":
        return isFile(value) && (!isUrl(value) || isText(input, value));
      case "integer":
      case "number":
        return Numbers.isNumber(value) && isAllowed(input, meant(input, value));
      case "switch":
      case "select":
        return isOption(input, value);
      case "multiselect":
        return Array.isArray(value) && areOptions(input, value);
      case "files":
        return Array.isArray(value)
          ? input.many && value.length > 0 && value.every(isFile)
          : isFile(value);
    }
  }

  function aText({ numeric, fractional }) {
    if (fractional) return "a text or a number";
    return numeric ? "a text or a whole number" : "a text";
  }

  /* Whether a value is a number that a text takes, too. */
  function isNumberOf({ numeric, fractional }, value) {
    if (fractional) return Numbers.isNumber(value);
    return numeric && isInteger(value);
  }

  function isOption({ options }, value) {
    return options.some((option) => known(option.value) === value);
  }

  function areOptions(input, values) {
    const { minItems, maxItems = Infinity } = input;
    const isCounted = values.length >= minItems && values.length <= maxItems;
    return isCounted && new Set(values).size === values.length && values.every((each) => isOption(input, each));
  }

  function isInteger(value) {
    return typeof value === "bigint" && Numbers.isNumber(value);
  }

  function isText({ minLength, maxLength }, value) {
    if (typeof value !== "string" || !Python.isUnicode(value)) return false;
    const length = Numbers.exact(BigInt([...value].length));
    return isWithin(length, minLength, maxLength);
  }

  function isFile(value) {
    return typeof value === "string" && !NOTHING_BUT_BLANKS.test(value);
  }

  function isAllowed(input, value) {
    const number = Numbers.exact(value);
    const { minimum, maximum, step } = input;
    const isOfKind = input.kind === "integer" ? Numbers.isWhole(number) : Numbers.fitsDouble(number);
    if (!isOfKind || !isWithin(number, minimum, maximum)) return false;
    if (step && !Numbers.isMultiple(number, limit(step), limit(minimum))) return false;
    return !input.asText || isAllowedText(wireValue(input, value));
  }

  /* Whether the text of a number is one that the client reads back. */
  function isAllowedText(text) {
    return text.includes("e") || Numbers.writtenOut(text) !== null;
  }

  function isWrittenOut({ kind, minimum, maximum, step }) {
    return kind === "integer" || Boolean(minimum || maximum || step);
  }

  /* The number that is sent: where there is a step, the multiple that a double means. */
  function meant({ kind, step, minimum }, value) {
    if (kind !== "number" || !step || typeof value !== "number") return value;
    return Numbers.nearestMultiple(value, limit(step), limit(minimum));
  }

  function limit(text) {
    return text && Numbers.exact(Numbers.known(text));
  }

  function isWithin(number, minimum, maximum) {
    const [least, most] = [limit(minimum), limit(maximum)];
    return (
      (!least || Numbers.compare(number, least) >= 0) &&
      (!most || Numbers.compare(number, most) <= 0)
    );
  }

  /* The bound that a number lies beyond, where the input allows it, or an empty text. */
  function nearest(input, value) {
    const { minimum, maximum } = input;
    if (!Numbers.isNumber(value)) return "";
    const number = Numbers.exact(value);
    const isBelow = minimum && !isWithin(number, minimum, "");
    const isAbove = maximum && !isWithin(number, "", maximum);
    if (!isBelow && !isAbove) return "";
    const bound = Numbers.known(isBelow ? minimum : maximum);
    return accepts(input, bound) ? Numbers.plainText(bound) : "";
  }

  /* Writes an allowed value into a body, a Map; a path stands there as { path }. */
  function put(input, value, body) {
    if (value === undefined) return;
    if (input.kind !== "files" || !input.companion) {
      body.set(input.wireName, wireValue(input, value));
      return;
    }
    const items = Array.isArray(value) ? value : [value];
    const urls = items.filter(isUrl);
    const uploads = items.filter((item) => !isUrl(item)).map((path) => ({ path }));
    if (uploads.length || input.required) {
      body.set(input.wireName, uploads.length === 1 ? uploads[0] : uploads.length ? uploads : "");
    }
    if (urls.length === 1) body.set(input.companion, urls[0]);
    else if (urls.length) body.set(input.companion, urls.map((url) => url.replaceAll(",", "%2C")).join(","));
  }

  function wireValue(input, value) {
    switch (input.kind) {
      case "text":
        return typeof value === "number" ? Numbers.numberText(value, false) : String(value);
      case "fileUrl":
        return value === defaultOf(input) ? value : fileOf(value);
      case "files": {
        const items = (Array.isArray(value) ? value : [value]).map(fileOf);
        return items.length === 1 ? items[0] : items;
      }
      case "integer": {
        const whole = BigInt(value);
        return input.asText ? String(whole) : whole;
      }
      case "number": {
        const number = meant(input, value);
        return input.asText ? Numbers.numberText(number, isWrittenOut(input)) : number;
      }
      case "multiselect":
        return value.map((each) => wireOf(input, each));
      default:
        return wireOf(input, value);
    }
  }

  function wireOf({ options }, value) {
    return known(options.find((option) => known(option.value) === value).wire);
  }

  function fileOf(text) {
    return isUrl(text) ? text : { path: text };
  }

  /* The keys of a body that belong to an input. */
  function wireNames(input) {
    return input.companion ? [input.wireName, input.companion] : [input.wireName];
  }

  return { accepts, defaultOf, expected, known, problem, put, wireNames, wireValue };
})();
