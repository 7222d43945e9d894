"""More names that are hard to keep in, of other places and shapes than `hard_names.py`. All are invented."""

from __future__ import annotations

from tests.hard_names import Name

FROM_ELSEWHERE: tuple[Name, ...] = (
    ("Tāwhiri", "Te Aramoana"), ("Hōne", "Ngātoro"), ("ʻAukai", "Kahanamokuʻāina"),
    ("Sione", "Fakatou'i"), ("Mele", "Tu'ipulotu Vea"), ("Faʻafetai", "Leiataua"),
    ("Wirihana", "Parata-Blane"), ("Djarru", "Yunupingurr"), ("Xóchitl", "Tlaxcaltécatl"),
    ("K'inich", "Ajpub'ak"), ("Yatzil", "Ch'el Poot"), ("Itzél", "Tzꞌunun"), ("Wáŋbli", "Ohítika"),
    ("Hózhǫ́", "Tsinajinnie"), ("Aiyána", "Whitecloudhorse"), ("Qaniit", "Aŋuŋaq"),
    ("Nkosinathi", "Mthiyanezwe"), ("Thandiwe", "Ngqawana"), ("!Nqate", "Xǁoma"), ("ǂKhoab", "|Gaeb"),
    ("Ọlájídé", "Adéwálémi"), ("Chukwuebuka", "Okpalanwankwọ"), ("Ama", "Serwaah-Bonsu"),
    ("Kwabena", "Asamoah"), ("Mamadou", "N'Diongue"), ("Aïssatou", "Sy Baldéh"),
    ("Tsegaye", "G/Medhinnet"), ("Hawa", "M'Barekou"), ("Siti", "binti Rahmawati"),
    ("Ahmad", "bin Zulkarnain"), ("Kaur", "a/p Sivalinggam"), ("Devi", "d/o Muthusamyy"),
    ("Putu", "I Gusti Ngurahh"), ("Nyi", "Roro Kidulan"), ("Bảo", "Đặng Hoàngg"),
    ("Ngọc", "Đoàn-Trịnhh"), ("Nurlan", "Äbdiğaliyev"), ("Gülşah", "Çetinkayaoğlu"),
    ("Öztürk", "Şengüloğlu"), ("Əli", "Məmmədzadə"), ("Ruslana", "Кириленко-Baker"),
    ("Бат-Эрдэнэ", "Ганболдын"), ("Айсулу", "Жұмабайқызы"), ("Ӏадам", "Хӏажиев"),
    ("Guðrún", "Sigurðardóttirr"), ("Þórunn", "Ásgeirsdóttirr"), ("Bjarni", "Hjörleifssonur"),
    ("Sámmol", "Áikiovárri"), ("Siobhán", "Uí Dhálaighh"), ("Caoimhe", "Mac an tSaoir"),
    ("Llŷr", "ap Gwilymydd"), ("Morwenna", "ferch Rhyss"), ("Jeroen", "van den Heuvelmans"),
    ("Sjoerd", "op 't Landt"), ("Liesbeth", "in 't Veldkamp"), ("Wouter", "ter Horstink"),
    ("Żaneta", "Brzęczyszczykiewicz"), ("Mária", "Nagy-Szőkefalvi"), ("Dragoljub", "Мијајловић"),
    ("Ʒarko", "Ǆakula"),
)  # fmt: skip

ONE_NAME: tuple[Name, ...] = (
    ("Suhartowati", "-"), ("—", "Ngawangchen"), ("Teller", "Teller"), ("Madonnina", "."),
    ("Zendayala", "N/A"), ("Fnu", "Rameshwaran"), ("Lnu", "Gulbahaar"), ("Ojaswini", "(none)"),
    ("Baby Boy", "Castellanetta"), ("Unknown", "Ferragosto"),
)  # fmt: skip
"""People with a single name, and what is typed in place of the other."""

SPELLED: tuple[Name, ...] = (
    ("Ane\u0301mone", "Cre\u0302pineau"), ("An\u00e9mone", "Crêpineaux"),
    ("Ｈａｎａｋｏ", "Ｙａｍａｄａｒｉ"), ("ﷴ ﷲ", "ﷺزاده"),
    ("م\u0640ح\u0640م\u0640و\u0640د", "الب\u0640غدادي"), ("\u202eReversa", "Overridez"),
    ("\u2067Isolde\u2069", "\u2066Bidimark\u2069"), ("Zo\u200dJoin", "Er\u200cwick"),
    ("Vari\ufe0fation", "Selec\ufe0etor"), ("Tag\U000e0041ged", "Invisi\U000e0062ble"),
    ("Ⓒⓘⓡⓒⓛⓔ", "Ⓓⓛⓔⓣⓣⓔⓡ"), ("🅂🅀🅄🄰🅁🄴", "Blockliner"), ("Ｊ．Ｐ．", "Morganstein"),
    ("Ro\u034fbin", "Joi\u2060nerly"), ("🦊", "Foxgloveson"), ("👩\u200d👧", "Familiarova"),
    ("Amé🎉lie", "Confettini"), ("Z̸a̷l̶g̵o̴", "C̷o̶m̵e̴t̸h̷s̶"), ("ａｂ", "王小"), ("明 华", "王 丽"),
    ("ㄚㄇㄟ", "ㄔㄣˊ"), ("ﾊﾅ", "ｺﾊﾞﾔｼ"), ("가\u1100\u1161", "나나리"), ("ꦱꦿꦶ", "ꦫꦲꦪꦸ"),
    ("ⵜⵉⵣⵉⵔⵉ", "ⴰⵎⵣⵉⴰⵏ"), ("ߡߊߡߊߘߎ", "ߞߎߙߎߡߊ"), ("ꆈꌠ", "ꉙꄉ"), ("ᜋᜎᜌ", "ᜇᜎᜓᜋ"), ("𞤀𞤥𞤢𞤣𞤵", "𞤔𞤢𞤤𞤮"),
    ("ܐܦܪܝܡ", "ܡܪܝܡܬܐ"),
)  # fmt: skip

LOOKS_LIKE: tuple[Name, ...] = (
    ("=cmd|' /C calc'!A0", "=HYPERLINKER"), ("+1+1", "Plusminster"), ("@SUM", "Atsignman"),
    ("-Dash", "-Dashwooder"), ("null", "undefineder"), ("True", "Falsettino"), ("None", "Nonesuchly"),
    ("NaN", "Infinityan"), ("nil", "Voidsworth"), ("#REF!", "Refersson"),
    ("'; DROP TABLE students;--", "Tablesmith"), ("<script>alert(1)</script>", "Scripterly"),
    ("${jndi:ldap}", "Log4jensen"), ("{{7*7}}", "Templatesen"), ("%s%n", "Formatterly"),
    ("\\", "Backslashton"), ("../../etc", "Passwdsen"), ("Robert\"); eval(", "Evalerson"),
    ("#eval", "#read-sonn"), ("$x$", "Mathmodeley"), ("[red]", "Rediculous"), ("[/]", "Slashcloser"),
    ("[link=http://evil.example]", "Linkstrom"), ("\x1b[31m", "Escaperly"),
    ("http://evil.example/x", "Urlingham"), ("a@b.example", "Addressley"), ("Agent7", "Bondjames7"),
    ("4ever", "Younger2gether"), ("X Æ A-12", "Muskovite9"), ("Jean\nPaul", "Newlinerly"),
    ("Tab\tular", "Separatorov"), ("Nul\x00led", "Zerobyter"),
)  # fmt: skip
"""Values, formulas, code and markup."""

OURS: tuple[Name, ...] = (
    ("Sierra", "Lakeward"), ("Sierra Vieja", "Isdorfer"), ("Meetings", "Studentsen"),
    ("Annual", "Reviewson"), ("Digest", "Weeklyman"), ("January", "Februarysen"),
    ("Septembre", "Octoberg"), ("Sunday", "Monday"), ("Willow", "Bridge"), ("Special", "Servicesky"),
    ("Parent", "Guardianson"), ("Virtual", "Remotely"), ("Texas", "Colorado"), ("Mountain", "Eastern"),
    ("Drive", "Calendarson"), ("Marisol", "Quinterova"),
)  # fmt: skip
"""Words of the settings, of the agent and of the calendar, and what only begins like them."""

LONG: tuple[Name, ...] = (
    ("Wolfeschlegelsteinhausenbergerdorff", "Hubert Blaine Zephyrinusquartus"),
    ("Uvuvwevwevwe Onyetenyevwe", "Ugwemuhwem Osasovsky"),
    ("A" + "na" * 40, "B" + "olo" * 30),
    ("Pablo Diego José Francisco", "de Paula Juan Nepomuceno Cipriano de la Trinidadd"),
)

FRESH_NAMES: tuple[Name, ...] = (*FROM_ELSEWHERE, *ONE_NAME, *SPELLED, *LOOKS_LIKE, *OURS, *LONG)
