"use strict";

/* What a run will cost, in the words of _runtime/prices.py of the Python client. Amounts
 * are numbers as Numbers has them, exact to the digit. */
const Prices = (() => {
  const TIER = 1_048_576n;
  const UNITS = {
    cps: "for each second of processing",
    cpt: "for each token",
    "cp-realtimeturn": "for each turn of the session",
    "cp-readoutput": "by what the output says",
  };
  const SEVERAL = "it is not known how several outputs count";

  /* The words for it; `prices` is null where none are told. */
  function estimate(prices, inputs, body) {
    if (!prices) return written(unknown("the specification tells no prices"));
    const request = asked(inputs, body);
    const found = prices.table.length ? byTable(prices.table, request) : bySecond(prices);
    return written(found, prices.approximate);
  }

  function written({ amount, basis }, approximate) {
    if (amount) return `estimated ${dollars(amount)} (${basis})`;
    const about = approximate ? `; about ${dollars(number(approximate))} as a rule` : "";
    return `cost unknown (${basis}${about})`;
  }

  /* What a request tells of itself. */
  function asked(inputs, body) {
    const items = (value) => [value].flat().filter((item) => item !== undefined && item !== "");

    /* A value as text; undefined where the request leaves it out. */
    function text(name) {
      const value = body.get(name);
      if (typeof value === "object" || value === undefined) return undefined;
      if (typeof value === "boolean") return String(value);
      return typeof value === "string" ? value : Numbers.written(value);
    }

    function positive(name) {
      const found = number(text(name));
      return found && found.digits > 0n ? found : null;
    }

    function files(name) {
      const isIt = (input) => input.kind === "files" && Inputs.wireNames(input).includes(name);
      const input = inputs.find(isIt);
      if (!input) return items(body.get(name)).length;
      const [first, ...companions] = Inputs.wireNames(input);
      const urls = companions.flatMap((other) => items(body.get(other)));
      return urls.reduce(
        (count, url) => count + (input.many && typeof url === "string" ? url.split(",").length : 1),
        items(body.get(first)).length,
      );
    }

    function hasFiles() {
      const kinds = inputs.filter(({ kind }) => kind === "files" || kind === "fileUrl");
      const names = new Set(kinds.flatMap(Inputs.wireNames));
      return [...body].some(([name, value]) =>
        items(value).some((item) => names.has(name) || typeof item === "object"),
      );
    }

    /* Whether there is one output for sure. */
    function givesOne() {
      const samples = text("samples");
      if (samples !== undefined) return isEqual(number(samples), whole(1n));
      return inputs.every((input) => !Inputs.wireNames(input).includes("samples"));
    }

    const holds = (name, text) => Array.isArray(body.get(name)) && body.get(name).includes(text);
    const hasMoreThanText = (name) => typeof body.get(name) === "object";
    return { files, givesOne, hasFiles, hasMoreThanText, holds, positive, text };
  }

  function bySecond({ perSecond }) {
    if (!perSecond) return unknown("the specification tells no price table");
    return unknown(`${dollars(number(perSecond))} ${UNITS.cps}`);
  }

  /* The estimate by the rows that fit best: those with the most conditions. */
  function byTable(table, request) {
    const fits = table.map((row) => [row, fit(row, request)]);
    const fitting = fits.filter(([, isFit]) => isFit).map(([row]) => row);
    if (!fitting.length) return unknown("no row of the price table fits this request");
    const most = Math.max(...fitting.map(({ inputs }) => inputs.length));
    const best = fitting.filter(({ inputs }) => inputs.length === most);
    const [found, ...others] = best.map((row) => byRow(row, request));
    if (others.some((other) => !isAlike(other, found))) {
      return unknown("several rows of the price table fit this request");
    }
    for (const [row, isFit] of fits) {
      const mayApply = isFit === null && row.inputs.length >= most;
      if (mayApply && !isSame(byRow(row, request).amount, found.amount)) {
        const left = row.inputs.map(([name]) => name).filter((name) => !request.text(name));
        return unknown(`it depends on what is not sent: ${left.join(", ")}`);
      }
    }
    return found;
  }

  function isAlike(one, other) {
    const isOne = one.basis === other.basis && one.method === other.method;
    return isOne && isSame(one.amount, other.amount);
  }

  /* Whether a row applies; null where that depends on what the request leaves out. */
  function fit(row, request) {
    const all = row.inputs.map(([name, wanted]) => fitsOne(name, wanted, request));
    return all.includes(false) ? false : all.includes(null) ? null : true;
  }

  function fitsOne(name, wanted, request) {
    const at = wanted.indexOf(":");
    if (at >= 0 && Python.stripped(wanted.slice(0, at)).toUpperCase() === "QUANTITY") {
      return isEqual(number(wanted.slice(at + 1)), whole(BigInt(request.files(name))));
    }
    const given = request.text(name);
    if (given === wanted || request.holds(name, wanted)) return true;
    if (!given && !request.hasMoreThanText(name)) return wanted === "" ? true : null;
    return isEqual(number(given), number(wanted));
  }

  function byRow(row, request) {
    const price = number(row.price);
    const each = dollars(price);
    const known = (amount, basis) => ({ amount, basis, method: row.method });
    const not = (basis) => known(null, basis);
    function counted(name, unit) {
      const count = request.positive(name);
      if (!count) return not(`${each} per ${unit}, and the request does not say how many`);
      return known(Numbers.times(price, count), `${each} per ${unit}, ${name} ${plain(count)}`);
    }
    switch (row.method) {
      case "cpr":
        return known(price, "per request");
      case "cp-promptlength": {
        const prompt = request.text("prompt");
        if (prompt === undefined) return not(`${each} per character of the prompt`);
        const length = BigInt([...prompt].length);
        return known(
          Numbers.times(price, whole(length)),
          `${length} characters of the prompt at ${each}`,
        );
      }
      case "cpo":
        return counted("samples", "output");
      case "cp-outputVideoLength":
        return request.givesOne() ? counted("duration", "second of video") : not(SEVERAL);
      case "cp-audiosecondslength":
        return request.givesOne() ? counted("duration", "second of audio") : not(SEVERAL);
      case "cp-pixel":
        return byPixels(row, price, request, known, not);
      default:
        return not(
          Object.hasOwn(UNITS, row.method)
            ? `${each} ${UNITS[row.method]}`
            : `nobody knows how ${Python.repr(row.method)} counts`,
        );
    }
  }

  function byPixels(row, price, request, known, not) {
    const [width, height] = [request.positive("width"), request.positive("height")];
    if (!width || !height) return not("the request does not tell width and height");
    if (!request.givesOne()) return not(SEVERAL);
    if (row.priceInput && number(row.priceInput).digits !== 0n && request.hasFiles()) {
      return not("the size of the input images is not known");
    }
    const pixels = Numbers.times(width, height);
    const tiers = (pixels.digits / 10n ** BigInt(pixels.places) + TIER - 1n) / TIER;
    const further = tiers - 1n;
    if (further && !row.priceExtra) return not(`no price is told for ${tiers} megapixels`);
    const more = Numbers.times(row.priceExtra ? number(row.priceExtra) : whole(0n), whole(further));
    return known(Numbers.plus(price, more), `${plain(width)} × ${plain(height)} pixels`);
  }

  function unknown(basis) {
    return { amount: null, basis, method: "" };
  }

  /* The number that a text holds, or null. */
  function number(text) {
    return text === undefined ? null : Numbers.inText(Python.stripped(text));
  }

  function whole(digits) {
    return { digits, places: 0 };
  }

  function isEqual(one, other) {
    return one !== null && other !== null && Numbers.compare(one, other) === 0;
  }

  function isSame(one, other) {
    return one === other || isEqual(one, other);
  }

  function plain(amount) {
    return Numbers.plain(amount, false);
  }

  function dollars(amount) {
    return `$${plain(amount)}`;
  }

  return { estimate };
})();
