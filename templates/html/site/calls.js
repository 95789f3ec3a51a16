"use strict";

/* The calls that a filled form stands for. `given` is a Map of Python names to values:
 * what the caller says, without the defaults. */
const Calls = (() => {
  const NO_PATHS = "A path is uploaded by the Python client: give a URL to see this call.";
  const NO_NUL = "A shell cannot type a text that holds the character NUL.";

  function python(model, given) {
    const args = [...given].map(([name, value]) => `    ${name}=${Python.literal(value)},\n`);
    const call = args.length ? `${model.className}(\n${args.join("")})` : `${model.className}()`;
    const [head, request] = [`from ${model.module} import ${model.className}`, `request = ${call}`];
    if (!model.hasClient) return [head, "", request, "print(request.to_wire())", ""].join("\n");
    return [
      `from ${model.package} import Wiro`,
      head,
      "",
      request,
      "with Wiro() as wiro:",
      "    result = wiro.run(request).wait()",
      '    for path in result.save_all("out/"):',
      "        print(path)",
      "    if result.text:",
      "        print(result.text)",
      "",
    ].join("\n");
  }

  function command(model, given) {
    const lines = [["python", "-m", model.package, "run", model.model]];
    for (const input of model.inputs) {
      if (given.has(input.name)) lines.push(...flags(input, given.get(input.name)));
    }
    lines.push(["--output", "out/"]);
    if (lines.flat().some((word) => word.includes("\0"))) return `# ${NO_NUL}\n`;
    return `${lines.map((words) => words.map(shell).join(" ")).join(" \\\n  ")}\n`;
  }

  function flags(input, value) {
    if (Array.isArray(value) && !value.length) return [none(input)];
    if (Array.isArray(value)) return value.flatMap((each) => flags(input, each));
    if (input.kind === "switch") {
      return [[value ? input.flag : `--no-${input.flag.replace(/^--/, "")}`]];
    }
    let text = typeof value === "string" ? value : Python.repr(value);
    if (input.kind === "text") {
      if (text === "-") return [["--set", `${input.wireName}=-`]];
      if (text.startsWith("@")) text = `@${text}`;
    }
    return [text.startsWith("-") ? [`${input.flag}=${text}`] : [input.flag, text]];
  }

  /* None of some options: an empty text, where that is no option itself. */
  function none({ flag, wireName, options }) {
    return options.some(({ wire }) => wire === "") ? ["--set", `${wireName}=[]`] : [flag, ""];
  }

  function curlLine(model, body) {
    if (hasPaths(body)) return `# ${NO_PATHS}\n`;
    const text = json(body).trimEnd();
    if (text.includes("\0")) return `# ${NO_NUL}\n`;
    return [
      `curl -X POST ${shell(model.url)} \\`,
      '  -H "x-api-key: $WIRO_API_KEY" \\',
      '  -H "Content-Type: application/json" \\',
      `  -d ${shell(text)}`,
      "",
    ].join("\n");
  }

  /* The body as JSON, to be read by people. */
  function json(body) {
    if (hasPaths(body)) return `${NO_PATHS}\n`;
    if (!body.size) return "{}\n";
    const lines = [...body].map(([name, value]) => `  ${jsonValue(name)}: ${jsonValue(value)}`);
    return `{\n${lines.join(",\n")}\n}\n`;
  }

  function jsonValue(value) {
    if (Array.isArray(value) && !value.length) return "[]";
    if (Array.isArray(value)) return `[\n    ${value.map(jsonValue).join(",\n    ")}\n  ]`;
    if (typeof value === "string") {
      return JSON.stringify(value).replace(Python.INVISIBLE, (found) =>
        Array.from({ length: found.length }, (_, at) => found.charCodeAt(at))
          .map((unit) => `\\u${unit.toString(16).padStart(4, "0")}`)
          .join(""),
      );
    }
    return typeof value === "boolean" ? String(value) : Numbers.written(value);
  }

  function hasPaths(body) {
    return [...body.values()].flat().some((value) => typeof value === "object");
  }

  /* A word of a command as bash and zsh read it. */
  function shell(word) {
    const hidden = word.replaceAll("\n", "");
    if (hidden.search(Python.INVISIBLE) >= 0) {
      const escaped = word.replace(/\\/g, "\\\\").replace(/'/g, "\\'");
      return `$'${escaped.replace(Python.INVISIBLE, inBash)}'`;
    }
    if (/^[\w@%+=:,./-]+$/.test(word)) return word;
    return `'${word.replaceAll("'", `'"'"'`)}'`;
  }

  function inBash(character) {
    const digits = character.codePointAt(0).toString(16);
    return digits.length <= 4 ? `\\u${digits.padStart(4, "0")}` : `\\U${digits.padStart(8, "0")}`;
  }

  return { command, curl: curlLine, json, python };
})();
