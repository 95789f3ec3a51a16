"use strict";

/* Numbers, exact to the digit, as _runtime/numbers.py of the Python client has them. A
 * whole number is a BigInt and any other number a double, which is taken for the
 * shortest digits that tell it: { digits, places } is digits / 10 ** places. */
const Numbers = (() => {
  const WRITTEN_OUT = /^[+-]?([0-9]{1,308}(\.[0-9]{0,400})?|\.[0-9]{1,400})$/;
  const WHOLE = /^[+-]?[0-9]{1,4200}$/;
  const ANY = /^[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?$/;
  const MOST_BITS = 14000;
  const LONGEST_PLAIN = 24;
  const ROUNDINGS = 8;
  const PRECISION = 28;

  /* A number as Python writes it: `20`, `5.0`, `1e-05`. */
  function written(number) {
    if (typeof number === "bigint") return String(number);
    if (Object.is(number, -0)) return "-0.0";
    const [mantissa, power] = number.toExponential().split("e");
    const exponent = Number(power);
    if (exponent < -4 || exponent >= 16) {
      const sign = exponent < 0 ? "-" : "+";
      return `${mantissa}e${sign}${String(Math.abs(exponent)).padStart(2, "0")}`;
    }
    return plain(exact(number), true);
  }

  function exact(number) {
    if (typeof number === "bigint") return { digits: number, places: 0 };
    return fromText(number.toExponential());
  }

  function fromText(text) {
    const [mantissa, power = "0"] = text.toLowerCase().split("e");
    const [whole, fraction = ""] = mantissa.split(".");
    const places = fraction.length - Number(power);
    const digits = BigInt((whole + fraction).replace(/^\+/, ""));
    return places < 0
      ? { digits: digits * 10n ** BigInt(-places), places: 0 }
      : { digits, places };
  }

  /* All digits of a number, without an exponent. */
  function plain({ digits, places }, withPoint) {
    const text = String(digits < 0n ? -digits : digits).padStart(places + 1, "0");
    const whole = text.slice(0, text.length - places);
    const fraction = text.slice(text.length - places).replace(/0+$/, "");
    const point = fraction || (withPoint ? "0" : "");
    return (digits < 0n ? "-" : "") + whole + (point ? `.${point}` : "");
  }

  function compare(one, other) {
    const [left, right] = aligned(one, other);
    return left < right ? -1 : left > right ? 1 : 0;
  }

  function times(one, other) {
    return toPrecision({ digits: one.digits * other.digits, places: one.places + other.places });
  }

  function plus(one, other) {
    const [left, right] = aligned(one, other);
    return toPrecision({ digits: left + right, places: Math.max(one.places, other.places) });
  }

  /* A number with as many digits as Python's decimals keep. */
  function toPrecision({ digits, places }) {
    const extra = String(digits < 0n ? -digits : digits).length - PRECISION;
    if (extra <= 0) return { digits, places };
    const kept = rounded(digits, 10n ** BigInt(extra));
    if (places >= extra) return { digits: kept, places: places - extra };
    return { digits: kept * 10n ** BigInt(extra - places), places: 0 };
  }

  /* Steps are counted from zero or from the minimum, an exact number or null. */
  function isMultiple(number, step, minimum) {
    return starts(minimum).some((start) => {
      const [whole, from, part] = aligned(number, start, step);
      return (whole - from) % part === 0n;
    });
  }

  function starts(minimum) {
    return [{ digits: 0n, places: 0 }, ...(minimum ? [minimum] : [])];
  }

  /* The multiple of a step that a double means (`3 * 0.1` means 0.3): one that is as
   * near as rounding; the number itself where there is none. */
  function nearestMultiple(number, step, minimum) {
    if (isMultiple(exact(number), step, minimum)) return number;
    for (const start of starts(minimum)) {
      const [from, part] = aligned(start, step);
      const unit = 10n ** BigInt(Math.max(start.places, step.places));
      const { above, below } = ratio(number);
      const count = rounded(above * unit - from * below, part * below);
      const multiple = from + count * part;
      const off = multiple * below - above * unit;
      const largest = Math.max(...[number, decimal(from, unit), decimal(part, unit)].map(Math.abs));
      const least = ratio(ROUNDINGS * unitInLastPlace(largest));
      if ((off < 0n ? -off : off) * least.below <= least.above * unit * below) {
        return decimal(multiple, unit);
      }
    }
    return number;
  }

  /* A double as the fraction of whole numbers that it is. */
  function ratio(number) {
    let below = 1n;
    let whole = number;
    while (!Number.isInteger(whole)) {
      whole *= 2;
      below *= 2n;
    }
    return { above: BigInt(whole), below };
  }

  /* The whole number nearest to a fraction; of two the even one. */
  function rounded(above, below) {
    let count = above / below;
    if (above < 0n && count * below !== above) count -= 1n;
    const rest = 2n * (above - count * below);
    return rest > below || (rest === below && count % 2n !== 0n) ? count + 1n : count;
  }

  function decimal(digits, unit) {
    return Number(plain({ digits, places: String(unit).length - 1 }, false));
  }

  function unitInLastPlace(number) {
    const exponent = Math.max(-1022, Math.floor(Math.log2(number)));
    for (const power of [exponent + 1, exponent, exponent - 1]) {
      if (2 ** power <= number) return 2 ** Math.max(-1074, power - 52);
    }
    return 2 ** -1074;
  }

  /* The digits of numbers with as many places each. */
  function aligned(...numbers) {
    const places = Math.max(...numbers.map((each) => each.places));
    return numbers.map((each) => each.digits * 10n ** BigInt(places - each.places));
  }

  function isWhole({ digits, places }) {
    return digits % 10n ** BigInt(places) === 0n;
  }

  /* Whether a value is a finite number, and one that Python can write as digits. */
  function isNumber(value) {
    if (typeof value === "bigint") {
      return (value < 0n ? -value : value).toString(2).length <= MOST_BITS;
    }
    return typeof value === "number" && Number.isFinite(value);
  }

  const LARGEST = exact(Number.MAX_VALUE);
  function fitsDouble({ digits, places }) {
    return compare({ digits: digits < 0n ? -digits : digits, places }, LARGEST) <= 0;
  }

  /* What people type for a number: a BigInt, a double, or the text itself. */
  function typed(text) {
    const bare = text.trim();
    if (WHOLE.test(bare)) return BigInt(bare.replace(/^\+/, ""));
    const number = ANY.test(bare) ? Number(bare) : NaN;
    return Number.isFinite(number) ? number : text;
  }

  /* The number of a constraint or a default: the text that Python writes. */
  function known(text) {
    return /^-?[0-9]+$/.test(text) ? BigInt(text) : Number(text);
  }

  /* The number that a text without an exponent holds, or null. */
  function writtenOut(text) {
    if (!WRITTEN_OUT.test(text)) return null;
    const number = fromText(text);
    return fitsDouble(number) ? number : null;
  }

  /* The number that any text holds, or null. */
  function inText(text) {
    return ANY.test(text) && Number.isFinite(Number(text)) ? fromText(text) : null;
  }

  /* The shortest text that reads back equal, as a person would write it. */
  function numberText(value, isWrittenOut) {
    const double = Number(value);
    const isDouble =
      typeof value === "number" || (Number.isFinite(double) && BigInt(double) === value);
    const text = written(isDouble ? double : value);
    if (!text.includes("e")) return text;
    const digits = plain(exact(double), false);
    if (digits.replace(/^-/, "").length > LONGEST_PLAIN && !isWrittenOut) return text;
    return digits.includes(".") ? digits : `${digits}.0`;
  }

  /* A number as Python writes it, whole ones without a point. */
  function plainText(number) {
    if (typeof number === "bigint") return String(number);
    return Number.isInteger(number) ? String(BigInt(number)) : numberText(number, false);
  }

  return {
    compare,
    exact,
    fitsDouble,
    inText,
    isMultiple,
    isNumber,
    isWhole,
    known,
    nearestMultiple,
    numberText,
    plain,
    plainText,
    plus,
    times,
    typed,
    written,
    writtenOut,
  };
})();
