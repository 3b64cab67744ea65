/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "command/demo_words.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

static const char *const initials[] = {"A.", "B.J.", "C.", "D.M.", "E.", "F.",   "G.H.", "H.",
                                       "I.", "J.W.", "K.", "L.",   "M.", "N.A.", "O.",   "P.",
                                       "R.", "S.",   "T.", "W.",   "Y.", "Z."};
const struct demo_words demo_initials = {initials, COUNT(initials)};

static const char *const surnames[] = {
    "Aalbersma",        "El Amrani",       "Van den Berghem", "Boonstoppel",     "Çelikbas",
    "Dijkhuizenaar",    "Doornenkamp",     "Eggenhuis",       "Fransema",        "De Groenewoud",
    "Haverlander",      "Hoogenraadt",     "Idrissi-Bakker",  "Jonkvorst",       "Kappeler",
    "Van der Klaauwen", "Kozłowska",       "Lindeboomse",     "Maasdonker",      "Meijerhof",
    "Nijmanshuis",      "Núñez Brouwer",   "Oosterwegel",     "Plantenga-Visch", "Quispelaar",
    "Van Rhijnsoever",  "Ruitenbergh",     "Schoutsen",       "Smeekens",        "Sørensen",
    "Terpstraat",       "Uitdehaeghe",     "Veenhovensz",     "Vlasblommer",     "De Waardt",
    "Wassenberger",     "Westerkampen",    "Wijngaardt",      "Yıldızoğlu",      "Zandstrander",
    "Zevenhuizer",      "Ten Brinckhorst", "Olde Heuvelman",  "Groeneveldt",     "Ravenswade",
    "Kerkdijkster",     "Molenschot",      "Tuinenga",        "Ubbinkhof",       "Pennewaerd",
    "Strijbosman",      "Verhagense",      "Blauwkuip",       "Heemstraten",
};
const struct demo_words demo_surnames = {surnames, COUNT(surnames)};

const struct demo_position demo_positions[] = {
    {"Wethouder", "Gemeente Elsweide", NULL, "ja", "40", ""},
    {"Lid gemeenteraad", "Gemeente Oudermeer", NULL, "ja", "15", ""},
    {"Penningmeester", "Stichting Veenbehoud", "90001001", "nee", "2", ""},
    {"Voorzitter", "Dorpsbelang Hoge Linde", "90001002", "nee", "2", ""},
    {"Commissaris", "Waterbouw Rijnmeren BV", "90001003", "ja", "2", "Toezicht op het bestuur"},
    {"Eigenaar", "Terpadvies", "90001004", "ja", "", "Adviesbureau voor erfgoed"},
    {"Docent bestuurskunde", "Hogeschool De Plassen", "90001005", "ja", "16", ""},
    {"Lid raad van toezicht", "Coöperatieve Zorggroep 't Ven", "90001006", "ja", "3", ""},
    {"Bestuurslid", "Omroep Rijnmeren", "90001007", "nee", "2", "Portefeuille jeugd"},
    {"Vrijwilliger", "Voedselbank Elsweide", NULL, "nee", "3", ""},
    {"Jurist", "Van Meurs & Zn. Advocaten", "90001008", "ja", "30", "Arbeidsrecht"},
    {"Melkveehouder", "Maatschap De Lage Weide", "90001009", "ja", "", "Met familie"},
    {"Redacteur", "Kwartaalblad \"Polder & Plas\"", NULL, "", "", "Onregelmatig"},
    {"Secretaris", "Historische Kring Oudermeer", NULL, "nee", "1", ""},
    {"Lid ledenraad", "Coöperatie Zonnekracht U.A.", "90001010", "nee", "1", "Energiecoöperatie"},
    {"Adviseur", "Bureau Van Dommelen", "90001011", "ja", "24",
     "Adviezen over mobiliteit, niet voor de provincie"},
    {"Projectleider", "Waterschap Drie Plassen", "90001012", "ja", "36", ""},
    {"Ambassadeur", "Week van het Platteland", NULL, "nee", "1", ""},
    {"Lid geschillencommissie", "Huurcommissie Woonbron Elswe", "90001013", "ja", "1", ""},
    {"Huisarts", "Praktijk Aan de Dijk", "90001014", "ja", "22", ""},
    {"Onderzoeker", "Universiteit Leemstad", "90001015", "ja", "18", ""},
    {"Zelfstandig trainer", "", NULL, "ja", "4", "Debattrainingen"},
    {"Scheidsrechter", "Voetbalvereniging SV Elsweide", NULL, "nee", "2", ""},
    {"Bestuurslid", "Stichting Pieter & Marie <fonds voor muziek>", "90001016", "nee", "1", ""},
    {"Lid programmaraad", "Politieke partij, afdeling Rijnmeren", NULL, "nee", "2", ""},
    {"Directeur", "Familiestichting Olde Hove", "90001017", "", "", ""},
    {"Bemiddelaar", "Buurtbemiddeling Leemstad", NULL, "nee", "1", ""},
    {"Columnist", "Dagblad De Meerbode", "90001018", "ja", "2", ""},
};
const size_t demo_position_count = COUNT(demo_positions);

const struct demo_position demo_ex_officio[] = {
    {"Lid raad van commissarissen", "Waterbedrijf Rijnmeren NV", "90002001", "nee", "2", ""},
    {"Aandeelhoudersvertegenwoordiger", "Netbeheer De Meren NV", "90002002", "nee", "1", ""},
    {"Lid bestuur", "Interprovinciaal overleg Rijn en Meren", NULL, "nee", "2", ""},
    {"Voorzitter", "Regionaal Milieuberaad", NULL, "nee", "2", ""},
    {"Lid algemeen bestuur", "Veiligheidsberaad Rijnmeren", NULL, "nee", "1", ""},
    {"Beschermheer", "Provinciaal Jeugdorkest", NULL, "nee", "1", ""},
};
const size_t demo_ex_officio_count = COUNT(demo_ex_officio);

const struct demo_interest demo_interests[] = {
    {"shareholding", "12% van Terpadvies BV"},
    {"shareholding", "Certificaten Netbeheer De Meren NV"},
    {"property", "Perceel weiland bij Oudermeer, 3 hectare"},
    {"property", "Verhuurde woning in Leemstad"},
    {"claim", "Lening aan Zonnekracht U.A."},
    {"shareholding", "Aandelen Waterbouw Rijnmeren BV"},
    {"property", "Bedrijfshal op bedrijvenpark De Kade"},
};
const size_t demo_interest_count = COUNT(demo_interests);

const struct demo_gift demo_gifts[] = {
    {"gift", "Fles wijn na een lezing", "Rotarykring Elsweide", "€ 15,-", "kept", ""},
    {"gift", "Boek over de geschiedenis van de polder", "Historische Kring Oudermeer", "€ 24,95",
     "kept", ""},
    {"invitation", "Concert met diner", "Provinciaal Jeugdorkest", "ca. € 85", "refused", ""},
    {"gift", "Kunstwerk van glas", "Delegatie uit Brandenmark", "meer dan € 200", "handed_in",
     "body"},
    {"gift", "Kistje appels", "Fruitteeltvereniging De Betuwerand", "minder dan 50 euro", "kept",
     ""},
    {"invitation", "Twee kaartjes voor de schaatswedstrijd", "IJsbaan Rijnmeren BV", "€ 120",
     "refused", ""},
    {"gift", "Theepot", "Ambassade van een bevriend land", "onbekend", "handed_in", "charity"},
    {"invitation", "Werklunch over netcongestie", "Netbeheer De Meren NV", "€ 30", "attended", ""},
    {"gift", "Bos bloemen", "Dorpsbelang Hoge Linde", "€ 20", "kept", ""},
    {"gift", "Pen met inscriptie", "Waterbouw Rijnmeren BV", "€ 61,15", "handed_in", "charity"},
    {"service", "Rondleiding met boot", "Watersportverbond Drie Plassen", "geschat 45 euro",
     "attended", ""},
    {"gift", "Kerstpakket", "Voedselcoöperatie 't Ven", "€ 50", "kept", ""},
    {"gift", "Tegel met stadswapen", "Gemeente Oudermeer", "?", "kept", ""},
    {"invitation", "Opening nieuwe fabriekshal, met vlucht", "Staalbouw Leemstad NV", "€ 410",
     "refused", ""},
    {"gift", "Streekmand", "Boerenmarkt \"De Lage Weide\"", "€ 72,50", "kept", ""},
};
const size_t demo_gift_count = COUNT(demo_gifts);

const struct demo_trip demo_trips[] = {
    {"Werkbezoek aan een waterstofproject", "Hamburg", "2", "Netbeheer De Meren NV", "€ 480"},
    {"Overleg over grensregio", "Brussel", "1", "Europees Comité van de Regio's", "€ 115,40"},
    {"Congres over hoogwaterbescherming", "Kopenhagen", "3", "Deltagenootschap", "ca. 900 euro"},
    {"Uitwisseling met partnerprovincie", "Gdańsk", "4", "Partnerprovincie", "onbekend"},
    {"Handelsmissie", "München", "3", "Kamer van Handel Rijn en Meren", "€ 1.250,-"},
};
const size_t demo_trip_count = COUNT(demo_trips);

const struct demo_unit demo_units[] = {
    {"directie", "Directie", ""},
    {"griffie", "Statengriffie", ""},
    {"ruimte", "Ruimte en wonen", "directie"},
    {"water", "Water en bodem", "directie"},
    {"mobiliteit", "Mobiliteit", "directie"},
    {"economie", "Economie en energie", "directie"},
    {"vergunningen", "Vergunningen, toezicht en handhaving", "directie"},
    {"bedrijfsvoering", "Bedrijfsvoering", "directie"},
};
const size_t demo_unit_count = COUNT(demo_units);
