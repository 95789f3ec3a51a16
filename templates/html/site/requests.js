"use strict";

/* A request of some values, judged as the Python client judges it: first each value, and
 * where these are right the conditions between them (_runtime/conditions.py). */
const Requests = (() => {
  /* `values` maps the Python names of inputs to values; what is not in it is not given.
   * Gives the problems, and the body of all that is right. */
  function judged(inputs, values) {
    const body = new Map();
    const problems = [];
    for (const input of inputs) {
      const value = values.has(input.name) ? values.get(input.name) : Inputs.defaultOf(input);
      const problem = Inputs.problem(input, value);
      if (problem) problems.push(problem);
      else Inputs.put(input, value, body);
    }
    if (!problems.length) problems.push(...broken(inputs, body));
    return { problems, body };
  }

  function broken(inputs, body) {
    const whole = withFiles(inputs, body);
    return inputs.flatMap((input) => {
      const given = isSet(whole.get(input.wireName));
      const conditions = (given ? input.forbiddenWhen : input.requiredWhen) ?? [];
      return conditions
        .filter((condition) => holds(inputs, condition, whole))
        .map((condition) => ({
          name: input.name,
          message: given
            ? `must not be given when ${told(condition)}`
            : `is required when ${told(condition)}: ${Inputs.expected(input)}`,
        }));
    });
  }

  /* A body in which the URLs of a file input stand under the input's own name. */
  function withFiles(inputs, body) {
    const whole = new Map(body);
    for (const input of inputs) {
      const names = Inputs.wireNames(input);
      if (names.length === 1) continue;
      for (const name of [...names].reverse()) {
        if (isSet(body.get(name))) whole.set(input.wireName, body.get(name));
      }
    }
    return whole;
  }

  function isSet(value) {
    return value !== undefined && value !== "" && !(Array.isArray(value) && !value.length);
  }

  function holds(inputs, condition, whole) {
    const other = inputs.find((input) => input.name === condition.name);
    const found = whole.get(other ? other.wireName : condition.name);
    if (!condition.values.length) return isSet(found);
    const several = other?.kind === "multiselect" ? found : [found];
    return condition.values.some((value) => {
      const text = wireText(other, Inputs.known(value));
      return (several ?? []).some((each) => isWritten(each, text));
    });
  }

  /* A value of a condition as a body would write it; null for a file to upload. */
  function wireText(other, value) {
    const wire = other && Inputs.accepts(other, value) ? Inputs.wireValue(other, value) : value;
    if (typeof wire === "object") return null;
    return typeof wire === "string" ? wire : Python.repr(wire);
  }

  function isWritten(found, text) {
    if (text === null) return false;
    if (Numbers.isNumber(found)) {
      const number = Numbers.inText(text);
      return number !== null && Numbers.compare(number, Numbers.exact(found)) === 0;
    }
    const written = typeof found === "boolean" ? Python.repr(found) : found;
    return typeof written === "string" && written.toLowerCase() === text.toLowerCase();
  }

  function told({ name, values }) {
    if (!values.length) return `${name} is given`;
    return `${name} is ${values.map((value) => Python.repr(Inputs.known(value))).join(" or ")}`;
  }

  return { judged };
})();
