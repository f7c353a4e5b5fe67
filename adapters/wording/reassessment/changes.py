"""What a reassessment changes, as tables: in all, by measure, year and enterprise, and by claim."""

from __future__ import annotations

from adapters.ledger.reassessing.changes import Changes, Sums
from adapters.wording.claims.answers import measure_title
from adapters.wording.claims.causes import cause
from adapters.wording.tables import show_table
from domain.money import yuan
from domain.policy.book import PolicyBook

CLAIMS_SHOWN_MAX = 100
ENTERPRISES_SHOWN_MAX = 20


def show_changes(changes: Changes, book: PolicyBook, lang: str, *, rehearsed: bool = False) -> None:
    """Print every difference, the sums first."""
    en = lang == "en"
    if rehearsed:
        print("Rehearsal: nothing was recorded" if en else "试算：未作任何记录")
    if not changes.changes:
        print("No claim differs" if en else "没有差额")
        return
    titles = {key: measure_title(key or None, book, lang) for key in changes.by_measure}
    _groups("measure" if en else "项目", changes.by_measure, titles, lang, changes.all)
    print()
    _groups("year" if en else "年度", changes.by_year, {}, lang)
    print()
    _groups("enterprise" if en else "企业", _most_moved(changes), {}, lang)
    if len(changes.by_enterprise) > ENTERPRISES_SHOWN_MAX:
        left = len(changes.by_enterprise) - ENTERPRISES_SHOWN_MAX
        print(f"… and {left:,} more" if en else f"……另有 {left:,} 家")
    print()
    _claims(changes, lang)


def _groups(
    heading: str,
    groups: dict[str, Sums],
    titles: dict[str, str],
    lang: str,
    total: Sums | None = None,
) -> None:
    rows = [[titles.get(key, key), *_told(sums)] for key, sums in sorted(groups.items())]
    if total is not None:
        rows.append(["total" if lang == "en" else "合计", *_told(total)])
    headers = (
        [heading, "claims", "before", "after", "difference"]
        if lang == "en"
        else [heading, "笔数", "原核定", "现核定", "差额"]
    )
    show_table(headers, rows, {1, 2, 3, 4})


def _claims(changes: Changes, lang: str) -> None:
    en = lang == "en"
    found = sorted(changes.changes, key=lambda change: change.event.claim_no)
    rows = [
        [
            change.event.claim_no,
            yuan(change.before_fen),
            yuan(change.after_fen),
            _signed(change.after_fen - change.before_fen),
            cause(change.event, lang),
        ]
        for change in found[:CLAIMS_SHOWN_MAX]
    ]
    headers = (
        ["claim", "before", "after", "difference", "why"]
        if en
        else ["申报编号", "原核定", "现核定", "差额", "原因"]
    )
    show_table(headers, rows, {1, 2, 3})
    if len(found) > CLAIMS_SHOWN_MAX:
        left = len(found) - CLAIMS_SHOWN_MAX
        print(
            f"… and {left:,} more (--json: all)" if en else f"……另有 {left:,} 笔（--json 列出全部）"
        )


def _most_moved(changes: Changes) -> dict[str, Sums]:
    ranked = sorted(
        changes.by_enterprise.items(), key=lambda item: (-abs(item[1].delta_fen), item[0])
    )
    return dict(ranked[:ENTERPRISES_SHOWN_MAX])


def _told(sums: Sums) -> list[str]:
    return [
        f"{sums.claims:,}", yuan(sums.before_fen), yuan(sums.after_fen), _signed(sums.delta_fen)
    ]  # fmt: skip


def _signed(fen: int) -> str:
    return f"+{yuan(fen)}" if fen > 0 else yuan(fen)
