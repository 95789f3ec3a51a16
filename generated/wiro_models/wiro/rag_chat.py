"""The request for `wiro/rag-chat`."""

from collections.abc import Sequence
from dataclasses import dataclass

from .._runtime.files import FileLike
from .._runtime.inputs import UNSET, Files, Float, Integer, Option, Switch, Text, Unset
from .._runtime.request import Request


@dataclass(frozen=True, slots=True, kw_only=True)
class RagChat(Request):
    """A request for `wiro/rag-chat`.

    RAG Chat.

    Answers questions about documents that come with them, and remembers the
    conversation.
    """

    MODEL = "wiro/rag-chat"
    RUN_PATH = "wiro/rag-chat"

    selected_model: str | Unset = UNSET
    """`selectedModel`: select-model."""

    selected_model_private: str | Unset = UNSET
    """`selectedModelPrivate`: select-model-private."""

    input_document_multiple: FileLike | Sequence[FileLike] | Unset = UNSET
    """`inputDocumentMultiple`.

    Documents to ask about: texts, office and PDF files, pictures, sound, video.

    URLs go into `inputDocumentUrlMultiple`.
    """

    prompt: str
    """`prompt`.

    The question.

    Required.

    For example: Who signs the contract, and by when?
    """

    user_id: str | Unset = UNSET
    """`user_id`.

    Name under which a person's conversations are kept.
    """

    session_id: str | Unset = UNSET
    """`session_id`.

    Name of one of the person's conversations.
    """

    system_prompt: str | Unset = UNSET
    """`system_prompt`.

    What the model is told before all else.

    For example: Answer briefly, and only from the documents.
    """

    temperature: float | Unset = UNSET
    """`temperature`.

    How freely words are chosen: 0 takes the likeliest, 0.75 is usual.

    0 or more.
    """

    top_p: float | Unset = UNSET
    """`top_p`.

    Considers the likeliest words that reach this share together; a number up to 1.

    From 0 to 1.
    """

    top_k: int | Unset = 50
    """`top_k`.

    Considers this many of the likeliest words.

    From 0 to 100.
    """

    chunk_size: int | Unset = 256
    """`chunk_size`.

    Tokens in a piece of a document.

    From 10 to 8192.
    """

    chunk_overlap: int | Unset = 25
    """`chunk_overlap`.

    Tokens that neighbouring pieces share.

    From 0 to 8192.
    """

    similarity_top_k: int | Unset = 5
    """`similarity_top_k`.

    How many pieces are read for an answer.

    From 0 to 100.
    """

    context_window: int | Unset = 0
    """`context_window`.

    Tokens that question and pieces may have together; 0 for all that the model
    takes.

    From 0 to 800000.
    """

    max_new_tokens: int | Unset = 0
    """`max_new_tokens`.

    Longest answer in tokens; 0 leaves it to the model.

    From 0 to 4096.
    """

    seed: str | int | Unset = UNSET
    """`seed`.

    For example: 123456
    """

    quantization: bool | Unset = False
    """`quantization`.

    Runs the model with fewer bits: less memory, answers a little worse.
    """

    do_sample: bool | Unset = False
    """`do_sample`.

    Lets answers vary; leave it off where they must not.
    """

    INPUTS = (
        Text(
            wire_name="selectedModel",
            name="selected_model",
            flag="--selected-model",
            label="select-model",
            help="select-model-help",
        ),
        Text(
            wire_name="selectedModelPrivate",
            name="selected_model_private",
            flag="--selected-model-private",
            label="select-model-private",
            help="select-model-private-help",
        ),
        Files(
            wire_name="inputDocumentMultiple",
            name="input_document_multiple",
            flag="--input-document-multiple",
            label="inputDocumentMultiple",
            help="Documents to ask about: texts, office and PDF files, pictures, sound, video.",
            many=True,
            companion="inputDocumentUrlMultiple",
        ),
        Text(
            wire_name="prompt",
            name="prompt",
            flag="--prompt",
            label="Prompt",
            help="The question.",
            required=True,
        ),
        Text(
            wire_name="user_id",
            name="user_id",
            flag="--user-id",
            label="user_id",
            help="Name under which a person's conversations are kept.",
        ),
        Text(
            wire_name="session_id",
            name="session_id",
            flag="--session-id",
            label="session_id",
            help="Name of one of the person's conversations.",
        ),
        Text(
            wire_name="system_prompt",
            name="system_prompt",
            flag="--system-prompt",
            label="system_prompt",
            help="What the model is told before all else.",
        ),
        Float(
            wire_name="temperature",
            name="temperature",
            flag="--temperature",
            label="temperature",
            help="How freely words are chosen: 0 takes the likeliest, 0.75 is usual.",
            minimum=0,
            as_text=True,
        ),
        Float(
            wire_name="top_p",
            name="top_p",
            flag="--top-p",
            label="top_p",
            help="Considers the likeliest words that reach this share together; a number up to 1.",
            minimum=0,
            maximum=1,
            as_text=True,
        ),
        Integer(
            wire_name="top_k",
            name="top_k",
            flag="--top-k",
            label="top_k",
            help="Considers this many of the likeliest words.",
            minimum=0,
            maximum=100,
        ),
        Integer(
            wire_name="chunk_size",
            name="chunk_size",
            flag="--chunk-size",
            label="chunk_size",
            help="Tokens in a piece of a document.",
            minimum=10,
            maximum=8192,
        ),
        Integer(
            wire_name="chunk_overlap",
            name="chunk_overlap",
            flag="--chunk-overlap",
            label="chunk_overlap",
            help="Tokens that neighbouring pieces share.",
            minimum=0,
            maximum=8192,
        ),
        Integer(
            wire_name="similarity_top_k",
            name="similarity_top_k",
            flag="--similarity-top-k",
            label="similarity_top_k",
            help="How many pieces are read for an answer.",
            minimum=0,
            maximum=100,
        ),
        Integer(
            wire_name="context_window",
            name="context_window",
            flag="--context-window",
            label="context_window",
            help="Tokens that question and pieces may have together; 0 for all that the model takes.",
            minimum=0,
            maximum=800000,
        ),
        Integer(
            wire_name="max_new_tokens",
            name="max_new_tokens",
            flag="--max-new-tokens",
            label="max_new_tokens",
            help="Longest answer in tokens; 0 leaves it to the model.",
            minimum=0,
            maximum=4096,
        ),
        Text(
            wire_name="seed",
            name="seed",
            flag="--seed",
            label="seed",
            help="seed-help",
            numeric=True,
            min_length=0,
            max_length=9999999,
        ),
        Switch(
            wire_name="quantization",
            name="quantization",
            flag="--quantization",
            label="quantization",
            help="Runs the model with fewer bits: less memory, answers a little worse.",
            options=(Option(True), Option(False)),
        ),
        Switch(
            wire_name="do_sample",
            name="do_sample",
            flag="--do-sample",
            label="do_sample",
            help="Lets answers vary; leave it off where they must not.",
            options=(Option(True), Option(False)),
        ),
    )
