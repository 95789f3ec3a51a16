"""The table of codes. A code never changes its meaning; a code that is gone is not used
again.

E0xx documents, E1xx models, E2xx names, E3xx templates, E4xx output, E5xx
configuration, E6xx overrides, E7xx the network; W0xx reading, W1xx model content, W2xx
names, W6xx overrides, W7xx the network.
"""

from wirogen.diagnostics import Code


def table() -> dict[str, Code]:
    """Every code by its name, in the order of this table."""
    listed = (value for value in globals().values() if isinstance(value, Code))
    return {code.name: code for code in listed}


NO_SUCH_FILE = Code(
    "E001",
    "there is no such file or folder",
    "A path given on the command line or in the configuration does not exist. Paths on "
    "the command line are relative to the working folder, paths in a configuration to "
    "the file that holds it.",
)
IS_A_FOLDER = Code(
    "E002",
    "a folder stands where a file was expected",
    "A specification is one file. Commands that take folders look through them for "
    "files themselves.",
)
EMPTY_FILE = Code(
    "E003",
    "the file is empty",
    "There is nothing in the file but, perhaps, white space. Mostly a download failed.",
)
NOT_UTF8 = Code(
    "E004",
    "the file is not UTF-8",
    "All specifications are UTF-8 text, with or without a byte order mark. Files that "
    "an editor or a shell of Windows wrote may be UTF-16: save them as UTF-8.",
)
HTML_PAGE = Code(
    "E005",
    "the file is an HTML page",
    "Instead of a specification the file holds a page for browsers, such as a "
    "service or a proxy answers with when something is wrong. Fetch it again.",
)
UNKNOWN_FORMAT = Code(
    "E006",
    "the file is of no format that wirogen reads",
    "Specifications are recognised by what is in them: model cards by their heading "
    "`## Basic tool info`, OpenAPI documents by `openapi` (alone or in the answer of "
    "Tool/DetailOpenAPI), Tool/Detail answers by `tool` or `slugproject`, and our own "
    "format by `wirogen: 1`. The name of the file does not matter.",
)
UNREADABLE_FILE = Code(
    "E007",
    "the file cannot be read",
    "The operating system refused to open the file, or to read it to its end.",
)

TEMPLATE_REFUSED = Code(
    "E301",
    "a template cannot be used",
    "Templates print nothing but code: values of the plan go through the filters "
    "`literal`, `identifier`, `docstring`, `expression`, `field` and `imported`. A "
    "template that prints a value as it is, reads a name that is not there, or uses a "
    "Jinja construct that templates do not need, is refused. See docs/templates.md.",
)
NOT_WHAT_WAS_PLANNED = Code(
    "E302",
    "a rendered module is not what was planned",
    "After rendering every module is parsed and compared with its plan: the expected "
    "imports, class and fields, every text of the specification inside a string "
    "constant, each constant equal to what the plan holds. What differs comes from a "
    "template; with wirogen's own templates it is a bug that should be reported.",
)
TEMPLATE_UNUSED = Code(
    "E303",
    "a file among the templates is of no use",
    "A folder of `templates` holds files that replace wirogen's own, by their names, "
    "and parts that these include or extend. One that nothing asks for changes "
    "nothing, so that it is likely misspelt. Below `runtime` lie the modules that are "
    "copied as they are: .py files, none with the name of a module that is rendered, "
    "and each in a room of the runtime that a package made with this folder has.",
)

CARD_WITHOUT_NAME = Code(
    "E010",
    "the model card has no model name",
    "A model card begins with `## Basic tool info` and `Model name: owner/model`. The "
    "name identifies the model, so that nothing can be read without it.",
)
CARD_CUT_SHORT = Code(
    "E011",
    "the model card is cut short",
    "A model card has its inputs, then a Run request with a JSON body that sends "
    "every input, then sample requests and answers, then the task statuses in two "
    "lists. This one ends earlier. The Run request tells where each input begins, "
    "so that inputs are never read without it. Fetch the card again.",
)
CARD_WITHOUT_INPUTS = Code(
    "E013",
    "the model card has no inputs",
    "There is no `## Model Inputs:` section, or it lists nothing. A client without "
    "inputs would be of no use; the model's OpenAPI answer (`wirogen pull`) may know "
    "more than its card.",
)
INPUT_LISTED_TWICE = Code(
    "E014",
    "two inputs have the same name",
    "A request is one JSON object and can carry only one value of a name.",
)
RUN_REQUEST_NAMES_OTHER_INPUTS = Code(
    "E016",
    "the Run request sends an input that the list lacks",
    "In a model card the Run request sends the listed inputs (and `callbackUrl` and "
    "`projectid`, which every model takes). What it sends beyond them cannot be "
    "described: the name may be misspelt, or the list cut.",
)
RUN_REQUEST_NOT_JSON = Code(
    "E017",
    "the body of the Run request is not a JSON object",
    "The Run request of a model card sends a JSON object, `-d '{ … }'`, that "
    "names every input. It cannot be read at the place that is given.",
)
INPUT_NOT_READABLE = Code(
    "E018",
    "an input of the model card cannot be read",
    "An input of a model card is `- name:`, followed by the keys label, help, type, "
    "default and, for selects, options, in this order.",
)
NAME_NOT_A_SLUG = Code(
    "E019",
    "the model's name is not a slug",
    "A model is named `owner/model`, both with a letter or digit of ASCII in them.",
)

JSON_NOT_READABLE = Code(
    "E030",
    "a text is no JSON",
    "The document begins like JSON, and at the place that is given it is none. Where "
    "it simply ends, the file was cut short.",
)
DUPLICATE_KEY = Code(
    "E031",
    "a key stands twice",
    "JSON and YAML readers keep one of the two and drop the other in silence. wirogen "
    "does not guess which one was meant.",
)
NOT_A_NUMBER = Code(
    "E032",
    "NaN or infinity stands where a value should",
    "They are no JSON, and nobody could send them to a model.",
)
HALF_A_CHARACTER = Code(
    "E033",
    "a text holds half of a surrogate pair",
    "Characters beyond U+FFFF are written as two `\\u` escapes. One of them alone is "
    "no character, and no text with it can be written to a file or sent.",
)
NESTED_TOO_DEEP = Code(
    "E034",
    "a document is nested too deep",
    "Real specifications have a dozen levels. A document of hundreds is damaged, or "
    "made to harm.",
)
SERVICE_ERROR = Code(
    "E035",
    "the file holds an error of the service, no specification",
    "The service answers with `result: false` and its errors where it cannot answer "
    "otherwise, and somebody saved that. Mostly the slug or the key was wrong.",
)
REFERENCE_OUTSIDE = Code(
    "E036",
    "a `$ref` leaves the document",
    "wirogen reads one document and opens neither files nor addresses because a "
    "document says so. Put what the reference means into the document, under "
    "`components`, and refer to it by `#/components/…`.",
)
REFERENCE_CYCLE = Code(
    "E037",
    "a `$ref` leads back to itself",
    "Following the references never ends, so that they say nothing.",
)
REFERENCE_BROKEN = Code(
    "E038",
    "a `$ref` leads to nothing",
    "There is nothing in the document where the reference points to.",
)
NO_RUN_PATH = Code(
    "E039",
    "an OpenAPI document describes no model",
    "The OpenAPI document of a model has a path `/Run/{owner}/{model}` with a `post` "
    "operation. Documents of other services are not read.",
)
NO_INPUT_SCHEMA = Code(
    "E040",
    "an OpenAPI document does not describe the inputs",
    "The inputs of a model are the properties of the object schema that the body of "
    "its `/Run/…` operation has or refers to.",
)
WRONG_SHAPE = Code(
    "E041",
    "a value has not the form that the format gives it",
    "An object stands where a list should, a text where an object should, or the like.",
)
NO_SLUG = Code(
    "E042",
    "a specification does not name its model",
    "A model is named by an owner and a name, both with a letter or digit of ASCII in "
    "them: `wiro/instant-id`. Everything else hangs on that.",
)
MINIMUM_ABOVE_MAXIMUM = Code(
    "E043",
    "a minimum is above its maximum",
    "No value would be allowed, so no request could be made.",
)
STEP_NOT_POSITIVE = Code(
    "E044",
    "a step is zero or negative",
    "Values are multiples of the step, counted from zero or from the minimum. Step 0 "
    "would allow no value but these.",
)
NO_WHOLE_NUMBER = Code(
    "E045",
    "no whole number lies between two bounds",
    "The input takes whole numbers alone, and its bounds leave none. Mostly it is a "
    "number that need not be whole.",
)
ON_IS_OFF = Code(
    "E046",
    "a switch is the same text on and off",
    "Nothing would tell the service whether the switch is on: a request would "
    "carry the same text for both.",
)
YAML_NOT_READABLE = Code(
    "E050",
    "a text is no YAML",
    "The document begins like our own format, and at the place that is given it is no "
    "YAML. Mostly a text needs quotes, or is indented wrongly.",
)
YAML_NOT_PLAIN = Code(
    "E051",
    "a part of YAML is used that specifications do not need",
    "Our format has mappings, lists and texts. Tags, anchors, aliases, merge keys and "
    "several documents in one file are not read: a specification says what it says at "
    "the place where it stands.",
)
UNKNOWN_OWN_KEY = Code(
    "E052",
    "a key is none of our format",
    "Keys that are not known are errors, because they are mostly misspelt. The JSON "
    "Schemas in docs/schema list them all.",
)
MISSING_KEY = Code(
    "E053",
    "a key is missing",
    "The key has no default, so that it must be there. The JSON Schemas in docs/schema "
    "tell which keys must be.",
)
WRONG_FORM = Code(
    "E054",
    "a value is not of the form that its key takes",
    "Texts, numbers, `true` and `false`, lists and mappings each stand where the JSON "
    "Schemas in docs/schema say. Numbers and booleans stand without "
    "quotes.",
)
UNKNOWN_VERSION = Code(
    "E055",
    "a file is written in another version of our format",
    "This wirogen reads `wirogen: 1`. A later one may read more.",
)

TEXT_UNDECIDED = Code(
    "W010",
    "a text of the model card can be read in more than one way",
    "Texts in a model card are neither quoted nor escaped, so one that holds the "
    "keys of an input can look like an input. Mostly the order of keys, the Run "
    "request or the card's indentation decide; here they do not, and the likeliest "
    "reading was taken.",
)
UNKNOWN_INPUT_TYPE = Code(
    "W011",
    "an input has a type that wirogen does not know",
    "The service adds types of inputs now and then. An input of an unknown type is "
    "treated as free text; `kind` in the overrides settles what it is.",
    settled_by=("kind", "takes_file"),
)
TEXT_NOT_UNDERSTOOD = Code(
    "W012",
    "a part of the model card is not understood",
    "The text is not a part of a model card that wirogen knows. It is not in what was "
    "read from the card.",
)
ENDPOINT_DISAGREES = Code(
    "W013",
    "an endpoint of the model card does not fit the rest of it",
    "The Run endpoint should end with the model's slug, the Run request should use the "
    "same address, and Task/Detail should lie beside it.",
)
NO_STATUS_LISTS = Code(
    "W014",
    "the model card does not list the task statuses",
    "A model card ends with the statuses that a task can have: those that complete it "
    "and those of a running one. Without them the card may have been cut short.",
)
UNKNOWN_KEY = Code(
    "W015",
    "a key of the specification is not known",
    "The key and its text are kept with the Card and not used for anything.",
)
UNKNOWN_KEY_BESIDE = Code(
    "N042",
    "a key beside the inputs is not known",
    "The key says something of the model, or of the answer that holds it, and not of "
    "an input. It and its text are kept with the Card and not used for anything.",
)
INPUT_NOT_SENT = Code(
    "W016",
    "the Run request does not send an input",
    "In a model card the Run request sends every listed input. This one stands in the "
    "list alone: it may be new, or gone, or the text of another input that looks like "
    "one. It is read like the others; `omit` in the overrides takes it out.",
    settled_by=("omit",),
)
INPUTS_IN_ANOTHER_ORDER = Code(
    "W017",
    "the Run request sends the inputs in another order than the list",
    "In a model card both have the same order, which helps to tell inputs from texts "
    "that look like one. Here they differ. The order of the list is taken.",
)
LIST_WRITTEN_OTHERWISE = Code(
    "W018",
    "the list of inputs is written otherwise than in other cards",
    "The list cannot be read as it stands: its keys, bullets or names are spelt in "
    "another way, stand in another order, or one is missing. It is read as it is most "
    "likely meant, and texts are left as they are.",
)
OPTIONS_DISAGREE = Code(
    "W030",
    "the two lists of a select's options disagree",
    "An OpenAPI document lists the options of a select twice: `enum` has the values, "
    "`x-options` values and labels. Where one has values that the other lacks, the "
    "input gets all of them.",
    settled_by=("options", "kind"),
)
NULL_DEFAULT = Code(
    "W031",
    "a default is null",
    "Null is no value that could be sent. The input is read as one without default.",
    settled_by=("default",),
)
REQUIRED_UNKNOWN = Code(
    "W032",
    "something is required that is no input",
    "The list of required inputs names one that the document does not describe.",
)
VARIANTS_DIFFER = Code(
    "W033",
    "two documents of one model differ",
    "Tool/DetailOpenAPI answers with one document for each way of authentication; "
    "they describe the same model. Here they do not, and the first one was taken.",
)
SLUGS_DISAGREE = Code(
    "W034",
    "a model's clean slug is not that of its raw slug",
    "A clean slug is the raw one in lower case, every run of other characters than "
    "a–z and 0–9 one hyphen. Here they differ, and the clean slug that the source "
    "gives was taken.",
)
NO_INPUTS = Code(
    "W035",
    "a model has no inputs",
    "The document describes inputs, and there are none but those of every model.",
)
COMPANION_NOT_LISTED = Code(
    "W043",
    "the companion of a file input is no input",
    "`companion` names the input that takes the URLs of a file. None of that name is "
    "listed, so that URLs are sent under a name that the model may not know.",
)
UNKNOWN_PRICE_METHOD = Code(
    "W044",
    "the method of a price is not known",
    "`method` says what a price is paid for: a run, a second, an output. With one that "
    "is not known nothing is estimated, and pages show the word itself.",
)
LOOKS_LIKE_NULL = Code(
    "W036",
    "a text looks like no value",
    "Our format keeps every scalar as text, so `~`, `null` or nothing at all behind a "
    'key is that text. Put it in quotes if it is meant (`""` for the empty text), or '
    "leave the key out.",
)

NUMBER_AS_TEXT = Code(
    "N037",
    "a text is a number",
    "OpenAPI documents call numbers `string` that cards and Tool/Detail call `float`: "
    "`temperature`, `top_p`, `scale` and the like. Where the name says number, and "
    "help and default agree, callers give a number, and it is sent as text.",
)

TEXT_IS_FILE = Code(
    "N038",
    "a text is a file",
    "Only the type of an input says that it is a file, and OpenAPI documents call it "
    "`string`. What else is said of the input is weighed: its name (`inputVideo`), a "
    "text beside it for its URLs (`inputVideoUrl`), its format, its help (`Supported "
    "files: .pdf, .docx`), its default. Where they agree it is read as a file: callers "
    "give a path or a URL, and the file is sent with the request.",
)

EXCLUSIVE_BOUND = Code(
    "W039",
    "a bound of a number is not allowed itself",
    "`exclusiveMinimum` and `exclusiveMaximum` name a number that is just not allowed. "
    "The next multiple of the step is the bound where there is a step, or the next "
    "whole number. Without one there is no last number, and the bound itself is taken "
    "as allowed: set `minimum` or `maximum` in the overrides.",
    settled_by=("kind", "minimum", "maximum"),
)
NUMBERS_LISTED = Code(
    "W040",
    "a number takes only some values",
    "The source lists the values of a number, and travels them as numbers. Inputs have "
    "a list of texts (a select) or bounds of numbers, so the least and the greatest of "
    "the list are the bounds, and what lies between is left to the service.",
    settled_by=("kind", "minimum", "maximum"),
)

DEFAULT_OUT_OF_RANGE = Code(
    "W102",
    "a default is not allowed by the input's own range, step or type",
    "The specification gives a default that its own constraints refuse. The value is "
    "kept and reported, but it is neither shown as the default nor sent: the caller "
    "gives a value, or the service chooses. Correct it with `default` (or the bounds) "
    "in the overrides.",
)
OPTION_REPEATED = Code(
    "N103",
    "an option is listed more than once",
    "A select lists the same value twice, sometimes under different labels. The value "
    "is offered once, with all its labels. Nothing needs to be done.",
)
DEFAULT_NOT_AN_OPTION = Code(
    "W104",
    "a default is not one of the options",
    "The default of a select is none of the options it lists (instant-id's "
    '`selectedModel` is `"79"`, its options are five others), or differs in case. The '
    "value is kept and reported, but it is neither shown as the default nor sent: a "
    "request would fail with it, or be paid for and give something else. Where the "
    "default is right and an option is missing, add it in the overrides.",
)
NO_OPTIONS = Code(
    "W105",
    "a select lists no options",
    "Nothing tells what may be chosen, so the input takes any text. Model cards leave "
    "out the options of a `selectwithcover`; the model's OpenAPI document has them.",
)
NULL_OPTION = Code(
    "W106",
    "an option has no value",
    "The specification gives null for an option's value. Such an option cannot be "
    "sent; it is kept in the Card and not offered.",
)
EMPTY_OPTION = Code(
    "N107",
    "an option's value is empty",
    'An empty value usually means `automatic`. It is offered as `""`.',
)
FLAG_IN_DISGUISE = Code(
    "N108",
    "a select is a flag",
    "A select of `true` and `false`, `on` and `off` or `yes` and `no` is True or False "
    "in Python, and the service's own text on the wire.",
)
INTEGERS_IN_DISGUISE = Code(
    "N109",
    "a select is one of several whole numbers",
    "All values are whole numbers and no label says otherwise, so callers write "
    "numbers (`Literal[5, 10]`); on the wire they are texts, as the service has "
    "them.",
)
UNTRANSLATED_TEXT = Code(
    "N110",
    "a label or help is an untranslated key",
    "Texts such as `guidancescale-help` are keys of Wiro's own pages. They say nothing "
    "to a reader; give better words with `help` and `label` in the overrides.",
)
SAMPLE_AS_DEFAULT = Code(
    "N111",
    "a required input has a default",
    "The value of a required text or file is an example (a prompt, a file's name), not "
    "something to run a paid task with. It is shown as an example and never sent.",
)
RANGE_AS_LENGTH = Code(
    "N112",
    "lengths of a text look like the range of a number",
    "Some sources write the range of a number that is a text (`seed`) into minLength "
    "and maxLength. They are kept and checked as lengths, as JSON Schema does. To have "
    "a range, set `kind: number` with `minimum` and `maximum` in the overrides.",
)
UNUSUAL_SLUG = Code(
    "N113",
    "a model's slug is not a clean one",
    "Capitals, dots and blanks in a slug are kept for the path of a run; the model is "
    "identified by its clean slug, and people may write either.",
)
OWNERS_DIFFER_BY_CASE = Code(
    "N114",
    "an owner is written in several ways",
    "Models of one owner write its name differently (`ByteDance`, `bytedance`). Their "
    "clean slugs have the same owner, so their modules lie in one package.",
)
INPUTS_NOT_TOLD = Code(
    "W115",
    "the specification does not tell the model's inputs",
    "Tool/Detail answers with `parameters: null` do not tell the inputs, which is not "
    "the same as having none. The request class of such a model would have no fields. "
    "Ask Tool/DetailOpenAPI, or run `wirogen pull`, which asks both.",
)
TEXT_MAY_BE_FILE = Code(
    "W117",
    "a text may be a file",
    "Something about a text speaks for a file, such as its name or its help, and not "
    "enough to read it as one. A path given for it would be sent as it stands, and "
    "the run be paid and fail. Say what it is in the overrides: `kind: file` takes "
    "uploads, `takes_file: true` URLs alone (files are uploaded first), and "
    "`takes_file: false` says that it is a text.",
    settled_by=("kind", "takes_file"),
)
BOUNDS_IN_HELP = Code(
    "W118",
    "only the help tells the bounds of a number",
    "The help says `between 0 and 1` or the like, and the specification gives no "
    "bounds, so that a value beyond them is sent, and the run fails or gives something "
    "else. A help text may round, or speak of the usual values: if it is right, write "
    "its bounds as `minimum` and `maximum` into the overrides.",
    settled_by=("minimum", "maximum"),
)
RANGE_OF_ONE_OPTION = Code(
    "W119",
    "a select of one option has a range in its help",
    "The help tells a range, and the select offers a single value of it: the other "
    "options were lost, or it was a number once. Say in the overrides which: `kind: "
    "integer` with bounds, or the options.",
    settled_by=("kind", "options"),
)
TEXT_MAY_BE_NUMBER = Code(
    "W120",
    "a text may be a number",
    "OpenAPI documents call numbers `string` that other sources call `float`. This "
    "text has the name of a number (`newTokens`, `shift`), or bounds in its help, and "
    "nothing else says so: callers give a text or a number, and any text passes. In "
    "the overrides, `kind: integer` or `kind: number` makes it a number that is sent "
    "as text, and `kind: text` says that it is none.",
    settled_by=("kind",),
)
SEVERAL_BY_ANALOGY = Code(
    "N121",
    "how several options are sent is not known",
    "No source shows a run of a model with such an input. Its options are sent by "
    "analogy with what takes several files: a list in JSON, one field each in a form.",
)
NAMES_COLLIDE = Code(
    "W201",
    "two inputs would have the same Python name",
    "Wire names such as `topP` and `top_p` give the same Python name. The one that is "
    "this name as it stands keeps it, and every other gets a suffix drawn from its own "
    "wire name. Give them good names with `rename` in the overrides.",
)
NAME_CHANGED = Code(
    "N202",
    "an input cannot have its own name in Python",
    "The name is a keyword, a builtin that annotations use, a member of request "
    "classes, or begins with a digit; or its flag would be one of the command line's "
    "own. `rename` in the overrides gives another one.",
)
MODEL_DESCRIBED_TWICE = Code(
    "E101",
    "a model is described by two specifications",
    "Two files describe models of the same clean slug, so it is not known which of the "
    "two is right. Keep one of them. `wirogen pull` writes one file for each model.",
)
NO_SUCH_MODEL = Code(
    "E102",
    "no specification describes a model that is asked for",
    "`models` in the configuration names a model, or a pattern of models, that none of "
    "the specifications describes. Patterns are over clean slugs: `wiro/*`.",
)
NO_SPECIFICATIONS = Code(
    "E103",
    "there is nothing to read",
    "The folders that are configured, or given on the command line, hold no "
    "specification: no file that ends in .md, .txt, .json, .yaml or .yml.",
)
RUN_PATH_LEADS_ELSEWHERE = Code(
    "E107",
    "the path of a run could lead to another address",
    "A run is sent, with the key, to `/Run/` and a path of two segments, the owner and "
    "the model. A path with fewer or more segments, with one that is empty, `.` or "
    "`..`, or with a backslash or control character in one, also where that shows only "
    "after percent-decoding, could lead to another address of the service. No client "
    "is written for it, and none sends to it.",
)
TOO_MUCH = Code(
    "E108",
    "a specification holds too much",
    "A specification may have ten million bytes, and a model 2,000 inputs, 20,000 "
    "options and 20,000 rows of prices: far more than any that is known. More is an "
    "accident or an attack, and no client is written from it.",
)
NOT_TOML = Code(
    "E500",
    "a configuration cannot be read",
    "pyproject.toml and wirogen.toml are TOML files in UTF-8. The message tells where "
    "the text stops being TOML.",
)
UNKNOWN_SETTING = Code(
    "E501",
    "there is no such setting",
    "[tool.wirogen] knows `specs`, `overrides`, `output`, `package`, `models`, "
    "`target`, `templates`, `history`, `runtime`, `docs`, `exclude` and `lint`; an "
    "[[tool.wirogen.output]] table `folder`, `package`, `models`, `target`, "
    "`templates`, `history`, `runtime` and `docs`. A key that is not among them is "
    "most likely misspelt.",
)
WRONG_VALUE = Code(
    "E502",
    "a setting has a wrong value",
    "The message tells what the setting must be. Paths are relative to the file that "
    "holds them; a package is a dotted name that Python can import.",
)
CONFIGURED_TWICE = Code(
    "E503",
    "wirogen is configured twice in one folder",
    "A folder has both a wirogen.toml and a [tool.wirogen] table in its "
    "pyproject.toml, and it is not clear which of the two holds. Keep one of them.",
)
NOTHING_TO_ACCEPT = Code(
    "W510",
    "a finding is accepted that is not there",
    "`accepted` in the configuration names a model, an input or a code of which "
    "nothing is found: the specification has changed, or the name is misspelt. Take "
    "the entry out, so that the next finding of its kind is told.",
)
NOTHING_TO_EXCLUDE = Code(
    "W511",
    "`exclude` leaves nothing out",
    "A glob of `exclude` in the configuration fits no file in the folders of "
    "specifications: the file has gone, or the glob is misspelt, and what it should "
    "leave out is read. Globs are over paths as seen from the configuration's folder.",
)
NO_SPECIFICATION = Code(
    "N041",
    "a file in a folder of specifications is none",
    "A folder of specifications may hold other files, such as a README.md. What is of "
    "no format that wirogen reads is left out where its name ends in `.md` or `.txt`; "
    "named by itself it is an error. `exclude` in the configuration says so for good.",
)
OUTPUTS_OVERLAP = Code(
    "E504",
    "an output is in the way of something else",
    "Two outputs would be written to one place, or an output lies inside a folder of "
    "specifications. Each output needs a place of its own.",
)
SEVERAL_OUTPUTS = Code(
    "E505",
    "the command line does not say which output is meant",
    "--output and --package change one output, and the configuration has several. Run "
    "the command without them, or with the paths of specifications.",
)
NOT_CONFIGURED = Code(
    "E506",
    "a file does not configure wirogen",
    "A pyproject.toml configures wirogen in its table [tool.wirogen], a wirogen.toml "
    "with the same settings at its top. `wirogen init` writes one.",
)

OUTSIDE_PROJECT = Code(
    "E507",
    "a source distribution cannot hold what lies outside of its project",
    "The build hook puts everything that a generation reads and writes into a source "
    "distribution, so that wheels can be built from it anywhere. A specification, a "
    "template or an output that lies above or beside the project has no place there.",
)
UNKNOWN_HOOK_SETTING = Code(
    "E508",
    "the build hook has no such setting",
    "[tool.hatch.build.hooks.wirogen] holds settings of hatchling alone, such as "
    "`enable-by-default`. What is generated stands in [tool.wirogen] or wirogen.toml.",
)
CONFIGURED_ALREADY = Code(
    "E509",
    "there is a configuration already",
    "`wirogen init` writes a first configuration into a folder that has none. It never "
    "changes one that is there.",
)
RUNTIME_IMPOSSIBLE = Code(
    "E510",
    "a package cannot have the runtime that is configured",
    "`runtime` lists the rooms that a package's runtime has, or names the package of "
    "another output whose runtime it uses. A room is of no use without those that it "
    "needs: `client` for `cli`, `batch` and `realtime`, and `cli` and `realtime`, too, "
    "for `mcp`. A package whose runtime others use has one of its own.",
)
OUTPUT_FOREIGN = Code(
    "E400",
    "a file stands in the way that wirogen did not write",
    "The output folder holds a file where one would be generated, and the folder's "
    "MANIFEST.json does not list it. Only listed files are overwritten. Delete or move "
    "the file, or choose another output folder.",
)
PATH_NOT_WRITABLE = Code(
    "E401",
    "a path cannot be one of the output's files",
    "Generated files lie below the output folder and have names that every common "
    "system can check out: relative, without `..`, and without characters such as `:`.",
)
PATHS_CLASH = Code(
    "E402",
    "two generated files would be one",
    "Their paths differ by upper and lower case alone, which is no difference on many "
    "systems, or one of them would be a file and the other a folder. `rename` in the "
    "overrides gives one of them another name.",
)
OUTPUT_IS_A_LINK = Code(
    "E403",
    "a link stands in the output",
    "Nothing is written or removed through a symbolic link: neither the output folder "
    "nor a folder or file of ours in it may be one. Folders above it may be.",
)
OUTPUT_IN_THE_WAY = Code(
    "E404",
    "a file stands where a folder is needed, or a folder where a file is",
    "What stands there is not removed. Move it, or choose another output folder.",
)
OUTPUT_NOT_WRITABLE = Code(
    "E405",
    "the output cannot be written",
    "The system refused to write to the output folder: no permission, no space left, "
    "or a file that another program holds. All is staged before anything is replaced; "
    "what a failure after that left half done, the next run completes.",
)
OUTPUT_NOT_READABLE = Code(
    "E406",
    "the output cannot be read",
    "What stands in the output folder is compared before anything is written, and the "
    "system refused to tell.",
)
OUTPUT_BUSY = Code(
    "E407",
    "another run is using the folder",
    "One run at a time writes to a folder, and goes by a configuration; a second one "
    "waits, ten seconds for the folder and a minute for the configuration, then gives "
    "up. The lock is the operating system's and ends with the process that holds it.",
)
MANIFEST_DAMAGED = Code(
    "E408",
    "the manifest is damaged or edited, or not wirogen's",
    "MANIFEST.json in the output folder tells which files are ours, so nothing is "
    "written while it is not as wirogen wrote it. A merge may have damaged it: either "
    "side will do. Without a manifest, files that are just what would be written are "
    "ours.",
)
MANIFEST_NEWER = Code(
    "E409",
    "the manifest was written by a later wirogen",
    "MANIFEST.json in the output folder is of a format that this wirogen does not "
    "know. Use the version that it names, or a later one.",
)
TEXT_NOT_WRITABLE = Code(
    "E410",
    "a generated text cannot be written as it is",
    "Generated files are UTF-8 with plain line ends. A carriage return or half of a "
    "surrogate pair came into one, mostly from a repository's own template, which has "
    "to write them as escapes.",
)

REASON_MISSING = Code(
    "E600",
    "an override gives no reason",
    "Every entry of the overrides says in `reason` why it is there: it stays when the "
    "people who wrote it have gone, and somebody will ask whether it can go too.",
)
OVERRIDES_OF_NO_SLUG = Code(
    "E601",
    "an override is for something that is no model",
    "The overrides name models by their slugs, `owner/model`, clean or as the service "
    "writes them.",
)
MODEL_OVERRIDDEN_TWICE = Code(
    "E602",
    "a model stands twice in the overrides",
    "Two slugs that differ in capitals, blanks or dots name the same model. All of "
    "its inputs stand under one of them.",
)
RENAME_REFUSED = Code(
    "E603",
    "an input cannot be renamed like that",
    "`rename` gives a name for Python: lower case letters of ASCII, digits and "
    "underscores, beginning with a letter; no keyword, and none of the names that "
    "request classes have themselves.",
)
RENAME_COLLIDES = Code(
    "E604",
    "two inputs of a model would have the same name",
    "A name that is given with `rename` is kept as it is, so that no other input of "
    "the model can have it.",
)
CORRECTION_DOES_NOT_FIT = Code(
    "E605",
    "a correction does not fit its input",
    "Bounds are for numbers, lengths for texts, options for selects; a default must "
    "be allowed by its input. Perhaps the model changed since the override was "
    "written, or `kind` has to be corrected too.",
)
CONDITION_CANNOT_HOLD = Code(
    "E606",
    "a condition can never hold",
    "The input that a condition names is no input of the model, or cannot have the "
    "value. Perhaps the model changed since the override was written.",
)
OMITTED_AND_CORRECTED = Code(
    "E607",
    "an input is omitted and corrected",
    "An input that `omit` leaves out is not there any more, so that nothing else about "
    "it can be corrected.",
)
REQUIRED_AND_FORBIDDEN = Code(
    "E608",
    "an input is required and forbidden at once",
    "`required_when` and `forbidden_when` of one input hold for the same request: "
    "with the input it is refused, and without it.",
)
OVERRIDE_OF_UNKNOWN_MODEL = Code(
    "W600",
    "overrides for a model that no specification describes",
    "The model is not among the specifications that were read. Its slug may be "
    "misspelt, or the model gone; then its overrides can go too.",
)
OVERRIDE_OF_UNKNOWN_INPUT = Code(
    "W601",
    "an override for an input that the model does not have",
    "The input's wire name may be misspelt (capitals count), or the input gone; then "
    "its override can go too.",
)
OVERRIDE_CHANGES_NOTHING = Code(
    "W602",
    "an override changes nothing",
    "The specification says already what the override says. Mostly the source was "
    "corrected, and the override can go.",
)
REQUIRED_INPUT_OMITTED = Code(
    "W603",
    "a required input is omitted",
    "The specification says that requests must carry the input, so that the service "
    "will refuse those that do not. Correct `required` at the source, or leave the "
    "input in.",
)
DEFAULT_FORBIDDEN = Code(
    "W604",
    "a default is sent when its input is forbidden",
    "A request carries the default of an input when the caller says nothing. Where the "
    "condition of `forbidden_when` holds, every such request is refused, unless the "
    "caller sets the input to UNSET. With `default: null` nothing is sent unasked.",
)
NO_HTTP_CLIENT = Code(
    "E700",
    "pulling needs httpx2",
    "`wirogen pull` and `wirogen find` alone open connections, so that the library for "
    "that is an extra: `pip install 'wirogen[pull]'`.",
)
NO_API_KEY = Code(
    "E701",
    "there is no API key",
    "The catalogue is listed to those who have an account. The key is taken from "
    "WIRO_API_KEY and, for projects that sign their calls, the secret from "
    "WIRO_API_SECRET. A proxy that holds the keys is named by WIRO_BASE_URL, and needs "
    "neither. Models that are named are pulled without a key, from their public cards.",
)
SETTING_NOT_USABLE = Code(
    "E702",
    "an environment variable cannot be used",
    "Keys go into headers and are plain ASCII; WIRO_BASE_URL and WIRO_SITE_URL are "
    "http or https addresses with a host. Values are not shown, because they are "
    "secret or may hold a password.",
)
KEYS_NOT_ACCEPTED = Code(
    "E703",
    "the service does not accept the API key",
    "The service answered with HTTP 401, and would to every other call, so that the "
    "pull ended. What was pulled before is there. A project is either of key alone or "
    "of key and signature; the latter needs WIRO_API_SECRET.",
)
ANSWER_NOT_HAD = Code(
    "E704",
    "an answer of the service could not be had",
    "The call was sent several times where that could help, and no usable answer came: "
    "a cut connection, an error of the server, a page for browsers, a text that is no "
    "JSON, or something of another form. Other models go on. Running the same command "
    "again asks again.",
)
MODEL_NOT_KNOWN = Code(
    "E705",
    "the service does not tell of a model",
    "Tool/DetailOpenAPI and Tool/Detail answered that they have nothing, and there is "
    "no public card. Mostly the slug is misspelt, or the model is private or gone.",
)
NOTHING_FOUND = Code(
    "E706",
    "the catalogue lists no model that matches",
    "Tool/List answered, and with no models. Categories and words are the service's "
    "own; its pages show them.",
)
CATALOGUE_CUT_SHORT = Code(
    "E707",
    "the catalogue could not be read to its end",
    "A page of Tool/List could not be had. The models of the pages before it are "
    "pulled, those after it are not known.",
)
SPECIFICATION_IN_THE_WAY = Code(
    "E708",
    "something stands where a specification is to be written",
    "A pull replaces the file that describes the model, and no other: no file that "
    "describes something else or cannot be read, none that describes several models, "
    "and nothing behind a symbolic link.",
)
SPECIFICATION_NOT_WRITTEN = Code(
    "E709",
    "a specification cannot be written",
    "The operating system refused: no permission, no space, a name that it does not "
    "take. What was there is as it was.",
)
NOT_A_SPECS_FOLDER = Code(
    "E710",
    "the first of `specs` is no folder",
    "Pulled specifications go to `<owner>/<model>.yaml` below the first entry of "
    "`specs` in the configuration, which has to be a folder. It is made if it is not "
    "there.",
)
SERVICE_NOT_REACHED = Code(
    "E711",
    "the service cannot be reached",
    "Several calls in a row found nobody at the address, so that the pull ended. What "
    "was pulled before is there, and running the same command again continues.",
)
NOT_A_SLUG = Code(
    "E712",
    "a name is not a model's slug",
    "A model is named by its owner and its name, `wiro/instant-id`, raw or clean, both "
    "with a letter or digit of ASCII in them.",
)
SPECIFICATION_NOT_READ_BACK = Code(
    "E713",
    "a specification would not read back as it was written",
    "Before a pulled specification is written it is read again, and it was not the "
    "same. Nothing was written; this is a bug of wirogen that should be reported.",
)
INPUTS_NO_LONGER_TOLD = Code(
    "E714",
    "no answer tells the inputs that a specification has",
    "Tool/Detail has `parameters: null` and there is no OpenAPI document, so that the "
    "inputs of the model are not told any more. The specification that tells them is "
    "kept as it is.",
)
MODEL_NOT_PULLED = Code(
    "E715",
    "a model could not be pulled",
    "Something about this model was met that wirogen is not ready for. Nothing of it "
    "was written, and other models go on. Please report it.",
)
CARD_TELLS_LESS = Code(
    "E716",
    "a specification tells more than a public card",
    "Public cards tell no prices, and not which inputs are required. A specification "
    "that tells them is not replaced by what a card alone has. With an account, all of "
    "it is pulled.",
)
NOTHING_TO_REFRESH = Code(
    "E717",
    "there is nothing to refresh",
    "`wirogen pull` without arguments pulls the models that the folder of "
    "specifications describes, and it describes none.",
)
ANSWERS_DISAGREE = Code(
    "W700",
    "the two answers about a model disagree",
    "Tool/DetailOpenAPI and Tool/Detail (or the public card in its place) tell of the "
    "same model, and here they tell different things. What both allow is taken, so "
    "that a request is right for both; where they have nothing in common, OpenAPI "
    "goes first. The overrides can settle it otherwise.",
)
ANSWER_MISSING = Code(
    "W701",
    "only one of the two answers about a model exists",
    "The service said that it has no such answer. From OpenAPI alone, prices, "
    "categories and tags are missing and floats and some files look like plain texts; "
    "from Tool/Detail alone, the statuses are missing.",
)
INPUT_IN_ONE_ANSWER = Code(
    "W702",
    "not every answer has an input",
    "Tool/DetailOpenAPI, Tool/Detail and the public card should list the same inputs, "
    "but for the companions that take the URLs of files. The input is kept; `omit` in "
    "the overrides takes it out.",
)
ANSWERS_WORD_DIFFERENTLY = Code(
    "N703",
    "the two answers about a model use different words",
    "Titles, labels and help are copied from Tool/Detail into the OpenAPI document. "
    "Here the copy differs, and the words of Tool/Detail were taken.",
)
CATALOGUE_ENTRY_WITHOUT_SLUG = Code(
    "W704",
    "an entry of the catalogue names no model",
    "Entries of Tool/List have an owner and a name. This one has not, so that nothing "
    "can be asked about it.",
)
PULLED_IN_PART = Code(
    "N705",
    "one of the two answers about a model is missing for now",
    "A specification that was there stays as it was, because it may know what the "
    "missing answer would have told. A new one is written from what could be had. The "
    "next pull that has both answers completes it.",
)
CARD_NOT_HAD = Code(
    "W706",
    "the public card of a model could not be had",
    "Both answers were had, and were taken without what a public card has beside them "
    "(samples, mostly). Cards are read from https://wiro.ai, or from where "
    "WIRO_BASE_URL leads, unless WIRO_SITE_URL names another place.",
)
MODEL_GONE = Code(
    "W707",
    "the service tells no more of a model",
    "What is there was to be refreshed, and the service has no such model: it was "
    "taken from the catalogue, or it was never there. The file stays as it is. Models "
    "of your own are better kept in another folder of `specs`, which no pull reads.",
)
NO_SUCH_REVISION = Code(
    "E104",
    "git cannot tell what was there before",
    "`wirogen diff --git REV` asks git for the specifications at a revision. The "
    "folder must lie in a git repository, and the revision must be known to it.",
)
NOT_ONE_MODEL = Code(
    "E106",
    "a file describes several models, or none",
    "`wirogen.read_card` gives the one Card of a file. An answer of Tool/Detail can "
    "hold many models, and then there is no telling which of them is meant.",
)
SPECIFICATION_IS_THERE = Code(
    "E105",
    "a specification would be overwritten",
    "`wirogen convert -o` does not replace a file that holds something else: people "
    "may have edited it. Give --overwrite to replace it.",
)
