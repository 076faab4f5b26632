"""The facts of the demo's practice. Everybody and everything here is invented; 555 numbers ring nowhere."""

from typing import Any

PRACTICE = "lac"


def words(fr: str, en: str, de: str, it: str) -> dict[str, str]:
    return {"fr": fr, "en": en, "de": de, "it": it}


DENTIST = words("Médecin-dentiste", "Dentist", "Zahnärztin", "Medico dentista")

CARE = [
    (
        words(
            "Contrôle et hygiène",
            "Check-up and hygiene",
            "Kontrolle und Hygiene",
            "Controllo e igiene",
        ),
        words(
            "Examen annuel, détartrage et conseils adaptés à votre risque de carie.",
            "Yearly examination, scaling, and advice that fits your risk of decay.",
            "Jährliche Untersuchung, Zahnsteinentfernung und Rat nach Ihrem Kariesrisiko.",
            "Esame annuale, detartraggio e consigli adatti al suo rischio di carie.",
        ),
    ),
    (
        words("Soins des caries", "Fillings", "Füllungen", "Cura della carie"),
        words(
            "Obturations en composite, en préservant le plus de dent possible.",
            "Composite fillings that keep as much of the tooth as possible.",
            "Kompositfüllungen, die möglichst viel vom Zahn erhalten.",
            "Otturazioni in composito che conservano il più possibile del dente.",
        ),
    ),
    (
        words("Traitement de racine", "Root canal treatment", "Wurzelbehandlung", "Cura canalare"),
        words(
            "Sous digue et microscope, avec radiographie de contrôle.",
            "With a rubber dam and a microscope, checked by X-ray.",
            "Mit Kofferdam und Mikroskop, mit Kontrollröntgenbild.",
            "Con diga e microscopio, con radiografia di controllo.",
        ),
    ),
    (
        words(
            "Couronnes et prothèses",
            "Crowns and dentures",
            "Kronen und Prothesen",
            "Corone e protesi",
        ),
        words(
            "Empreinte numérique, devis écrit avant tout traitement.",
            "Digital impression, and a written quote before any treatment.",
            "Digitaler Abdruck und schriftlicher Kostenvoranschlag vor jeder Behandlung.",
            "Impronta digitale e preventivo scritto prima di ogni trattamento.",
        ),
    ),
    (
        words("Implants", "Implants", "Implantate", "Impianti"),
        words(
            "Bilan osseux, alternatives et coûts expliqués avant la décision.",
            "The bone examined, alternatives and costs explained before you decide.",
            "Knochenbefund, Alternativen und Kosten, erklärt vor Ihrer Entscheidung.",
            "Esame dell’osso, alternative e costi spiegati prima della decisione.",
        ),
    ),
    (
        words("Enfants", "Children", "Kinder", "Bambini"),
        words(
            "Premier rendez-vous sans soin, pour faire connaissance.",
            "A first visit without treatment, to get to know each other.",
            "Erster Besuch ohne Behandlung, zum Kennenlernen.",
            "Primo appuntamento senza cure, per conoscersi.",
        ),
    ),
]

PEOPLE = [
    (
        "Dre Anne Mottet",
        words(
            "Médecin-dentiste, directrice",
            "Dentist, director",
            "Zahnärztin, Leiterin",
            "Medico dentista, direttrice",
        ),
        ["fr", "en", "de"],
    ),
    (
        "Dr Luca Ferri",
        words("Médecin-dentiste", "Dentist", "Zahnarzt", "Medico dentista"),
        ["it", "fr"],
    ),
    ("Dre Sophie Kern", DENTIST, ["de", "fr", "en"]),
    (
        "Maya Diallo",
        words(
            "Hygiéniste dentaire ES",
            "Dental hygienist",
            "Dentalhygienikerin HF",
            "Igienista dentale SSS",
        ),
        ["fr", "en"],
    ),
]

FACTS: dict[str, Any] = {
    "languages": ["fr", "en", "de", "it"],
    "name": words(
        "Cabinet dentaire du Lac",
        "Cabinet dentaire du Lac",
        "Cabinet dentaire du Lac",
        "Cabinet dentaire du Lac",
    ),
    "title": words(
        "Des soins précis, expliqués avec calme.",
        "Precise care, calmly explained.",
        "Präzise Behandlung, in Ruhe erklärt.",
        "Cure precise, spiegate con calma.",
    ),
    "summary": words(
        "Trois médecins-dentistes et une hygiéniste à cinq minutes de Plainpalais. "
        "Nous prenons le temps d’examiner, de chiffrer et de décider avec vous.",
        "Three dentists and a hygienist, five minutes from Plainpalais. "
        "We take the time to examine, to quote and to decide with you.",
        "Drei Zahnärzte und eine Dentalhygienikerin, fünf Minuten von Plainpalais. "
        "Wir nehmen uns Zeit, zu untersuchen, zu rechnen und mit Ihnen zu entscheiden.",
        "Tre medici dentisti e un’igienista, a cinque minuti da Plainpalais. "
        "Ci prendiamo il tempo di esaminare, calcolare e decidere con lei.",
    ),
    "controller": "Dre Anne Mottet",
    "street": "12 rue des Bains",
    "postcode": "1205",
    "city": "Genève",
    "city_name": words("Genève", "Geneva", "Genf", "Ginevra"),
    "country": "CH",
    "zone": "Europe/Zurich",
    "telephone": "+41 22 555 01 23",
    "emergency": "+41 22 555 09 99",
    "emergency_text": words(
        "Appelez-nous : une place est gardée chaque jour. "
        "Le soir et le week-end, appelez la garde.",
        "Call us: a place is kept free every day. In the evening and at weekends, call the dentist on duty.",
        "Rufen Sie uns an: Jeden Tag ist ein Platz frei. Abends und am Wochenende ist der Notdienst da.",
        "Ci chiami: ogni giorno teniamo un posto libero. La sera e nel fine settimana chiami la guardia.",
    ),
    "email": "cabinet@lac.example",
    "people": [{"name": name, "role": role, "speaks": speaks} for name, role, speaks in PEOPLE],
    "people_text": words(
        "Vous voyez la même personne d’un rendez-vous à l’autre.",
        "You see the same person from one appointment to the next.",
        "Sie sehen von Termin zu Termin dieselbe Person.",
        "Da un appuntamento all’altro vede la stessa persona.",
    ),
    "care": [{"name": name, "text": text} for name, text in CARE],
    "fees_text": words(
        "Nous facturons selon le tarif dentaire suisse, valeur du point 1.00. "
        "Vous recevez un devis écrit dès 300 francs, et rien ne commence sans votre accord.",
        "We charge by the Swiss dental tariff, at a point value of 1.00. "
        "From 300 francs you get a written quote, and nothing begins before you agree.",
        "Wir rechnen nach dem Schweizer Zahnarzttarif ab, Taxpunktwert 1.00. "
        "Ab 300 Franken erhalten Sie einen schriftlichen Kostenvoranschlag, und nichts beginnt ohne Ihr Ja.",
        "Fatturiamo secondo la tariffa dentaria svizzera, valore del punto 1.00. "
        "Da 300 franchi riceve un preventivo scritto, e nulla comincia senza il suo accordo.",
    ),
    "access": words(
        "Accès de plain-pied, ascenseur, place de parc adaptée",
        "Step-free entrance, lift, accessible parking space",
        "Stufenloser Eingang, Lift, Behindertenparkplatz",
        "Ingresso senza gradini, ascensore, posteggio per disabili",
    ),
    "access_text": words(
        "Tram 12 et 15, arrêt Plainpalais, puis cinq minutes à pied. "
        "Parking public à 200 mètres ; une place adaptée se trouve devant l’entrée.",
        "Tram 12 and 15 to Plainpalais, then five minutes on foot. "
        "Public car park 200 metres away; an accessible space is in front of the entrance.",
        "Tram 12 und 15 bis Plainpalais, dann fünf Minuten zu Fuss. "
        "Öffentliches Parkhaus in 200 Metern; ein Behindertenparkplatz liegt vor dem Eingang.",
        "Tram 12 e 15 fino a Plainpalais, poi cinque minuti a piedi. "
        "Parcheggio pubblico a 200 metri; un posteggio per disabili è davanti all’ingresso.",
    ),
    "new_patients": True,
    "profession": {
        "title": words("Médecin-dentiste", "Dentist", "Zahnarzt", "Medico dentista"),
        "awarded_in": words(
            "diplôme fédéral suisse",
            "Swiss federal diploma",
            "eidgenössisches Diplom",
            "diploma federale svizzero",
        ),
        "supervised_by": words(
            "Médecin cantonal, Genève",
            "Cantonal medical officer, Geneva",
            "Kantonsarzt, Genf",
            "Medico cantonale, Ginevra",
        ),
        "register_number": "GLN 760 100 000 0000",
    },
    "publisher": {
        "legal_name": "Pages du Lac Sàrl",
        "street": "3 quai Fictif",
        "postcode": "1201",
        "city": "Genève",
        "country": "CH",
        "email": "bonjour@pagesdulac.example",
        "register_number": "CHE-000.000.000",
    },
    "publication_director": "Dre Anne Mottet",
    "host": {
        "legal_name": "Coffre du Lac SA",
        "street": "7 rue Imaginaire",
        "postcode": "1950",
        "city": "Sion",
        "country": "CH",
        "telephone": "+41 27 555 01 10",
    },
    "checked_at": "2026-11-03T09:00:00Z",
    "theme": "lac",
}
