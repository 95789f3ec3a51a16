/* Answers filled forms, one a line of JSON, with what the scripts of a site make of it. */
for (let line of require("fs").readFileSync(0, "utf8").split("\n").filter(Boolean)) {
  const { model, forms } = JSON.parse(line);
  for (const { texts, filled } of forms) {
    const values = model.inputs.map((input) => [
      input.name,
      Reading.value(input, texts[input.name], filled[input.name]),
    ]);
    const given = new Map(values.filter(([, value]) => value !== undefined));
    const { problems, body } = Requests.judged(model.inputs, given);
    const answer = {
      python: Calls.python(model, given),
      command: Calls.command(model, given),
      curl: Calls.curl(model, body),
      json: Calls.json(body),
      cost: Prices.estimate(model.prices, model.inputs, body),
      problems: problems.map(({ name, message }) => `${name}: ${message}`),
    };
    console.log(JSON.stringify(answer));
  }
}
