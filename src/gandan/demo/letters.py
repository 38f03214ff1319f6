"""Synthetic letters with their truth: concerns that start, grow and end, copies, joint letters.

Letters come in blocks. A block is made from (seed, block number) alone, so any number of
letters streams in bounded memory and the same seed gives the same letters.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from gandan.demo import phrases
from gandan.demo.city import REFORM, Ward, wards
from gandan.demo.distortions import distort, shorten, without_marks

SINCE, UNTIL = date(2025, 4, 1), date(2026, 7, 1)
DAYS = (UNTIL - SINCE).days
BLOCK = 2_000
CONCERNS = 40
CHANNELS = (
    "app",
    "app",
    "hotline",
    "hotline",
    "letter",
    "letter",
    "reception",
    "email",
    "voter",
    "web",
)
OFFICES = ("mh-ban", "mh-mttq", "mh-ubnd")
BURST_ON = date(2026, 6, 8)


@dataclass(frozen=True)
class Letter:
    id: str
    text: str
    received_on: date
    channel: str
    place: str
    unit: str
    sender_name: str
    signers: int | None
    encoding: str = "utf-8"


@dataclass(frozen=True)
class Truth:
    """What the generator knows; never written beside the letters."""

    id: str
    kind: str
    field: str
    topic: str
    ward: str
    concern: str | None
    copy_of: str | None
    copy_kind: str | None
    flags: tuple[str, ...]


@dataclass(frozen=True)
class Plan:
    """A planted concern: subject, object, ward, days of life, how many letters."""

    key: str
    subject: phrases.Subject
    thing: str
    ward: str
    first: int
    last: int
    letters: int
    shape: str


def generate(letters: int, seed: int) -> Iterator[tuple[Letter, Truth]]:
    """Yield ``letters`` letters with their truth, block by block."""
    made = 0
    number = 0
    while made < letters:
        block = _Block(seed, number, min(BLOCK, letters - made))
        for row in block.rows():
            yield row
            made += 1
        number += 1


class _Block:
    def __init__(self, seed: int, number: int, size: int) -> None:
        self.random = random.Random(f"{seed}/{number}")  # noqa: S311
        self.number, self.size = number, size
        self.made = 0

    def rows(self) -> Iterator[tuple[Letter, Truth]]:
        rows: list[tuple[Letter, Truth]] = []
        for plan in self._plans():
            rows.extend(self._letter(plan) for _ in range(plan.letters))
        originals = int(self.size * 0.76)
        rows = rows[:originals]
        while len(rows) < originals:
            rows.append(self._single(len(rows)))
        rows.extend(self._copies(rows, self.size - len(rows)))
        rows.sort(key=lambda row: (row[0].received_on, row[0].id))
        yield from rows

    def _plans(self) -> Iterator[Plan]:
        count = max(2, round(CONCERNS * self.size / BLOCK))
        places = wards(before_reform=False)
        chosen = self.random.sample(range(len(phrases.subjects()) * len(places)), count)
        for index, pick in enumerate(chosen):
            subject = phrases.subjects()[pick % len(phrases.subjects())]
            ward = places[pick // len(phrases.subjects())]
            is_burst = index == 0
            first = (BURST_ON - SINCE).days if is_burst else self.random.randrange(0, DAYS - 60)
            length = 14 if is_burst else self.random.choice((45, 90, 180, 300))
            last = min(DAYS - 1, first + length)
            letters = 24 if is_burst else self.random.choice((4, 6, 8, 12, 20, 34))
            shape = "burst" if is_burst else self.random.choice(("growing", "steady", "fading"))
            # Objects of concerns have numbers of their own, so that no single shares them.
            thing = phrases.thing_name(subject.thing, ward.name, 1000 + self.number * 97 + index)
            key = f"b{self.number}-c{index}"
            yield Plan(key, subject, thing, ward.code, first, last, letters, shape)

    def _letter(self, plan: Plan) -> tuple[Letter, Truth]:
        span = plan.last - plan.first
        draw = self.random.random()
        share = {"growing": draw**0.5, "fading": draw**2}.get(plan.shape, draw)
        day = SINCE + timedelta(days=plan.first + int(share * span))
        ward = self._ward_on(plan.ward, day)
        return self._write(plan.subject, plan.thing, ward, day, plan.key)

    def _single(self, number: int) -> tuple[Letter, Truth]:
        subject = self.random.choice(phrases.subjects())
        ward_now = self.random.choice(wards(before_reform=False))
        day = SINCE + timedelta(days=self.random.randrange(DAYS))
        thing = phrases.thing_name(subject.thing, ward_now.name, number + self.number * 31)
        return self._write(subject, thing, self._ward_on(ward_now.code, day), day, None)

    def _ward_on(self, code_now: str, day: date) -> Ward:
        before = day < REFORM
        choices = [w for w in wards(before_reform=before) if w.now == code_now]
        return self.random.choice(choices)

    def _write(
        self, subject: phrases.Subject, thing: str, ward: Ward, day: date, concern: str | None
    ) -> tuple[Letter, Truth]:
        pick = self.random.choice
        channel = pick(CHANNELS)
        own_id = f"MH{self.number:05d}{self.made:05d}"
        self.made += 1
        flags: list[str] = []
        signers = None
        where = ward.name.replace("Phường", "phường")
        if ward.district:
            where += f", {ward.district.replace('Quận', 'quận')}"
        statements = self.random.sample(subject.statements, min(2, len(subject.statements)))
        body = self._body(statements, thing, channel)
        sender = f"{pick(phrases.FAMILIES)} {pick(phrases.MIDDLES)} {pick(phrases.GIVEN)}"
        if channel == "letter":
            body = self._formal(body, where, sender, subject.topic)
            if self.random.random() < 0.15:
                signers = self.random.randrange(5, 120)
                flags.append("joint")
        draw = self.random.random()
        if channel in {"app", "hotline", "web"} and draw < 0.10:
            body, flags = without_marks(body), [*flags, "no_diacritics"]
        elif channel in {"app", "hotline"} and draw < 0.16:
            body, flags = shorten(body, self.random), [*flags, "shorthand"]
        unit = ward.code if self.random.random() < 0.7 else "mh-ban"
        letter = Letter(own_id, body, day, channel, where, unit, sender, signers)
        kind = self._kind(subject, body)
        return letter, Truth(
            own_id, kind, subject.field, subject.topic, ward.now, concern, None, None, tuple(flags)
        )

    def _body(self, statements: list[str], thing: str, channel: str) -> str:
        pick = self.random.choice
        first = statements[0].format(o=thing)
        opening = pick(phrases.OPENINGS) if channel != "hotline" else pick(phrases.OPENINGS[:6])
        text = opening + first if opening else first[0].upper() + first[1:]
        pieces = [text + "."]
        if channel != "hotline" or self.random.random() < 0.4:
            pieces.append(pick(phrases.EFFECTS) + ".")
        # No two citizens write alike: each adds what happened to them.
        for _ in range(1 if channel == "hotline" else 2):
            pieces.append(f"{pick(phrases.WHO)} {pick(phrases.WHAT)} {pick(phrases.WHEN)}.")
        if channel not in {"hotline"} and len(statements) > 1 and self.random.random() < 0.5:
            second = statements[1].format(o=thing)
            pieces.append(second[0].upper() + second[1:] + ".")
        if channel in {"letter", "email", "reception"}:
            details = self.random.sample(phrases.DETAILS, self.random.randrange(2, 5))
            pieces.extend(d.format(n=self.random.randrange(2, 60)) for d in details)
            pieces.append(pick(phrases.EFFECTS) + ".")
        if channel != "hotline" or self.random.random() < 0.5:
            pieces.append(pick(phrases.DEMANDS) + ".")
        return " ".join(pieces)

    def _formal(self, body: str, where: str, sender: str, topic: str) -> str:
        pick = self.random.choice
        office = pick(
            (
                "Ủy ban nhân dân thành phố Minh Hà",
                "Thành ủy Minh Hà",
                f"Ủy ban nhân dân {where}",
                "Ủy ban Mặt trận Tổ quốc thành phố Minh Hà",
            )
        )
        return (
            "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n"
            f"ĐƠN {pick(('PHẢN ÁNH', 'KIẾN NGHỊ', 'ĐỀ NGHỊ'))}\nKính gửi: {office}\n"
            f"Tôi tên là {sender}, trú tại {where}.\n{body}\n{pick(phrases.CLOSINGS)}"
        )

    def _kind(self, subject: phrases.Subject, body: str) -> str:
        if subject.topic in {"nhung-nhieu-hoi-lo", "tham-o-che-do"}:
            return "to_cao"
        if "kiến nghị" in body.lower() or subject.field == "dan-chu-co-so":
            return "kien_nghi"
        return "phan_anh"

    def _copies(
        self, rows: list[tuple[Letter, Truth]], count: int
    ) -> Iterator[tuple[Letter, Truth]]:
        """Copies of letters long enough to be told from others."""
        able = [row for row in rows if len(row[0].text) > 150 and not row[1].flags] or rows
        for _ in range(count):
            letter, truth = self.random.choice(able)
            exact = self.random.random() < 0.45
            text = letter.text if exact else distort(letter.text, self.random)
            day = min(
                UNTIL - timedelta(days=1),
                letter.received_on + timedelta(days=self.random.randrange(0, 15)),
            )
            own_id = f"MH{self.number:05d}{self.made:05d}"
            self.made += 1
            copied = replace(
                letter,
                id=own_id,
                text=text,
                received_on=day,
                unit=self.random.choice(OFFICES),
                channel=self.random.choice(("letter", "email", "web")),
            )
            kind = "exact" if text == letter.text else "near"
            yield copied, replace(truth, id=own_id, copy_of=truth.id, copy_kind=kind)
