"""Which findings about specifications a repository wants to hear of."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase

from wirogen.diagnostics import Diagnostic, Report, Severity, Span, codes


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    """Findings that somebody has looked at, and why they are right as they are.

    `models` is a glob over clean slugs, `wire_name` an input or `*` for the whole
    model, `code` one code or empty for every one.
    """

    models: str
    wire_name: str
    code: str = ""
    reason: str
    span: Span = field(default=Span(""), compare=False, repr=False)

    def covers(self, finding: Diagnostic) -> bool:
        """Whether a finding is one of these."""
        return (
            fnmatchcase(finding.model, self.models)
            and self.wire_name in ("*", finding.wire_name)
            and self.code in ("", finding.code.name)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class LintPolicy:
    """What becomes of findings that are no errors: errors are always told.

    `select` and `ignore` hold codes or their beginnings (`N1`); nothing selected is
    everything, and what is ignored is not told. `severities` has the severity of codes
    that weigh otherwise here.
    """

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severities: Mapping[str, Severity] = field(default_factory=dict)
    accepted: tuple[Accepted, ...] = ()

    def judge(self, report: Report, *, is_whole: bool) -> Report:
        """The findings that are to be told, with the severities that they have here,
        and a warning for whatever is accepted and not there. Of findings that are not
        the whole, or not all for errors, nobody can say what is not there.
        """
        used: set[Accepted] = set()
        judged = list(self._judged(report.unordered, used))
        if is_whole and not report.errors:
            judged += self._judged([*self._idle(used)], used)
        return Report.of(judged)

    def _judged(
        self, findings: Iterable[Diagnostic], used: set[Accepted]
    ) -> Iterator[Diagnostic]:
        for finding in findings:
            if finding.is_error:
                yield finding
                continue
            covering = [each for each in self.accepted if each.covers(finding)]
            used.update(covering)
            name = finding.code.name
            if covering or name.startswith(self.ignore):
                continue
            if self.select and not name.startswith(self.select):
                continue
            severity = self.severities.get(name)
            yield replace(finding, weight=severity) if severity else finding

    def _idle(self, used: set[Accepted]) -> Iterator[Diagnostic]:
        for each in self.accepted:
            if each not in used:
                what = each.code or "finding"
                yield Diagnostic(
                    codes.NOTHING_TO_ACCEPT,
                    f"{each.models} {each.wire_name}: there is no {what} to accept",
                    each.span,
                    "take it out of the configuration",
                )
