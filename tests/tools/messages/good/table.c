/* Made from po/nl.po by tools/messages. */
#include "web/message.h"

extern const struct message message_90d38cbc2e18848f;
const struct message message_90d38cbc2e18848f = {
    .id = "A \"quoted\" word\nand \\ one",
    .one = {
        .dutch = {"Een \"woord\" en\neen \\", 20},
        .english = {"A \"quoted\" word\nand \\ one", 25},
    },
    .many = {
        .dutch = {"Een \"woord\" en\neen \\", 20},
        .english = {"A \"quoted\" word\nand \\ one", 25},
    },
};

extern const struct message message_061be9a13f8f0129;
const struct message message_061be9a13f8f0129 = {
    .id = "Café",
    .one = {
        .dutch = {"Café", 5},
        .english = {"Café", 5},
    },
    .many = {
        .dutch = {"Café", 5},
        .english = {"Café", 5},
    },
};

extern const struct message message_b7fe4f662ba0eb74;
const struct message message_b7fe4f662ba0eb74 = {
    .id = "Gifts",
    .one = {
        .dutch = {"Geschenken", 10},
        .english = {"Gifts", 5},
    },
    .many = {
        .dutch = {"Geschenken", 10},
        .english = {"Gifts", 5},
    },
};

extern const struct message message_c110480e0ebc8147;
const struct message message_c110480e0ebc8147 = {
    .id = "Of a macro",
    .one = {
        .dutch = {"Van een macro", 13},
        .english = {"Of a macro", 10},
    },
    .many = {
        .dutch = {"Van een macro", 13},
        .english = {"Of a macro", 10},
    },
};

extern const struct message message_33fb8645d49aa936;
const struct message message_33fb8645d49aa936 = {
    .id = "Two lines",
    .one = {
        .dutch = {"Twee regels", 11},
        .english = {"Two lines", 9},
    },
    .many = {
        .dutch = {"Twee regels", 11},
        .english = {"Two lines", 9},
    },
};

extern const struct message message_dff97f4b63c30b11;
const struct message message_dff97f4b63c30b11 = {
    .id = "{from} to {to}",
    .one = {
        .dutch = {"{from} tot {to}", 15},
        .english = {"{from} to {to}", 14},
    },
    .many = {
        .dutch = {"{from} tot {to}", 15},
        .english = {"{from} to {to}", 14},
    },
};

extern const struct message message_f5225738edb306db;
const struct message message_f5225738edb306db = {
    .id = "{n} gift",
    .one = {
        .dutch = {"Eén geschenk", 13},
        .english = {"{n} gift", 8},
    },
    .many = {
        .dutch = {"{n} geschenken", 14},
        .english = {"{n} gifts", 9},
    },
};

const struct message *const message_table[] = {
    &message_90d38cbc2e18848f,
    &message_061be9a13f8f0129,
    &message_b7fe4f662ba0eb74,
    &message_c110480e0ebc8147,
    &message_33fb8645d49aa936,
    &message_dff97f4b63c30b11,
    &message_f5225738edb306db,
    NULL,
};

const size_t message_count = 7;
