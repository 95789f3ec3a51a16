"""The request for `wiro/rag-chat`."""

from .._runtime.fields import (
    UNSET,
    FilesLike,
    Request,
    Unset,
    files,
    integer,
    number,
    request,
    switch,
    text,
)


@request("wiro/rag-chat")
class RagChat(Request):
    """A request for `wiro/rag-chat`.

    RAG Chat.

    Answers questions about documents that come with them, and remembers the
    conversation.
    """

    selected_model: str | Unset = text(
        "selectedModel", "--selected-model", default=UNSET
    )

    selected_model_private: str | Unset = text(
        "selectedModelPrivate", "--selected-model-private", default=UNSET
    )

    input_document_multiple: FilesLike | Unset = files(
        "inputDocumentMultiple",
        "--input-document-multiple",
        default=UNSET,
        many=True,
        companion="inputDocumentUrlMultiple",
        companion_label="inputDocumentUrlMultiple",
        label="inputDocumentMultiple",
    )
    """Documents to ask about: texts, office and PDF files, pictures, sound, video."""

    prompt: str = text(
        "prompt",
        "--prompt",
        sample="Who signs the contract, and by when?",
        label="Prompt",
    )
    """The question."""

    user_id: str | Unset = text("user_id", "--user-id", default=UNSET, label="user_id")
    """Name under which a person's conversations are kept."""

    session_id: str | Unset = text(
        "session_id", "--session-id", default=UNSET, label="session_id"
    )
    """Name of one of the person's conversations."""

    system_prompt: str | Unset = text(
        "system_prompt",
        "--system-prompt",
        default=UNSET,
        sample="Answer briefly, and only from the documents.",
        label="system_prompt",
    )
    """What the model is told before all else."""

    temperature: float | Unset = number(
        "temperature",
        "--temperature",
        default=UNSET,
        minimum=0,
        as_text=True,
        label="temperature",
    )
    """How freely words are chosen: 0 takes the likeliest, 0.75 is usual."""

    top_p: float | Unset = number(
        "top_p",
        "--top-p",
        default=UNSET,
        minimum=0,
        maximum=1,
        as_text=True,
        label="top_p",
    )
    """Considers the likeliest words that reach this share together; a number up to 1.
    """

    top_k: int | Unset = integer(
        "top_k", "--top-k", default=50, minimum=0, maximum=100, label="top_k"
    )
    """Considers this many of the likeliest words."""

    chunk_size: int | Unset = integer(
        "chunk_size",
        "--chunk-size",
        default=256,
        minimum=10,
        maximum=8192,
        label="chunk_size",
    )
    """Tokens in a piece of a document."""

    chunk_overlap: int | Unset = integer(
        "chunk_overlap",
        "--chunk-overlap",
        default=25,
        minimum=0,
        maximum=8192,
        label="chunk_overlap",
    )
    """Tokens that neighbouring pieces share."""

    similarity_top_k: int | Unset = integer(
        "similarity_top_k",
        "--similarity-top-k",
        default=5,
        minimum=0,
        maximum=100,
        label="similarity_top_k",
    )
    """How many pieces are read for an answer."""

    context_window: int | Unset = integer(
        "context_window",
        "--context-window",
        default=0,
        minimum=0,
        maximum=800000,
        label="context_window",
    )
    """Tokens that question and pieces may have together; 0 for all that the model
    takes.
    """

    max_new_tokens: int | Unset = integer(
        "max_new_tokens",
        "--max-new-tokens",
        default=0,
        minimum=0,
        maximum=4096,
        label="max_new_tokens",
    )
    """Longest answer in tokens; 0 leaves it to the model."""

    seed: str | int | Unset = text(
        "seed",
        "--seed",
        default=UNSET,
        numeric=True,
        min_length=0,
        max_length=9999999,
        sample="123456",
    )

    quantization: bool | Unset = switch(
        "quantization", "--quantization", default=False, label="quantization"
    )
    """Runs the model with fewer bits: less memory, answers a little worse."""

    do_sample: bool | Unset = switch(
        "do_sample", "--do-sample", default=False, label="do_sample"
    )
    """Lets answers vary; leave it off where they must not."""
