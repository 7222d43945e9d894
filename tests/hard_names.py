"""Names that are hard to keep in, and to keep apart from what the agent itself says. All are invented."""

from __future__ import annotations

from collections.abc import Sequence

from workspace_agent.intake.initials import initials
from workspace_agent.intake.names import folded

Name = tuple[str, str]
"""First and last, as a case manager types them."""

_FIRST_WORDS = ("May", "April", "June", "Will", "Grace", "Chance", "Mark", "Art", "Bill", "Summer", "Student")
_LAST_WORDS = ("Grant", "Bell", "Page", "Case", "Held", "Book", "Link", "Friday", "Meeting", "Manager", "Day")

WORDS: tuple[Name, ...] = tuple((first, last) for first in _FIRST_WORDS for last in _LAST_WORDS)
"""Words, months and roles; each pair of them."""

OUR_WORDS: tuple[Name, ...] = (
    ("Review", "Overdue"), ("Due", "Date"), ("Compliance", "Digest"), ("Private", "Hold"), ("Agent", "Row"),
    ("Past", "Due"), ("Progress", "Monitoring"),
    ("Service", "Hours"), ("Special", "Services"), ("Case", "Row"),
    ("Needs", "Person"), ("Post", "Form"), ("To", "Day"), ("Ma", "De"), ("Al", "Low"), ("An", "Other"),
    ("Li", "Ne"), ("Da", "Te"), ("Me", "Et"),
    ("An", "Y"), ("A", "Person"), ("Ann", "Guest"), ("Bo", "Folder"),
    ("Lee", "Calendar"), ("Kim", "Reevaluation"), ("Ed", "Aimline"), ("Sal", "Baseline"), ("Jo", "Booked"),
    ("November", "Monday"), ("Rose", "Sunday"), ("Noel", "December"), ("Dee", "Spreadsheet"), ("Ty", "Table"),
    ("Title", "Subject"), ("Html", "Style"), ("Content", "Type"), ("Charset", "Utf"), ("Iep", "Team"),
)  # fmt: skip
"""What stands in the agent's sentences, mails and tables, put together and cut apart."""

PARTICLES: tuple[Name, ...] = (
    ("Inés", "de la Cruz"), ("Pieter", "van der Berg"), ("Omar", "al-Amin"), ("Dov", "ben David"),
    ("Yusuf", "ibn Rashid"), ("Carlo", "di Stefano"), ("Lucía", "del Río"), ("Jan", "ten Brink"),
    ("Otto", "von Amsberg"), ("Maeve", "Ní Bhriain"), ("Seán", "Mac Giolla"), ("João", "dos Santos Pinto"),
    ("Amélie", "de l'Étang"), ("Abdul Rahman", "al Haddadi"), ("Noor", "El-Masry"), ("Tiến", "Nguyễn Phước"),
    ("Maria da Luz", "e Silva"), ("Bram", "'t Hooft"), ("Anneke", "van 't Zand"), ("Ryo", "de Souza Kato"),
)  # fmt: skip

APOSTROPHES: tuple[Name, ...] = (
    ("Kathleen", "O'Neil"), ("Lucia", "D'Angelo"), ("Sean", "O’Rourke"), ("Ja'Marcus", "Tolliver"),
    ("De’Andre", "Whitlow"), ("Nō‘eau", "Kealoha"), ("Ka`iulani", "Akana"), ("Tʼáá", "Begaye"),
    ("Mar'yana", "Zavʼyalova"), ("Ro´isin", "O´Dowda"), ("N'Golo", "M'Bekele"), ("Sa’ad", "Qur’ani"),
)  # fmt: skip

DOUBLE: tuple[Name, ...] = (
    ("Ana", "Ruiz-Okafor"), ("Mary Ann", "Lindgren"), ("Jean-Luc", "Petit-Moreau"), ("Mary-Kate", "Ashworth"),
    ("Juan Carlos", "Salcedo Ybarra"), ("Anne Marie", "Fitz Gibbon"),
    ("Lee Ann", "Ann Lee"), ("Jo", "Jo-Jordan"),
    ("Bobby Joe", "Ray-Bob"), ("Sofía", "Ñáñez–Güell"), ("Kai", "Ito‐Brandt"), ("Priya", "Rao—Iyer"),
    ("Ximena", "Paz y Puente"), ("Willem", "Smit/Jansma"), ("Nia", "Cole (Mbatha)"), ("Uma", "Dev, Anand"),
)  # fmt: skip

ONE_LETTER: tuple[Name, ...] = (
    ("J", "S"), ("J.", "S."), ("A", "N"), ("I", "S"), ("B", "Y"), ("O", "Rourkeson"), ("Tomasina", "X"),
    ("Élodie", "É"), ("U", "Ng"), ("Q", "Quimbanda"), ("É", "Ö"), ("M. K.", "P. R."), ("D", "O’"), ("Ж", "Ю"),
)  # fmt: skip

SUFFIXES: tuple[Name, ...] = (
    ("Harold", "Trask Jr."), ("Harold", "Trask III"), ("Desmond", "Okoro, Sr."), ("Luis", "Prieto (2nd)"),
    ("Dr. Ida", "Vexler"), ("Miss Opal", "Tansy"), ("Reginald", "St. James IV"), ("Otis", "Beckett II"),
)  # fmt: skip

SCRIPTS: tuple[Name, ...] = (
    ("Дарья", "Соколова"), ("Їжак", "Щербина"), ("Йосип", "Ґалаґан"), ("Ђорђе", "Љубичић"), ("Марк", "Март"),
    ("Ἀλέξανδρος", "Παπαδόπουλος"), ("Ζωή", "Ψαρρού"), ("Ελένη", "Ωνάση"), ("Ρέα", "Σς"),
    ("محمد", "الأمين"), ("فاطمة", "الزهراء"), ("عبد الله", "بن زيد"), ("نور", "حدّاد"), ("آية", "كوثر"),
    ("דָּוִד", "בן־גוריון"), ("שרה", "ג׳ורג׳י"), ("נעמי", "ביאליק"), ("חיים", "ז״ל"),
    ("हरि", "शर्मा"), ("कृष्णा", "क्षेत्री"),
    ("श्रीमती", "ज्ञानेश्वर"), ("রবি", "চক্রবর্তী"), ("தமிழ்", "செல்வன்"),
    ("小明", "王"), ("明", "李"), ("伟", "欧阳"), ("美玲", "陳"), ("𠮷", "野家"), ("一", "丁"),
    ("민준", "김"), ("이", "박"), ("서연", "남궁"), ("진", "선우"),
    ("さくら", "たなか"), ("ハルト", "スズキ"), ("結衣", "佐々木"), ("ﾀﾛｳ", "ﾔﾏﾀﾞ"), ("ゆ", "い"),
    ("สมชาย", "ใจดี"), ("พิมพ์", "ศรีสุข"), ("ສົມ", "ພອນ"), ("မောင်", "အောင်"), ("សុខ", "ចាន់"),
    ("አበበ", "ቢቂላ"), ("ሰላም", "ተስፋዬ"), ("Անի", "Սարգսյան"), ("ნინო", "ბერიძე"), ("བསྟན་འཛིན", "རྒྱ་མཚོ"),
    ("ᎠᏂ", "ᏣᎳᎩ"), ("ᓴᓂᐊ", "ᐊᓪᓚᒃ"), ("ފާތިމަތު", "އަލީ"), ("ᠲᠡᠮᠦᠵᠢᠨ", "ᠪᠣᠷ"),
)  # fmt: skip

FORMS: tuple[Name, ...] = (
    ("Zoe\u0308", "Mu\u0308nzberg"), ("Zoë", "Grünewald"), ("A\u030asa", "Bjo\u0308rkman"), ("Ǻse", "Øvrebø"),
    ("Łucja", "Żółkiewska"), ("İpek", "Işıklı"), ("Ðorđe", "Þorvaldsson"), ("Fröken", "Weißmann"),
    ("Æthel", "Œuvrard"), ("Ｗｉｄｅ", "Ｌｅｔｔｅｒｓ"), ("Nguye\u0302\u0303n", "Tra\u0302\u0300n"),
    ("Thu\u00a0Ha", "Pha\u0323m\u00a0Le\u0302"), ("Zero\u200bWidth", "Space\u200bman"),
    ("محمد\u200cرضا", "علی\u200cزاده"), ("क्\u200dष", "राम\u200d"), ("Soft\u00adhy", "Phen\u00adson"),
    ("Left\u200eto", "Right\u200fley"), ("Byte\ufefforder", "Markson"), ("Narrow\u202fgap", "Thin\u2009ley"),
    ("  Padded  ", "  Outside  "), ("Two  Spaces", "In  Side"), ("tab\there", "Tabbington"),
    ("ALL", "CAPSFIELD"), ("all", "lowerfield"),
    ("mIxEd", "McCaSeY"), ("Ligature", "Eﬃngham"), ("ℬold", "𝔉raktur"),
    ("Emoji🎈", "Balloonist"), ("Quote\"d", "Back\\slash"),
    ("Percent%20", "Plus+ley"), ("<b>Bold</b>", "&amp;ersand"),
)  # fmt: skip

INSIDE: tuple[Name, ...] = (
    ("Ann", "Ual"), ("Lee", "Fleet"), ("Ed", "Need"), ("Al", "Also"), ("Ray", "Array"), ("Art", "Start"),
    ("Don", "Done"), ("Tim", "Time"), ("Ken", "Taken"),
    ("Roy", "Royal"), ("Eve", "Every"), ("Ned", "Planned"),
    ("Ty", "City"), ("Ron", "Wrong"), ("An", "Le"),
    ("Bo", "Li"), ("Yu", "An"), ("Ada", "Bee"), ("Deb", "Ade"),
)  # fmt: skip
"""Short ones, which stand inside other words and, by chance, in ids."""

ALSO_OTHERS: tuple[Name, ...] = (
    ("Marisol", "Quintero"), ("Odalys", "Fenwick"), ("Celeste", "Arroyo"), ("Sierra", "Vieja"),
    ("Willow", "Bridge"), ("Lakeward", "City"), ("Dominic", "Farr"), ("Paso", "El"), ("Denver", "America"),
    ("Phoenix", "America"), ("York", "New"), ("Buffalo", "Holiday"), ("Labor", "Thanksgiving"),
    ("Google", "Meet"), ("Zoom", "Willowbridge"),
    ("Bravo", "Osei"), ("Martin", "Luther"), ("Columbus", "Elm"),
)  # fmt: skip
"""Those of a case manager, the manager, staff, a district, the company, a place, a day without school."""

SHEET_WORDS: tuple[Name, ...] = (
    ("Null", "Void"), ("None", "Such"), ("Nan", "Inf"),
    ("Total", "Eclipse"), ("First", "Last"), ("Ref", "Value"),
    ("Select", "Starling"), ("Drop", "Tablecloth"), ("Sum", "Ofall"), ("Agentina", "Tabitha"),
)  # fmt: skip

HARD_NAMES: tuple[Name, ...] = tuple(
    dict.fromkeys(
        (
            *WORDS, *OUR_WORDS, *PARTICLES, *APOSTROPHES, *DOUBLE, *ONE_LETTER, *SUFFIXES, *SCRIPTS, *FORMS,
            *INSIDE, *ALSO_OTHERS, *SHEET_WORDS,
        )
    )
)  # fmt: skip


SHOW_NOBODY = frozenset({("J", "S"), ("Celeste", "Arroyo"), ("Buffalo", "Holiday")})
"""In a title by people these show no student: initials, the name of staff, words of the settings."""


def harmless(names: Sequence[Name]) -> tuple[Name, ...]:
    """For each a name with the same initials that is no word and stands in none; namesakes stay namesakes."""
    people = list(dict.fromkeys(folded(" ".join(name)) for name in names))
    numbers = {person: number for number, person in enumerate(people)}
    return tuple(_harmless(name, numbers[folded(" ".join(name))]) for name in names)


def _harmless(name: Name, number: int) -> Name:
    first, last = initials(*name).split(".")[:2]
    return f"{first}qw{_letters(number)}x", f"{last}zv{_letters(number)}k"


def _letters(number: int) -> str:
    return "".join("bcdfghjlmn"[int(digit)] for digit in f"{number:03}")
